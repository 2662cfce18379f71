"""What every word from outside shares: one transaction for the matter, its baton and its sender."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.ground.batons.actions.parties import add_party
from tomoni.ground.batons.models import Baton, Party
from tomoni.ground.notices.actions.telling import tell
from tomoni.ground.notices.recipients import Recipient

MOST_PER_HOUR = 10  # From one address; a library's shared computer stays below it.


def refuse_flood(model: type[Model], *, from_hash: str, at: datetime) -> None:
    """A program that sends without end is stopped; a person is given the telephone.

    Raises:
        Refused: when too much came from this sender within an hour.
    """
    if not from_hash:
        return
    manager: Any = model._default_manager
    recent = manager.filter(from_hash=from_hash, created_at__gt=at - timedelta(hours=1))
    if recent.count() >= MOST_PER_HOUR:
        raise Refused(
            _(
                "短い時間にたくさん届いたので、いまは受け取れません。一時間ほどたってから送るか、お電話でお知らせください。"
            )
        )


def add_sender(
    baton: Baton,
    *,
    by: Any,
    at: datetime,
    contact: str = "",
    name: str = "",
    postcode: str = "",
    address: str = "",
    language: str = "ja",
) -> Party | None:
    """Keep how the sender wants to hear of it, if they said so."""
    contact = contact.strip()
    if not (contact or address.strip() or getattr(by, "pk", None)):
        return None
    is_mail = "@" in contact or "＠" in contact
    try:
        return add_party(
            baton=baton, by=by, at=at, user=by, name=name, language=language,
            email=contact.replace("＠", "@") if is_mail else "",
            phone="" if is_mail else contact,
            postcode=postcode, address=address,
        )  # fmt: skip
    except Refused as no:
        raise Refused(no.sentence, field="contact" if no.field == "email" else no.field) from None


def tell_outcome(baton: Baton, *, url: str, at: datetime, by: Any) -> None:
    """Everybody who asked for it hears what became of it: by mail, telephone message or letter."""
    for party in baton.parties.all():
        if not (party.user or party.email or party.phone or party.address):
            continue
        # Who gave an address asked for a letter, so the letter is the only way given.
        by_post = bool(party.address)
        to = Recipient(
            user=None if by_post else party.user,
            name=party.name or (party.user.name if party.user else ""),
            email="" if by_post else party.email,
            phone="" if by_post else party.phone,
            postcode=party.postcode,
            address=party.address,
            language=party.language,
        )
        tell(
            kind="places.answered",
            to=to,
            key=f"answered:{baton.pk}:{baton.steps.count()}",
            values={"number": baton.number, "words": baton.outcome_words, "url": url},
            by=by,
            at=at,
        )
