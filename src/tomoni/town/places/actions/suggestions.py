"""Taking in what people tell us, and deciding on it."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit, states
from tomoni.core.calendar import is_holiday
from tomoni.core.errors import Refused
from tomoni.town.places.models import Listing, Suggestion
from tomoni.town.places.states import ACCEPT, DECLINE

ANSWER_WITHIN = 5  # Working days until somebody has looked at it.
MOST_PER_HOUR = 10  # From one address; a library's shared computer stays below it.


@transaction.atomic
def send(
    *,
    kind: str,
    text: str,
    by: Any,
    at: datetime,
    listing: Listing | None = None,
    about: str = "",
    contact: str = "",
    token: UUID | None = None,
    from_hash: str = "",
) -> Suggestion:
    """Anybody tells us that something is wrong or missing.

    Args:
        token: Made by the form; the same words with it twice are the same suggestion. Other
            words, typed after going back to the form, are a new one.
        from_hash: A mark of the sender's address that is good for one day.
    """
    if token and (known := Suggestion.objects.filter(token=token).first()):
        if (known.kind, known.listing, known.text, known.contact) == (
            kind, listing, text.strip(), contact.strip(),
        ):  # fmt: skip
            return known
        token = None
    if not text.strip():
        raise Refused(_("どこが違うか、ひとことでも書いてください。"), field="text")
    if listing is None and kind != Suggestion.Kind.MISSING:
        raise Refused(_("どの掲載のことか分かりませんでした。掲載のページからお知らせください。"))
    recent = Suggestion.objects.filter(from_hash=from_hash, created_at__gt=at - timedelta(hours=1))
    if from_hash and recent.count() >= MOST_PER_HOUR:
        raise Refused(
            _(
                "短い時間にたくさん届いたので、いまは受け取れません。一時間ほどたってから送るか、お電話でお知らせください。"
            )
        )
    suggestion = Suggestion.objects.create(
        number=_number(at),
        token=token or uuid4(),
        listing=listing,
        kind=kind,
        about=about,
        text=text.strip(),
        contact=contact.strip(),
        from_hash=from_hash,
        due_on=working_day(timezone.localdate(at), ANSWER_WITHIN),
        created_at=at,
        updated_at=at,
    )
    audit.record("places.suggestion_sent", suggestion, by=by, at=at)
    return suggestion


def _number(at: datetime) -> str:
    """Month and day, then four digits: short enough to read out on the telephone."""
    day = timezone.localdate(at).strftime("%m%d")
    while True:
        number = f"{day}-{secrets.randbelow(10_000):04d}"
        if not Suggestion.objects.filter(number=number).exists():
            return number


def working_day(start: date, days: int) -> date:
    """The day after `days` working days."""
    day = start
    while days:
        day += timedelta(days=1)
        if day.weekday() < 5 and not is_holiday(day):
            days -= 1
    return day


@transaction.atomic
def accept(*, suggestion: Suggestion, by: Any, at: datetime, answer: str) -> Suggestion:
    """It was right: the entry has been corrected, and the sender can read so."""
    return _decide(suggestion, ACCEPT, by=by, at=at, answer=answer)


@transaction.atomic
def decline(*, suggestion: Suggestion, by: Any, at: datetime, answer: str) -> Suggestion:
    """Nothing is changed, and the sender can read why."""
    return _decide(suggestion, DECLINE, by=by, at=at, answer=answer)


def _decide(
    suggestion: Suggestion, step: states.Step, *, by: Any, at: datetime, answer: str
) -> Suggestion:
    if not answer.strip():
        raise Refused(_("送ってくれた人へのお返事を、ひとことで書いてください。"), field="answer")
    states.move(suggestion, step, by=by, at=at, answer=answer.strip(), decided_by=by, decided_at=at)
    return suggestion
