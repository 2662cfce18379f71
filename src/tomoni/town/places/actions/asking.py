"""Asking the people who run a listing: by a link without an account, or on their own screen."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.ground.batons.actions import ask, links
from tomoni.ground.batons.models import Baton, Question
from tomoni.town.places.actions import keeping
from tomoni.town.places.models import Listing


def holder_of(listing: Listing) -> tuple[str, str]:
    """The name and the mail address or telephone number of those who run it."""
    contact = listing.contacts.order_by("order", "id").first()
    body = listing.organisation
    reach = (contact and (contact.email or contact.phone)) or (body and (body.email or body.phone))
    return (body.name if body else listing.name), reach or ""


@transaction.atomic
def ask_holder(
    *, baton: Baton, listing: Listing | None, text: str, by: Any, at: datetime
) -> tuple[Question, str]:
    """Ask those who run the listing, and make the key of the link they answer through.

    Returns:
        The question and the key, which is shown once and kept nowhere.
    """
    if listing is None:
        raise Refused(_("どの掲載のことか分からないので、運営にたずねられません。"))
    if baton.questions.open().exists():
        raise Refused(_("もうたずねて、返事を待っています。"))
    if by is not None:
        keeping.join_own(baton, by=by, at=at)
    name, reach = holder_of(listing)
    question = ask(baton=baton, text=text, outside_name=name, outside_contact=reach, by=by, at=at)
    _link, key = links.make(question=question, by=by, at=at)
    return question, key


@transaction.atomic
def new_link(*, question: Question, by: Any, at: datetime) -> str:
    """Another key for the same question; the keys from before are stopped."""
    for link in question.links.filter(revoked_at=None, used_at=None):
        links.revoke(link=link, by=by, at=at)
    keeping.join_own(question.baton, by=by, at=at)
    _link, key = links.make(question=question, by=by, at=at)
    return key
