"""When somebody may sign up, who may come, and how long a seat is kept for whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

CHILD_UNTIL, YOUTH_UNTIL, ADULT_UNTIL = 15, 29, 64
SMALL_CHILD = 12  # 小学生以下
SHORTEST_OFFER = timedelta(minutes=30)
MOST_UNANSWERED = 2
CHECK_IN_BEFORE = timedelta(hours=2)
CHECK_IN_AFTER = timedelta(hours=6)


@dataclass(frozen=True)
class Guest:
    """One human being of a party, as told."""

    name: str
    age: int | None = None
    note: str = ""


def band_of(age: int | None) -> str:
    """The generation of an age in years: a code of `AgeBand`."""
    if age is None:
        return "unknown"
    if age <= CHILD_UNTIL:
        return "child"
    if age <= YOUTH_UNTIL:
        return "youth"
    return "adult" if age <= ADULT_UNTIL else "older"


@dataclass(frozen=True)
class Window:
    """From when until when people sign up for one date."""

    opens_at: datetime
    closes_at: datetime

    @classmethod
    def of(cls, starts_at: datetime, *, opens_days: int, closes_hours: int) -> "Window":
        return cls(
            starts_at - timedelta(days=opens_days), starts_at - timedelta(hours=closes_hours)
        )

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at


def why_not_party(
    guests: Sequence[Guest],
    *,
    most: int,
    age_min: int | None,
    age_max: int | None,
    with_adult: bool,
) -> str | None:
    """Why these people cannot come together, in words they can act on."""
    if len(guests) > most:
        return _(
            "一度に申し込めるのは%(most)s人までです。それより多いときは、主催者に電話してください。"
        ) % {"most": most}
    ages = [guest.age for guest in guests if guest.age is not None]
    if (age_min is not None or age_max is not None) and len(ages) < len(guests):
        return _("年齢の決まりがある催しです。全員の年齢を書いてください。")
    if age_min is not None and any(age < age_min for age in ages):
        return _(
            "%(age)s歳から参加できる催しです。ほかの催しを探すか、主催者に相談してください。"
        ) % {"age": age_min}
    if age_max is not None and any(age > age_max for age in ages):
        return _(
            "%(age)s歳まで参加できる催しです。ほかの催しを探すか、主催者に相談してください。"
        ) % {"age": age_max}
    if with_adult and ages and all(age <= SMALL_CHILD for age in ages):
        return _("小学生以下の方は、大人といっしょに来てください。大人も一人、書き加えてください。")
    return None


def unanswered(questions: Iterable[dict[str, object]], answers: dict[str, str]) -> str | None:
    """The first question that must be answered and is not."""
    for question in questions:
        if question.get("required") and not answers.get(str(question["code"]), "").strip():
            return str(question["words"])
    return None


def offer_ends(*, at: datetime, starts_at: datetime, hours: int) -> datetime | None:
    """Until when a freed seat is kept; None when the time left is too short to ask anybody."""
    ends = min(at + timedelta(hours=hours), starts_at)
    return ends if ends - at >= SHORTEST_OFFER else None


def most_held(capacity: int, most_in_party: int) -> int:
    """How many seats may be held by people who have not said their name yet.

    Else somebody could keep a whole event shut by pressing one button again and again.
    """
    return min(capacity, max(most_in_party, capacity // 4))


def is_check_in_time(at: datetime, *, starts_at: datetime, ends_at: datetime) -> bool:
    return starts_at - CHECK_IN_BEFORE <= at <= ends_at + CHECK_IN_AFTER
