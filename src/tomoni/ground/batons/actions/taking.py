"""A matter that comes to the desk by telephone, on paper or in person."""

from datetime import datetime
from typing import Any

from django.db import transaction

from tomoni.ground.batons.actions import links, telling
from tomoni.ground.batons.actions.opening import open_baton
from tomoni.ground.batons.actions.parties import add_sender
from tomoni.ground.batons.models import Baton


@transaction.atomic
def take_in(
    *,
    by: Any,
    at: datetime,
    by_name: str = "",
    contact: str = "",
    postcode: str = "",
    address: str = "",
    **matter: Any,
) -> Baton:
    """Open the matter and, where the sender said how to reach them, give them their receipt.

    Args:
        contact: A telephone number or a mail address.
        address: Where a letter goes, for people who want one.
        matter: What `open_baton` needs besides.
    """
    baton = open_baton(kind="desk.note", person=by, by=by, at=at, by_name=by_name, **matter)
    if contact.strip() or address.strip():
        party = add_sender(
            baton, by=None, at=at, name=by_name, contact=contact, postcode=postcode, address=address
        )
        if party is not None:
            _link, key = links.make(baton=baton, by=by, at=at, days=links.RECEIPT_DAYS)
            telling.receipt(party, url=links.url_of(key), at=at)
    return baton
