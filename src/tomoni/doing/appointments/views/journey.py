"""Where somebody is on the way to an appointment: what was answered stands in the address.

Only what says nothing about a person: for whom, which town, how, when. Name and telephone are asked
last, on the page itself, and never come into an address.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import dates
from tomoni.doing.appointments import carrying
from tomoni.doing.appointments.carrying import Carried
from tomoni.doing.appointments.models import Booking, Kind, Session
from tomoni.doing.appointments.queries import slots
from tomoni.doing.appointments.queries.slots import Time
from tomoni.doing.appointments.rules.minutes import moment
from tomoni.doing.appointments.rules.modes import CODES
from tomoni.ground.districts.models import Town
from tomoni.ground.people.acting import Act
from tomoni.ground.people.models import Mandate

SHOWN_DAYS = 14
STEPS = ("who", "where", "how", "when", "you")


@dataclass(frozen=True)
class Day:
    """One day with its free times, in morning and afternoon."""

    day: date
    times: list[Time]


@dataclass(frozen=True)
class Journey:
    """The answers so far; `next` is the question that is open."""

    kind: Kind
    whose: str
    town: Town | None
    mode: str
    starts_at: datetime | None
    session: Session | None
    reference: str
    first: date
    behalf: str = ""

    @classmethod
    def read(cls, request: HttpRequest, kind: Kind, act: Act | None = None) -> "Journey":
        """Whatever does not fit is simply asked again.

        Args:
            act: The mandate somebody acts under; for whom it is, is then answered by it.
        """
        said = request.GET
        whose = whose_of(act) if act else said.get("for", "")
        mode = said.get("how", "")
        ways = [way.code for way in kind.ways]
        today = timezone.localdate()
        first = dates.read_date(said.get("from", "")[:20]).value or today
        return cls(
            kind=kind,
            whose=whose if whose in Booking.Whose.values else "",
            town=Town.objects.filter(code=said.get("town", "")[:20]).first(),
            mode=ways[0] if len(ways) == 1 else mode if mode in ways else "",
            starts_at=_moment(said.get("at", "")),
            session=_session(kind, said.get("session", "")),
            reference=said.get("carry", "")[:200],
            first=min(max(first, today), today + timedelta(days=kind.most_days)),
            behalf=act.person.name if act else "",
        )

    @property
    def needs_town(self) -> bool:
        return not self.kind.desk.is_city_wide

    @property
    def carried(self) -> Carried | None:
        return carrying.read(self.reference) if self.reference else None

    @property
    def questions(self) -> list[str]:
        """The questions of this kind, in the order people tell it."""
        asked = [] if self.behalf else ["who"]
        if self.needs_town:
            asked.append("where")
        if len(self.kind.ways) > 1:
            asked.append("how")
        return [*asked, "when", "you"]

    @property
    def next(self) -> str:
        answered = {
            "who": bool(self.whose),
            "where": self.town is not None,
            "how": bool(self.mode),
            "when": self.starts_at is not None or self.session is not None,
        }
        return next((one for one in self.questions if not answered.get(one, False)), "you")

    @property
    def here(self) -> int:
        """Which question this is, from 1."""
        return self.questions.index(self.next) + 1

    def titles(self) -> list[str]:
        words = {
            "who": _("だれのこと"),
            "where": _("お住まい"),
            "how": _("会い方"),
            "when": _("日時"),
            "you": _("お名前と連絡先"),
        }
        return [*(words[one] for one in self.questions), _("確かめる")]

    def url(self, **changes: Any) -> str:
        """The address with some answers changed; an empty one takes the answer back."""
        known = {
            "for": "" if self.behalf else self.whose,
            "town": self.town.code if self.town else "",
            "how": self.mode if len(self.kind.ways) > 1 else "",
            "at": int(self.starts_at.timestamp() // 60) if self.starts_at else "",
            "session": self.session.pk if self.session else "",
            "carry": self.reference,
        }
        path = reverse(
            "appointments:book", kwargs={"desk": self.kind.desk.slug, "kind": self.kind.slug}
        )
        query = urlencode({k: v for k, v in {**known, **changes}.items() if v not in ("", None)})
        return f"{path}?{query}" if query else path

    @property
    def back(self) -> str:
        """The page before this one: the last answer taken back."""
        order = {"who": "for", "where": "town", "how": "how", "when": "at"}
        before = self.questions[: self.questions.index(self.next)]
        if not before:
            return reverse("appointments:desk", kwargs={"slug": self.kind.desk.slug})
        last = before[-1]
        return self.url(**{order[last]: "", **({"session": ""} if last == "when" else {})})

    def answers(self) -> list[tuple[str, str, str]]:
        """What was answered so far: the question, the answer, and where to change it."""
        found = []
        if self.whose and not self.behalf:
            found.append(
                (_("だれのこと"), str(Booking.Whose(self.whose).label), self.url(**{"for": ""}))
            )
        if self.town:
            found.append((_("お住まい"), self.town.said, self.url(town="", at="")))
        if self.mode and len(self.kind.ways) > 1:
            found.append((_("会い方"), str(CODES[self.mode].label), self.url(how="", at="")))
        return found

    def days(self, at: datetime) -> tuple[list[Day], date | None, date | None]:
        """The days with free times, and where the days before and after begin."""
        last = min(
            self.first + timedelta(days=SHOWN_DAYS - 1),
            timezone.localdate(at) + timedelta(days=self.kind.most_days),
        )
        free = slots.search(
            kind=self.kind, first=self.first, last=max(last, self.first), at=at, mode=self.mode,
            town=self.town,
        )  # fmt: skip
        by_day: dict[date, list[Time]] = {}
        for time in free.times():
            by_day.setdefault(time.day, []).append(time)
        today = timezone.localdate(at)
        earlier = self.first - timedelta(days=SHOWN_DAYS)
        later = last + timedelta(days=1)
        ends = today + timedelta(days=self.kind.most_days)
        return (
            [Day(day, times) for day, times in by_day.items()],
            max(earlier, today) if self.first > today else None,
            later if later <= ends else None,
        )


def whose_of(act: Act) -> str:
    """Family stays family; everybody else books for somebody who is no relative."""
    mandate = act.ground.mandate if act.ground else None
    near = (Mandate.Kind.FAMILY, Mandate.Kind.PARENT)
    is_family = mandate is not None and mandate.kind in near
    return str(Booking.Whose.FAMILY if is_family else Booking.Whose.OTHER)


def _moment(text: str) -> datetime | None:
    return moment(int(text)) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def _session(kind: Kind, text: str) -> Session | None:
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        return None
    return Session.objects.filter(pk=int(text), kind=kind).select_related("worker__user").first()
