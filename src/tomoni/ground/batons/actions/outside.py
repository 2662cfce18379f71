"""A clerk makes a link for somebody outside, and it goes out by mail, text message or letter."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.ground.batons.actions import links, stepping
from tomoni.ground.batons.actions import telling_of_words as telling
from tomoni.ground.batons.actions.parties import add_party
from tomoni.ground.batons.models import Baton, Link, Offer, Party, Question
from tomoni.ground.batons.rules import hands

# Way → the field of the form that must then be filled, and why.
NEEDED = {"mail": "email", "sms": "phone", "letter": "address", "hand": ""}


@dataclass(frozen=True)
class Contact:
    """Where a link goes, as the clerk typed it."""

    email: str = ""
    phone: str = ""
    postcode: str = ""
    address: str = ""


@transaction.atomic
def send_link(
    *, baton: Baton, about: Offer | Question | Party | None, name: str, way: str, contact: Contact,
    days: int, by: Any, at: datetime,
) -> tuple[Link, str]:  # fmt: skip
    """A link for one purpose on its way to one receiver; gives it and its key, shown once.

    Args:
        about: The open offer or question to be answered, a party to write with, or None for
            messages and photographs with somebody new.
        way: `mail`, `sms`, `letter` (through the outbox) or `hand` (printed from the next page).

    Raises:
        Refused: when the contact for that way is missing or cannot be used.
    """
    held = stepping.in_hand(baton, by=by, at=at)
    if about is None and not name.strip():
        raise Refused(_("相手の名前を書いてください。"), field="name")
    if (needed := NEEDED[way]) and not getattr(contact, needed).strip():
        raise Refused(_("この送り方には、相手の連絡先が要ります。"), field=needed)
    if held.parties.count() >= hands.MOST_PARTIES:
        raise Refused(
            _("この案件の相手が多すぎます。いらないリンクを使っていないか確かめてください。")
        )
    chosen = {needed: getattr(contact, needed)} if needed else {}
    if way == "letter":
        chosen["postcode"] = contact.postcode
    party = about if isinstance(about, Party) else add_party(
        baton=held, part=Party.Part.RECEIVER, by=by, at=at,
        name=name or (about.receiver if about else ""), **chosen,
    )  # fmt: skip
    if way == "sms" and not party.phone:
        raise Refused(_("電話番号の形を確かめてください。例: 090-1234-5678"), field="phone")
    link, key = links.make(
        by=by, at=at, days=days, party=party,
        offer=about if isinstance(about, Offer) else None,
        question=about if isinstance(about, Question) else None,
    )  # fmt: skip
    if way != "hand":
        telling.invited(link, url=links.url_of(key), by=by, at=at)
    return link, key
