"""The filters of the search page, read from an address and said in SQL.

One address, one answer: the page, its map, the files and the embedded list all read their
filters here. A word that means nothing is named in `unknown`, so that the page can say so;
it is left out, except for a category, town or district, which could be another city's.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import cos, radians
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Exists, F, FloatField, OuterRef, Q, Subquery, Value
from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.utils import timezone

from tomoni.core import search
from tomoni.ground.districts.models import DistrictTown
from tomoni.ground.districts.queries import Located, locate
from tomoni.town.places.models import Category, Listing, ListingAt, PlaceFact
from tomoni.town.places.models.listings import ListingQuerySet
from tomoni.town.places.queries.open_now import numbers, on_weekdays
from tomoni.town.places.queries.search import SECTION
from tomoni.town.places.rules.filters import (
    MOST_CHOICES,
    RADIUS,
    WEEKDAYS,
    rounded_point,
)

# Whether a listing fits is asked of the listing (these), or of one of its places (the others):
# "open now, near the station, no steps" must be true of one and the same place.
OF_LISTING = ("category", "age", "fee", "language", "entry", "status")
OF_PLACE = ("town", "district", "open", "day", "fact", "near")
CHOICES = ("category", "town", "district", "day", "fact", "language")
FEES = frozenset({"free"})
ENTRIES = frozenset({"walk_in"})
STATUSES = frozenset({"running"})
METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True)
class Filters:
    """What was asked for; empty means "any"."""

    q: str = ""
    category: tuple[str, ...] = ()
    town: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    open: str = ""
    day: tuple[str, ...] = ()
    age: int | None = None
    fee: str = ""
    fact: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    entry: str = ""
    status: str = ""
    near: str = ""
    lat: float | None = None
    lng: float | None = None
    radius: int = RADIUS
    sort: str = ""
    at: datetime | None = None
    open_at: datetime | None = None
    point: Located | None = None
    unknown: tuple[tuple[str, str], ...] = ()

    @property
    def has_point(self) -> bool:
        return self.point is not None

    @property
    def active(self) -> tuple[str, ...]:
        """The dimensions that narrow the answer, in the order of the page."""
        set_ones = [name for name in (*OF_LISTING, *OF_PLACE) if name != "near" and self._has(name)]
        return (*set_ones, *(("near",) if self.has_point else ()))

    def _has(self, name: str) -> bool:
        value = self.open_at if name == "open" else getattr(self, name)
        return value is not None and value != "" and value != ()

    @property
    def sorting(self) -> str:
        """How the list is ordered: by closeness to the words, by distance, or by reading."""
        if self.sort == "distance" and self.has_point:
            return "distance"
        if self.sort == "kana":
            return "kana"
        if self.has_point and not self.sort:
            return "distance"
        return "best" if self.query else "kana"

    @property
    def query(self) -> search.Query:
        return search.parse(self.q)

    def without(self, *names: str) -> Self:
        """The same without these dimensions; `near` takes its point along."""
        fresh = {name: getattr(Filters(), name) for name in names}
        if "near" in names:
            fresh |= {"lat": None, "lng": None, "point": None, "radius": RADIUS, "sort": ""}
        if "open" in names:
            fresh["open_at"] = None
        return replace(self, **fresh)

    def without_choice(self, name: str, value: str) -> Self:
        """The same without one of several choices of a dimension."""
        return replace(self, **{name: tuple(v for v in getattr(self, name) if v != value)})

    def with_choice(self, name: str, value: str) -> Self:
        return replace(self, **{name: (*getattr(self, name), value)})

    def address(self, **more: Any) -> str:
        """The query string of exactly this question."""
        pairs: list[tuple[str, Any]] = [("q", self.q)] if self.q else []
        for name in (*OF_LISTING, *OF_PLACE):
            value = getattr(self, name)
            if name in CHOICES:
                pairs += [(name, one) for one in value]
            elif value not in (None, ""):
                pairs.append((name, value))
        if self.lat is not None and self.lng is not None:
            pairs += [("lat", f"{self.lat:.3f}"), ("lng", f"{self.lng:.3f}")]
        if self.has_point and self.radius != RADIUS:
            pairs.append(("radius", self.radius))
        if self.sort:
            pairs.append(("sort", self.sort))
        return urlencode(pairs + [(name, value) for name, value in more.items() if value])


def read(params: QueryDict, *, at: datetime) -> Filters:
    """The filters in an address; at most MOST_CHOICES of each kind."""
    unknown: list[tuple[str, str]] = []

    def many(name: str) -> tuple[str, ...]:
        found = [value.strip()[:60] for value in params.getlist(name)[:MOST_CHOICES]]
        return tuple(dict.fromkeys(value for value in found if value))

    def one_of(name: str, words: Iterable[str]) -> str:
        value = params.get(name, "").strip()[:60]
        if value and value not in words:
            unknown.append((name, value))
            return ""
        return value

    days = many("day")
    unknown += [("day", day) for day in days if day not in WEEKDAYS]
    categories = many("category")
    unknown += [("category", code) for code in sorted(_not_categories(categories))]
    age = params.get("age", "").strip()[:20]
    age_number = int(age) if age.isdecimal() and int(age) <= 120 else None
    if age and age_number is None:
        unknown.append(("age", age))
    found = Filters(
        q=params.get("q", "").replace("\x00", "").strip(),
        category=categories,
        town=many("town"),
        district=many("district"),
        day=tuple(day for day in days if day in WEEKDAYS),
        age=age_number,
        fee=one_of("fee", FEES),
        fact=tuple(f for f in many("fact") if f in PlaceFact.Code.values),
        language=many("language"),
        entry=one_of("entry", ENTRIES),
        status=one_of("status", STATUSES),
        sort=one_of("sort", {"distance", "kana", "best"}),
        radius=_radius(params.get("radius", "")),
        at=at,
    )
    found = _with_time(found, _last(params.getlist("open")), at, unknown)
    found = _with_point(found, params, unknown)
    return replace(found, unknown=tuple(unknown))


def _not_categories(codes: tuple[str, ...]) -> set[str]:
    known = Category.objects.filter(code__in=codes).values_list("code", flat=True)
    return set(codes) - set(known) if codes else set()


def _radius(text: str) -> int:
    """Metres up to 50 km; a number of more digits than that is not read at all."""
    return int(text) if text.isdecimal() and len(text) <= 5 and int(text) <= 50_000 else RADIUS


def _last(values: list[str]) -> str:
    """The form sends "now" and a day with a time under one name; the later one counts."""
    return next((value.strip()[:40] for value in reversed(values) if value.strip()), "")


def _with_time(
    filters: Filters, text: str, at: datetime, unknown: list[tuple[str, str]]
) -> Filters:
    if not text:
        return filters
    if text == "now":
        return replace(filters, open="now", open_at=at)
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        unknown.append(("open", text))
        return filters
    local = timezone.localtime(at)
    when = when if when.tzinfo else when.replace(tzinfo=local.tzinfo)
    # Looked at first: the first and the last day of the calendar have no other zone.
    if abs((when - at).days) > 3660:
        unknown.append(("open", text))
        return filters
    when = timezone.localtime(when)
    return replace(filters, open=when.strftime("%Y-%m-%dT%H:%M"), open_at=when)


def _with_point(filters: Filters, params: QueryDict, unknown: list[tuple[str, str]]) -> Filters:
    near = params.get("near", "").replace("\x00", "").strip()[:100]
    if near:
        found = locate(near)
        if not found:
            unknown.append(("near", near))
        return replace(filters, near=near, point=found[0] if found else None)
    lat, lng = rounded_point(params.get("lat", ""), params.get("lng", ""))
    if lat is None or lng is None:
        return filters
    mine = Located(label="", lat=lat, lng=lng, accuracy_m=100, level="mine")
    return replace(filters, lat=lat, lng=lng, point=mine)


def listings(filters: Filters, *, leave_out: str = "") -> ListingQuerySet:
    """All public entries that fit; `leave_out` asks as if one dimension were not set."""
    found = Listing.objects.public().filter(narrowing(filters, leave_out=leave_out))
    if filters.query:
        found = found.filter(pk__in=search.matching_keys(SECTION, filters.query))
    elif filters.q:
        found = found.none()
    return found


def narrowing(filters: Filters, *, leave_out: str = "") -> Q:
    """Everything but the words, as one condition on a listing."""
    wanted = Q()
    here = ListingAt.objects.filter(listing=OuterRef("pk")).order_by()
    of_place = False
    for name in filters.active:
        if name == leave_out:
            continue
        condition = _CONDITIONS[name](filters)
        if name in OF_LISTING:
            wanted &= condition
        else:
            here, of_place = here.filter(condition), True
    return wanted & Q(Exists(here)) if of_place else wanted


def distance_of(filters: Filters) -> Combinable:
    """The squared distance to the nearest place of a listing, to order and compare by."""
    nearest = (
        ListingAt.objects.filter(listing=OuterRef("pk"), place__lat__isnull=False)
        .alias(squared=_squared(filters, "place__"))
        .order_by("squared", "id")
        .values(away=F("squared"))[:1]
    )
    return Subquery(nearest, output_field=FloatField())


def family(codes: Iterable[str]) -> set[str]:
    """These categories and those below them."""
    wanted = set(codes)
    below = Category.objects.filter(parent__in=wanted).values_list("code", flat=True)
    return wanted | set(below)


def _category(filters: Filters) -> Q:
    codes = sorted(family(filters.category))
    more = Listing.more_categories.through.objects.filter(
        listing=OuterRef("pk"), category__in=codes
    )
    return Q(category__in=codes) | Q(Exists(more))


def _age(filters: Filters) -> Q:
    age = filters.age
    return (Q(age_min=None) | Q(age_min__lte=age)) & (Q(age_max=None) | Q(age_max__gte=age))


def _language(filters: Filters) -> Q:
    wanted = Q()
    for code in filters.language:
        wanted |= Q(code__iexact=code) | Q(code__istartswith=f"{code}-")
    spoken = Listing._meta.get_field("languages").related_model.objects  # type: ignore[attr-defined]
    return Q(Exists(spoken.filter(wanted, listing=OuterRef("pk"))))


def _town(filters: Filters) -> Q:
    """A town by its code, its name, or its name without 丁目."""
    wanted = list(filters.town)
    return (
        Q(place__town__code__in=wanted)
        | Q(place__town__name__in=wanted)
        | Q(place__town__base__in=wanted)
    )


def _district(filters: Filters) -> Q:
    wanted = Q()
    for each in filters.district:
        kind, _colon, code = each.partition(":")
        wanted |= Q(district__kind=kind, district__code=code)
    lists = DistrictTown.objects.in_force(_day(filters)).filter(wanted)
    return Q(place__town__in=lists.values("town"))


def _fact(filters: Filters) -> Q:
    wanted = Q()
    for code in filters.fact:
        there = PlaceFact.objects.filter(place=OuterRef("place"), code=code)
        wanted &= Q(Exists(there.exclude(value=PlaceFact.Value.NO)))
    return wanted


def _open(filters: Filters) -> Q:
    assert filters.open_at is not None
    running = Q(listing__status=Listing.Status.PUBLISHED)
    # As keys: SQLite asks a subquery within a subquery anew for every entry.
    return Q(pk__in=numbers(filters.open_at)) & running


def _weekdays(filters: Filters) -> Q:
    return on_weekdays({WEEKDAYS.index(day) for day in filters.day}, _day(filters))


def _near(filters: Filters) -> Q:
    point = filters.point
    assert point is not None
    known = Q(place__lat__isnull=False)
    if not filters.radius:
        return known
    reach = filters.radius / METRES_PER_DEGREE
    wide = reach / max(0.01, cos(radians(point.lat)))
    box = Q(
        place__lat__range=(point.lat - reach, point.lat + reach),
        place__lng__range=(point.lng - wide, point.lng + wide),
    )
    inside = ListingAt.objects.alias(squared=_squared(filters, "place__")).filter(
        box, squared__lte=float(filters.radius) ** 2
    )
    # A town of several 丁目 is wider than the circle: all of it counts as near.
    return known & (Q(pk__in=inside.values("pk")) | Q(place__town__code__in=point.towns))


def _squared(filters: Filters, to_place: str) -> Combinable:
    """Metres squared on a plane, which is exact enough inside one city (0.1 %)."""
    point = filters.point
    assert point is not None
    north = (F(f"{to_place}lat") - Value(point.lat)) * Value(METRES_PER_DEGREE)
    east = (F(f"{to_place}lng") - Value(point.lng)) * Value(
        METRES_PER_DEGREE * cos(radians(point.lat))
    )
    return north * north + east * east


def _day(filters: Filters) -> date:
    return timezone.localdate(filters.at)


_CONDITIONS = {
    "category": _category,
    "age": _age,
    "fee": lambda filters: Q(fee_kind=Listing.FeeKind.FREE),
    "language": _language,
    "entry": lambda filters: Q(entry=Listing.Entry.WALK_IN),
    "status": lambda filters: Q(status=Listing.Status.PUBLISHED),
    "town": _town,
    "district": _district,
    "open": _open,
    "day": _weekdays,
    "fact": _fact,
    "near": _near,
}
