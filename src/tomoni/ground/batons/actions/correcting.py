"""Somebody asks us to correct what we hold about them: a matter of the comprehensive desk."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tomoni.ground.batons.actions import links, telling
from tomoni.ground.batons.actions.opening import open_baton
from tomoni.ground.batons.actions.parties import add_sender
from tomoni.ground.people.models import Person
from tomoni.ground.people.queries.teams import comprehensive_desk

CORRECTION = "people.correction"


@transaction.atomic
def asked(*, person: Person, words: str, by: Any, at: datetime) -> str:
    """Open the matter, with a receipt for whoever asked; '' before the town has named its desk.

    The title names nobody; the words stand in the first step, which only those who hold it read.
    """
    desk = comprehensive_desk()
    if desk is None:
        return ""
    baton = open_baton(
        kind=CORRECTION,
        title=_("登録の訂正の希望"),
        team=desk,
        next_step=gettext_noop("記録と見くらべて、直すか、直さないわけを知らせる"),
        by=by,
        at=at,
        by_name=person.name,
        note=words,
    )
    party = add_sender(
        baton, by=None, at=at, name=person.name, contact=person.email or person.phone,
        postcode=person.postcode, address=person.address,
    )  # fmt: skip
    if party is not None:
        _link, key = links.make(baton=baton, by=by, at=at, days=links.RECEIPT_DAYS)
        telling.receipt(party, url=links.url_of(key), at=at)
    return baton.number
