"""What somebody asks of the calendar, said as one condition in SQL."""

from collections.abc import Callable
from math import cos, radians
from typing import Any

from django.db.models import F, Q, Value

from tomoni.core.search import parse
from tomoni.doing.events.models import Occurrence, Series
from tomoni.doing.events.models.occurrences import OccurrenceQuerySet
from tomoni.doing.events.queries.asking import LONGEST, Asked, is_district, is_town
from tomoni.doing.events.queries.words import matching
from tomoni.ground.districts.models import District, DistrictTown, Town
from tomoni.ground.districts.queries import Located
from tomoni.town.circles.models import Member
from tomoni.town.places.models import PlaceFact

METRES_PER_DEGREE = 111_195.0


def public_dates(asked: Asked, *, leave_out: str = "") -> OccurrenceQuerySet:
    """The dates everybody may see that fit; `leave_out` asks as if that were not set."""
    after, before = asked.span
    found = Occurrence.objects.public().between(after, before).filter(starts_at__gt=after - LONGEST)
    return found.filter(narrowing(asked, leave_out=leave_out))


def narrowing(asked: Asked, *, leave_out: str = "") -> Q:
    """Everything but the days, as one condition on a date."""
    wanted = Q()
    for name in asked.active:
        if name != leave_out:
            wanted &= _CONDITIONS[name](asked)
    return wanted


def _of_ages(asked: Asked) -> Q:
    wanted = Q()
    for age in asked.ages:
        wanted &= Q(series__age_min=None) | Q(series__age_min__lte=age)
        wanted &= Q(series__age_max=None) | Q(series__age_max__gte=age)
    return wanted


def _step_free(asked: Asked) -> Q:
    there = PlaceFact.objects.filter(code=PlaceFact.Code.STEP_FREE, value=PlaceFact.Value.YES)
    places = there.values("place")
    of_series = Q(venue=None, place_text="") & (
        Q(series__step_free=True) | Q(series__venue__place__in=places)
    )
    return Q(venue__place__in=places) | of_series


def _at_place(asked: Asked) -> Q:
    return Q(venue__listing__slug=asked.place) | Q(
        venue=None, place_text="", series__venue__listing__slug=asked.place
    )


def _in_district(asked: Asked) -> Q:
    district = District.objects.filter(is_district(asked.district))
    lists = DistrictTown.objects.in_force(asked.today).filter(district__in=district.values("pk"))
    return Q(town__in=lists.values("town")) | Q(series__district__in=district.values("pk"))


def _of_circle(asked: Asked) -> Q:
    """What is organised by the members that agreed to be named; the others stay unnamed here too."""
    named = Member.objects.in_force(asked.today).filter(
        circle__slug=asked.circle, may_be_named=True, organisation__isnull=False
    )
    return Q(series__organisation__in=named.values("organisation"))


def _near(asked: Asked) -> Q:
    point = asked.point
    assert point is not None
    if not asked.radius:
        return Q(lat__isnull=False)
    reach = asked.radius / METRES_PER_DEGREE
    wide = reach / max(0.01, cos(radians(point.lat)))
    box = Q(
        lat__range=(point.lat - reach, point.lat + reach),
        lng__range=(point.lng - wide, point.lng + wide),
    )
    inside = Occurrence.objects.filter(box).alias(squared=squared(point))
    inside = inside.filter(squared__lte=float(asked.radius) ** 2).order_by()
    # A town of several 丁目 is wider than the circle: all of it counts as near.
    return Q(pk__in=inside.values("pk")) | Q(town__code__in=point.towns)


def squared(point: Located) -> Any:
    """Metres squared on a plane, which is exact enough inside one city (0.1 %)."""
    north = (F("lat") - Value(point.lat)) * Value(METRES_PER_DEGREE)
    east = (F("lng") - Value(point.lng)) * Value(METRES_PER_DEGREE * cos(radians(point.lat)))
    return north * north + east * east


_CONDITIONS: dict[str, Callable[[Asked], Q]] = {
    "q": lambda asked: matching(parse(asked.q)),
    "ages": _of_ages,
    "free": lambda asked: Q(series__fee_kind=Series.FeeKind.FREE),
    "step_free": _step_free,
    "no_sign_up": lambda asked: Q(series__entry=Series.Entry.OPEN),
    "kind": lambda asked: Q(series__kind=asked.kind),
    "organiser": lambda asked: Q(series__organisation__slug=asked.organiser),
    "place": _at_place,
    "tag": lambda asked: Q(series__tags__word=asked.tag),
    "town": lambda asked: Q(
        town__in=Town.objects.filter(is_town(asked.town)).values("pk")
    ),
    "district": _in_district,
    "circle": _of_circle,
    "near": _near,
}  # fmt: skip
