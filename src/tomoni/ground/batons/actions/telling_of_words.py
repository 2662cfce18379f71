"""Notices of what was written, and of links for people outside.

As everywhere in `telling`, a notice names number and kind; the words stand behind the page.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.ground.batons.actions.telling import DESK, page_url, recipient_of, tell_each
from tomoni.ground.batons.models import Link, Message
from tomoni.ground.notices.actions.telling import tell
from tomoni.ground.notices.models import Notice


def written(message: Message, *, url: str, by: Any, at: datetime) -> None:
    """A party learns that the holder has written; the words themselves stand behind the link.

    Raises:
        Refused: when none of the party's contacts can be reached.
    """
    party, baton = message.party, message.baton
    if party is None:
        return
    notice = tell(
        kind="batons.message", to=recipient_of(party), key=f"message:{message.pk}", by=by, at=at,
        values={
            "number": baton.number,
            "team": baton.hand.name,
            "phone": baton.hand.phone,
            "url": url,
        },
    )  # fmt: skip
    _goes_out("to", notice)


def written_to_staff(message: Message, people: Iterable[Any], *, at: datetime) -> None:
    """The readers at a desk learn that something was written to them."""
    tell_each(
        "batons.message_staff", people, None, f"message:{message.pk}", at=at,
        values={
            "number": message.baton.number,
            "kind": message.baton.kind.name,
            "url": page_url(f"{DESK}{message.baton.number}/messages/"),
        },
    )  # fmt: skip


def invited(link: Link, *, url: str, by: Any, at: datetime) -> None:
    """Somebody outside gets their link by the way the clerk chose.

    Raises:
        Refused: when this way is not open, such as a text message without a gateway.
    """
    if link.party is None:
        return
    baton = link.baton
    notice = tell(
        kind="batons.link", to=recipient_of(link.party), key=f"link:{link.pk}", by=by, at=at,
        values={
            "number": baton.number,
            "purpose": link.get_purpose_display(),
            "day": timezone.localdate(link.expires_at),
            "team": baton.hand.name,
            "phone": baton.hand.phone,
            "url": url,
        },
    )  # fmt: skip
    _goes_out("way", notice)


def _goes_out(field: str, notice: Notice) -> None:
    """A notice that has no way out would wait unseen for ever."""
    if not notice.deliveries.exists():
        raise Refused(
            _("この連絡先には送れません。ほかの届け方を選ぶか、電話で伝えてください。"), field=field
        )
