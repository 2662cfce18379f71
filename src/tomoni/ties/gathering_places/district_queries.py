"""What stands in a model district: wishes, rooms, steps, and how far the next place is in winter."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from tomoni.core.geo import distance_m
from tomoni.ground.districts.models import Town
from tomoni.ties.gathering_places import queries
from tomoni.ties.gathering_places.models import ModelDistrict, ModelStep, Venue, Wish
from tomoni.ties.gathering_places.rules import stages
from tomoni.town.places.models import Listing, ListingAt

PLACES = "gather"  # The category over all that are places to gather.


@dataclass(frozen=True)
class Nearest:
    """A town and the place to gather that is nearest to its point; None where there is none."""

    town: Town
    listing: Any
    minutes: int

    @property
    def is_near(self) -> bool:
        return self.listing is not None and self.minutes <= stages.NEAR_MINUTES


@dataclass(frozen=True)
class Seen:
    """One district as its page shows it."""

    district: ModelDistrict
    wishes: list[Wish]
    venues: list[Venue]
    nearest: list[Nearest]
    steps: list[ModelStep]

    @property
    def wished_by(self) -> int:
        """How many wish for a place: who wrote and who said "me too"."""
        return sum(1 + one.others for one in self.wishes)  # type: ignore[attr-defined]

    @property
    def far(self) -> list[Nearest]:
        return [one for one in self.nearest if not one.is_near]

    @property
    def stages(self) -> list[tuple[Any, bool, bool]]:
        """Each stage with whether it was reached and whether it comes next."""
        done = {one.stage for one in self.steps}
        following = stages.next_stage(done)
        reached = stages.WAY.index(following) if following else len(stages.WAY)
        return [
            (stages.LABELS[one], n < reached, one == following) for n, one in enumerate(stages.WAY)
        ]


def districts(rows: QuerySet[ModelDistrict]) -> list[Seen]:
    """These districts with all that stands in their towns, in a fixed number of questions."""
    steps = ModelStep.objects.filter(taken_back_at=None).select_related("listing")
    found = list(
        rows.prefetch_related(
            Prefetch("towns", Town.objects.order_by("order", "pk")),
            Prefetch("steps", steps.order_by("on", "pk"), to_attr="told"),
        ).order_by("chosen_on", "pk")
    )
    towns = {town.pk for one in found for town in one.towns.all()}
    wishes = _by_town(queries.wishes(Wish.objects.on_board().filter(town__in=towns)))
    venues = _by_town(queries.venues(Venue.objects.on_board().filter(town__in=towns)))
    places = list(_places()) if towns else []
    return [
        Seen(
            one,
            [row for town in one.towns.all() for row in wishes[town.pk]],
            [row for town in one.towns.all() for row in venues[town.pk]],
            [_nearest(town, places) for town in one.towns.all()],
            one.told,
        )
        for one in found
    ]


def _by_town(rows: Any) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for one in rows:
        groups[one.town_id].append(one)
    return groups


def _places() -> QuerySet[ListingAt]:
    """Every public place to gather with its point."""
    found = ListingAt.objects.filter(
        listing__in=Listing.objects.public(), listing__category__parent=PLACES,
        place__lat__isnull=False,
    )  # fmt: skip
    return found.select_related("listing", "place").order_by("pk")


def _nearest(town: Town, places: list[ListingAt]) -> Nearest:
    ways = [
        (distance_m(town.lat, town.lng, one.place.lat or 0, one.place.lng or 0), n)
        for n, one in enumerate(places)
    ]
    if not ways:
        return Nearest(town, None, 0)
    metres, n = min(ways)
    return Nearest(town, places[n].listing, stages.winter_minutes(metres))
