"""Everything the page of one entry shows, in a constant number of queries."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from tomoni.ground.districts.models import DistrictTown
from tomoni.town.places.models import Contact, Listing, ListingArea, ListingAt, Place, PlaceFact
from tomoni.town.places.queries import nearby, reading
from tomoni.town.places.queries.hours import timetable_of, with_hours
from tomoni.town.places.queries.reading import Said
from tomoni.town.places.rules import freshness, hours, hours_words, since
from tomoni.town.places.rules.hours import Day, Timetable
from tomoni.town.places.rules.hours_words import Answer, Line

DAYS_SHOWN = 7

ENTRY_ICONS = {
    Listing.Entry.WALK_IN: "footprints",
    Listing.Entry.CALL_FIRST: "phone",
    Listing.Entry.BOOKING: "calendar",
    Listing.Entry.APPLICATION: "file-text",
    Listing.Entry.REFERRAL: "handshake",
    Listing.Entry.UNKNOWN: "circle-question-mark",
}
FACT_ICONS = {
    "step_free": "accessibility",
    "lift": "arrow-up",
    "wheelchair_toilet": "toilet",
    "ostomate": "toilet",
    "nursing_room": "baby",
    "nappy_table": "baby",
    "pram": "baby",
    "disabled_parking": "circle-parking",
    "tactile": "footprints",
    "hearing_loop": "ear",
    "sign_language": "hand-helping",
    "assistance_dog": "heart-handshake",
    "chair": "user-check",
}
FACT_ORDER = list(FACT_ICONS)


@dataclass(frozen=True)
class DayRow:
    """One of the next days in the table."""

    day: Day
    times: str
    why: str
    is_today: bool


@dataclass(frozen=True)
class Spot:
    """The entry at one place: where, when, and how one moves about there."""

    at: ListingAt
    place: Place
    name: Said
    table: Timetable
    answer: Answer
    week: list[Line]
    rests: list[str]
    days: list[DayRow]
    coming: list[str]
    facts: list[PlaceFact]

    @property
    def exact(self) -> bool:
        return nearby.is_exact(self.place)


@dataclass(frozen=True)
class ListingPage:
    """What one reader sees of one entry at one moment."""

    listing: Listing
    at: datetime
    language: str
    said: dict[str, Said]
    spots: list[Spot]
    contacts: list[Contact]
    professional: list[Contact] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.at.date()

    @property
    def is_public(self) -> bool:
        return self.listing.status in Listing.Status.visible()

    @cached_property
    def main(self) -> Spot | None:
        return next((spot for spot in self.spots if spot.at.is_main), None) or (
            self.spots[0] if self.spots else None
        )

    @cached_property
    def open_spot(self) -> Spot | None:
        """The place the first answer speaks about: the main one, unless another is open."""
        if self.main and not self.main.answer.is_open:
            lit = next((s for s in self.spots if s.answer.is_open), None)
            return lit or self.main
        return self.main

    @property
    def is_stale(self) -> bool:
        due = self.listing.review_due_on
        return self.is_public and (
            freshness.freshness(due, self.today) == freshness.Freshness.STALE
        )

    @property
    def days_unchecked(self) -> int | None:
        return freshness.days_unchecked(self.listing.checked_on, self.today)

    @property
    def until_passed(self) -> bool:
        """Whether the day on which it should have started again is over."""
        until = self.listing.suspended_until
        return bool(until and until < self.today)

    @property
    def entry_icon(self) -> str:
        return ENTRY_ICONS[Listing.Entry(self.listing.entry)]

    @property
    def who_for(self) -> Said:
        """Who it is for: its own words, else those of its category."""
        return reading.who_for(self.listing, self.said["who_for"], self.language)

    @property
    def reason(self) -> Said:
        """Why it rests or has ended, in the reader's language if somebody wrote it so."""
        field = "closed_reason" if self.listing.closed_on else "suspended_reason"
        return reading.in_field(self.listing, field, self.language)

    @property
    def since(self) -> str:
        """Since when it rests or is over, no more exactly than it is known."""
        listing = self.listing
        if listing.closed_on:
            return since.ended(listing.closed_on, listing.closed_on_known)
        if listing.suspended_from:
            return since.resting(listing.suspended_from, listing.suspended_from_known)
        return ""

    @cached_property
    def still_japanese(self) -> str:
        """Whether "all" or "some" of the texts are in Japanese on a page of another language."""
        said = [text for field, text in self.said.items() if field not in ("name", "who_for")]
        said += [self.who_for, self.reason]
        for contact in self.contacts:
            said += [reading.in_field(contact, name, self.language) for name in ("label", "note")]
        return reading.still_japanese(said)

    @property
    def areas(self) -> list[ListingArea]:
        """The districts whose people it is for; none means everybody in the city."""
        return list(self.listing.areas.all())

    @property
    def category_url(self) -> str:
        """Everything of the same category."""
        return f"/places/?category={self.listing.category_id}"

    @property
    def points(self) -> list[Spot]:
        """The places that can stand on a map."""
        return [spot for spot in self.spots if spot.place.lat is not None]

    @property
    def map_points(self) -> list[dict[str, Any]]:
        """The same for the map component."""
        return [
            {
                "id": str(spot.at.pk),
                "lat": spot.place.lat,
                "lng": spot.place.lng,
                "accuracy_m": spot.place.accuracy_m or 0,
                "name": str(spot.name),
                "url": "",
            }
            for spot in self.points
        ]

    @cached_property
    def neighbours(self) -> list[nearby.Neighbour]:
        return nearby.near(self.main.place, without=self.listing) if self.main else []

    @cached_property
    def instead(self) -> list[nearby.Neighbour]:
        """Where to turn while this one rests or after it has ended."""
        return nearby.of_the_same_kind(self.listing, self.main.place if self.main else None)


def areas_with_towns() -> QuerySet[ListingArea]:
    """Districts in their order, each with its towns of today as `now`."""
    today = DistrictTown.objects.in_force(timezone.localdate()).select_related("town")
    return (
        ListingArea.objects.select_related("district")
        .prefetch_related(Prefetch("district__towns", today.order_by("town__order", "id"), "now"))
        .order_by("district__kind", "district__order", "district_id")
    )


def whole(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    """Entries with everything their pages show."""
    return listings.select_related("category__parent", "organisation").prefetch_related(
        Prefetch(
            "at",
            with_hours(ListingAt.objects.select_related("place__town").order_by("order", "id")),
        ),
        "at__place__facts",
        "contacts",
        "fees",
        "languages",
        "texts",
        "hazards",
        Prefetch("areas", areas_with_towns()),
        "more_categories",
    )


def listing_page(
    listing: Listing, *, at: datetime, language: str, staff: bool = False
) -> ListingPage:
    """The page of an entry fetched by `whole`, at the local time `at`.

    Args:
        staff: Shows the contacts meant for professionals.
    """
    spots = [_spot(here, at, language) for here in listing.at.all()]
    contacts = list(listing.contacts.all())
    return ListingPage(
        listing=listing,
        at=at,
        language=language,
        said=reading.in_language(listing, language),
        spots=spots,
        contacts=[c for c in contacts if c.audience == Contact.Audience.RESIDENT],
        professional=[c for c in contacts if c.audience == Contact.Audience.PROFESSIONAL]
        if staff
        else [],
    )


def _spot(here: ListingAt, at: datetime, language: str) -> Spot:
    table = timetable_of(here)
    return Spot(
        at=here,
        place=here.place,
        name=reading.place_name(here.place, language),
        table=table,
        answer=hours_words.answer(table, at),
        week=hours_words.week_lines(table.spans, at.date()),
        rests=hours_words.rest_lines(table),
        days=day_rows(table, at.date()) if table.is_known else [],
        coming=hours_words.coming(table, at.date()),
        facts=sorted(here.place.facts.all(), key=lambda f: FACT_ORDER.index(f.code)),
    )


def day_rows(table: Timetable, today: date) -> list[DayRow]:
    """The next days one by one, as the table on the page shows them."""
    return [
        DayRow(
            day=day,
            times=hours_words.day_times(day),
            why=hours_words.why(day),
            is_today=day.on == today,
        )
        for day in hours.days(table, today, DAYS_SHOWN)
    ]


def fact_icon(fact: Any) -> str:
    return FACT_ICONS.get(fact.code, "info")
