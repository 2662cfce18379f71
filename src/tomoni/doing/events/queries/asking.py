"""What somebody asks of the calendar: read from an address, said in SQL, written as an address.

One address, one answer: the pages, the printed month and the feeds all read their question here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from tomoni.core.search import parse
from tomoni.doing.events.models import Series, SeriesTag
from tomoni.doing.events.rules import when
from tomoni.ground.districts.models import District, Town
from tomoni.ground.districts.queries import Located, locate
from tomoni.ground.people.models import Organisation
from tomoni.town.circles.models import Circle
from tomoni.town.places.models import Listing
from tomoni.town.places.rules.filters import RADII, RADIUS, rounded_point

VIEWS = ("month", "week", "list", "district")
SPANS = ("today", "week", "weekend")
TICKS = ("free", "step_free", "no_sign_up")
NAMED = ("kind", "organiser", "place", "tag", "town", "district", "circle")
MOST_AGES = 6
OLDEST = 120
LIST_DAYS = 92
YEARS_AWAY = 5
METRES_PER_DEGREE = 111_195.0
# Nothing in a calendar goes on for longer; without this bound every past date would be looked at.
LONGEST = timedelta(days=400)


@dataclass(frozen=True)
class Asked:
    """One question; empty means "any". `names` says each word in the reader's terms."""

    today: date
    on: date
    q: str = ""
    view: str = "month"
    when: str = ""
    ages: tuple[int, ...] = ()
    free: bool = False
    step_free: bool = False
    no_sign_up: bool = False
    kind: str = ""
    organiser: str = ""
    place: str = ""
    tag: str = ""
    town: str = ""
    district: str = ""
    circle: str = ""
    near: str = ""
    lat: float | None = None
    lng: float | None = None
    radius: int = RADIUS
    point: Located | None = None
    unknown: tuple[tuple[str, str], ...] = ()

    @property
    def days(self) -> tuple[date, date]:
        """First day and the day after the last."""
        if self.when == "today":
            return self.today, self.today + timedelta(days=1)
        if self.when == "week":
            return self.today, self.today + timedelta(days=when.WEEK)
        if self.when == "weekend":
            saturday = self.today + timedelta(days=(5 - self.today.weekday()) % 7)
            first = self.today if self.today.weekday() == 6 else saturday
            return first, first + timedelta(days=1 if self.today.weekday() == 6 else 2)
        if self.view == "week":
            sunday = when.sunday_of(self.on)
            return sunday, sunday + timedelta(days=when.WEEK)
        if self.view == "list":
            return self.on, self.on + timedelta(days=LIST_DAYS)
        first = self.on.replace(day=1)
        return first, when.month_after(first)

    @property
    def span(self) -> tuple[datetime, datetime]:
        """The same days as instants of the city's clock."""
        zone = timezone.get_current_timezone()
        first, until = self.days
        return datetime.combine(first, time(), zone), datetime.combine(until, time(), zone)

    @property
    def active(self) -> tuple[str, ...]:
        """What narrows the answer, in the order of the page."""
        names = ("q", "ages", *TICKS, *NAMED)
        return (*(n for n in names if getattr(self, n)), *(("near",) if self.point else ()))

    def without(self, *names: str) -> Self:
        fresh: dict[str, Any] = {}
        for name in names:
            fresh[name] = getattr(Asked(self.today, self.on), name)
            if name == "near":
                fresh |= {"lat": None, "lng": None, "point": None, "radius": RADIUS}
        return replace(self, **fresh)

    def address(self, **changed: Any) -> str:
        """The query string of this question, with some of it changed."""
        return self._with(**changed)._query()

    def filters(self) -> str:
        """The query string of what narrows the answer, without view and day."""
        return self._with(view="month", when="", on=self.today)._query()

    def _with(self, **changed: Any) -> Self:
        return replace(self, **changed)

    def _query(self) -> str:
        pairs: list[tuple[str, Any]] = []
        if self.view != ("list" if self.when else "month"):
            pairs.append(("view", self.view))
        if self.when:
            pairs.append(("when", self.when))
        elif self.on != self.today:
            pairs.append(("on", self.on.isoformat()))
        if self.q:
            pairs.append(("q", self.q))
        pairs += [("age", age) for age in self.ages]
        pairs += [(name, 1) for name in TICKS if getattr(self, name)]
        pairs += [(n, getattr(self, n)) for n in (*NAMED, "near") if getattr(self, n)]
        if self.lat is not None and self.lng is not None and not self.near:
            pairs += [("lat", f"{self.lat:.3f}"), ("lng", f"{self.lng:.3f}")]
        if self.point and self.radius != RADIUS:
            pairs.append(("radius", self.radius))
        return urlencode(pairs)


def read(params: QueryDict, *, at: datetime) -> Asked:
    """The question of an address; what means nothing is named in `unknown` and left out."""
    unknown: list[tuple[str, str]] = []
    today = timezone.localdate(at)

    def word(name: str, known: Iterable[str] | Callable[[str], bool]) -> str:
        value = params.get(name, "").replace("\x00", "").strip()[:100]
        if not value:
            return ""
        if not (known(value) if callable(known) else value in known):
            unknown.append((name, value))
            return ""
        return value

    span = word("when", SPANS)
    found = Asked(
        today=today,
        on=_day(params.get("on", "") or params.get("month", ""), today, unknown),
        q=word("q", lambda words: bool(parse(words))),
        when=span,
        view=word("view", VIEWS) or ("list" if span else "month"),
        ages=_ages(params.getlist("age"), unknown),
        kind=word("kind", Series.Kind.values),
        organiser=word("organiser", lambda slug: Organisation.objects.filter(slug=slug).exists()),
        place=word("place", lambda slug: Listing.objects.public().filter(slug=slug).exists()),
        tag=word("tag", lambda tag: SeriesTag.objects.filter(word=tag).exists()),
        town=word("town", lambda name: Town.objects.filter(is_town(name)).exists()),
        district=word("district", lambda name: District.objects.filter(is_district(name)).exists()),
        circle=word("circle", lambda s: Circle.objects.public(today).filter(slug=s).exists()),
        radius=int(params["radius"]) if params.get("radius") in map(str, RADII) else RADIUS,
        **{name: params.get(name) == "1" for name in TICKS},
    )  # fmt: skip
    found = _with_point(found, params, unknown)
    return replace(found, unknown=tuple(unknown))


def _day(text: str, today: date, unknown: list[tuple[str, str]]) -> date:
    text = text.strip()[:20]
    if not text:
        return today
    try:
        day = date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        unknown.append(("on", text))
        return today
    if abs(day.year - today.year) > YEARS_AWAY:
        unknown.append(("on", text))
        return today
    return day


def _ages(texts: list[str], unknown: list[tuple[str, str]]) -> tuple[int, ...]:
    ages: list[int] = []
    for text in filter(None, (text.strip()[:20] for text in texts[:MOST_AGES])):
        if text.isdecimal() and int(text) <= OLDEST:
            ages.append(int(text))
        else:
            unknown.append(("age", text))
    return tuple(dict.fromkeys(ages))


def _with_point(asked: Asked, params: QueryDict, unknown: list[tuple[str, str]]) -> Asked:
    near = params.get("near", "").replace("\x00", "").strip()[:100]
    if near:
        places = locate(near)
        if not places:
            unknown.append(("near", near))
        return replace(asked, near=near, point=places[0] if places else None)
    lat, lng = rounded_point(params.get("lat", ""), params.get("lng", ""))
    if lat is None or lng is None:
        return asked
    return replace(asked, lat=lat, lng=lng, point=Located("", lat, lng, 100, "mine"))


def is_town(name: str) -> Q:
    """A town by its code or either of its names."""
    return Q(code=name) | Q(name=name) | Q(base=name)


def is_district(name: str) -> Q:
    """A district as addresses write it: its kind, a colon, its code."""
    kind, _colon, code = name.partition(":")
    return Q(kind=kind, code=code)
