"""Everything the page of one date, or of one series, shows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.doing.events.models import AgeBand, Occurrence, Role, Series
from tomoni.doing.events.queries.rows import Row, rows
from tomoni.doing.events.rules import recurrence, venue, when
from tomoni.town.places.models import Listing, ListingAt
from tomoni.town.places.queries.hours import timetable_of
from tomoni.town.places.queries.nearby import is_exact
from tomoni.town.places.queries.page import FACT_ORDER
from tomoni.town.places.queries.reading import Said, place_name
from tomoni.town.places.rules import hours
from tomoni.web import dates

TEXTS = ("title", "summary", "description", "who_for", "bring", "fee_text")
OTHER_DATES = 6
SERIES_DATES = 24


@dataclass(frozen=True)
class SeriesPage:
    """What one reader sees of a series; the base of the page of one date."""

    series: Series
    at: datetime
    language: str
    coming: list[Row]

    @cached_property
    def said(self) -> dict[str, Said]:
        own = next((t for t in self.series.texts.all() if t.language == self.language), None)
        return {
            field: Said(getattr(own, field, ""))
            if own and getattr(own, field, "")
            else self.japanese(getattr(self.series, field))
            for field in TEXTS
        }

    @property
    def rule(self) -> str:
        """毎月第2木曜日, or '' for what happens once or by no rule that is readable."""
        try:
            if not self.series.rrule:
                return ""
            zone = ZoneInfo(self.series.time_zone)
            return recurrence.in_words(self.series.rrule, self.language, tz=zone)
        except recurrence.Unreadable:
            return ""

    @property
    def organiser(self) -> Said:
        return self.japanese(self.series.organiser_text)

    @property
    def venue(self) -> ListingAt | None:
        return self.series.venue

    @property
    def place(self) -> Said:
        if self.venue:
            return place_name(self.venue.place, self.language)
        return self.japanese(self.series.place_text)

    @property
    def address(self) -> str:
        own = self.series.address
        return own or (self.venue.place.address if self.venue else "")

    @property
    def facts(self) -> list[Any]:
        if not self.venue:
            return []
        return sorted(self.venue.place.facts.all(), key=lambda f: FACT_ORDER.index(f.code))

    @property
    def point(self) -> tuple[float, float, int] | None:
        """Latitude, longitude and metres of doubt."""
        if self.venue and self.venue.place.lat is not None and self.venue.place.lng is not None:
            place = self.venue.place
            return place.lat, place.lng, 0 if is_exact(place) else place.accuracy_m or 300
        if self.series.lat is not None and self.series.lng is not None:
            return self.series.lat, self.series.lng, 300
        return None

    @property
    def map_points(self) -> list[dict[str, Any]]:
        if self.point is None:
            return []
        lat, lng, doubt = self.point
        point = {"id": str(self.series.pk), "lat": lat, "lng": lng, "accuracy_m": doubt}
        return [{**point, "name": str(self.place), "url": ""}]

    @property
    def kind_url(self) -> str:
        return f"?view=list&kind={self.series.kind}"

    @property
    def mix(self) -> list[tuple[str, int]]:
        """The generations the organiser expects, youngest first; the plan wants them together."""
        planned = self.series.mix_planned
        return [(str(name), planned[code]) for code, name in AgeBand.choices if planned.get(code)]

    @property
    def programme(self) -> list[str]:
        return [line for line in self.series.programme.splitlines() if line.strip()]

    @property
    def still_japanese(self) -> bool:
        return any(text.lang for text in self.said.values() if text)

    def japanese(self, text: str) -> Said:
        return Said(text, "" if self.language.startswith("ja") else "ja")


@dataclass(frozen=True)
class DatePage(SeriesPage):
    """What one reader sees of one date."""

    date: Occurrence
    roles: list[Role]

    @property
    def start(self) -> datetime:
        return timezone.localtime(self.date.starts_at)

    @property
    def end(self) -> datetime:
        return timezone.localtime(self.date.ends_at)

    @property
    def title(self) -> Said:
        return self.japanese(self.date.title) if self.date.title else self.said["title"]

    @property
    def when(self) -> str:
        return when.in_words(
            self.start, self.end, all_day=self.series.all_day, language=self.language
        )

    @property
    def planned_when(self) -> str:
        """Where the rule had put it, for a date that was moved."""
        start = timezone.localtime(self.date.original_at)
        length = self.date.ends_at - self.date.starts_at
        return when.in_words(
            start, start + length, all_day=self.series.all_day, language=self.language
        )

    @property
    def elsewhere(self) -> str:
        """The clock of the series' own time zone, where it is not the city's."""
        zone = ZoneInfo(self.series.time_zone)
        local = self.date.starts_at.astimezone(zone)
        if self.series.all_day or local.utcoffset() == self.start.utcoffset():
            return ""
        said = dates.clock(local.time(), self.language)
        return _("%(zone)sの時刻では%(time)sから") % {"zone": self.series.time_zone, "time": said}

    @property
    def venue(self) -> ListingAt | None:
        if self.date.venue:
            return self.date.venue
        return None if self.date.place_text else self.series.venue

    @property
    def place(self) -> Said:
        return self.japanese(self.date.place_text) if self.date.place_text else super().place

    @property
    def reason(self) -> Said:
        own = self.date.reason or (self.series.reason if self.series.status == "cancelled" else "")
        return self.japanese(own)

    @property
    def is_over(self) -> bool:
        return self.date.ends_at <= self.at

    @property
    def goes_on(self) -> bool:
        return self.date.starts_at <= self.at < self.date.ends_at

    @property
    def doubt(self) -> str:
        """Why the venue may not be open then: it rests, has ended, or keeps other hours."""
        if self.venue is None or self.date.is_cancelled or self.is_over:
            return ""
        listing = self.venue.listing
        if listing.status == Listing.Status.CLOSED:
            return _("会場は使われなくなりました。場所を主催者に確かめてください。")
        resumes = listing.suspended_until
        if listing.status == Listing.Status.SUSPENDED and not (
            resumes and resumes <= self.start.date()
        ):
            return _("会場はいま休んでいます。開かれるか、主催者に確かめてください。")
        table = timetable_of(self.venue)
        today = hours.day(table, self.start.date())
        return venue.doubt(today, self.start, self.end, is_known=table.is_known)

    @property
    def sign_up_opens(self) -> datetime:
        return timezone.localtime(self.date.starts_at - timedelta(days=self.series.opens_days))

    @property
    def sign_up_closes(self) -> datetime:
        return timezone.localtime(self.date.starts_at - timedelta(hours=self.series.closes_hours))

    @property
    def sign_up_words(self) -> str:
        """From when to when one can sign up, said for this moment."""
        if self.at < self.date.starts_at - timedelta(days=self.series.opens_days):
            return _("申込みは%(day)sからです。") % {"day": self._moment(self.sign_up_opens)}
        if self.at >= self.date.starts_at - timedelta(hours=self.series.closes_hours):
            return _("申込みは終わりました。")
        return _("申込みは%(day)sまでです。") % {"day": self._moment(self.sign_up_closes)}

    @property
    def takes_sign_ups(self) -> bool:
        needed = self.series.entry != Series.Entry.OPEN
        opens = self.date.starts_at - timedelta(days=self.series.opens_days)
        closes = self.date.starts_at - timedelta(hours=self.series.closes_hours)
        return needed and not self.date.is_cancelled and opens <= self.at < closes

    def _moment(self, moment: datetime) -> str:
        day = dates.short_date(moment.date(), self.language)
        return f"{day} {dates.clock(moment.time(), self.language)}"


def with_venue(prefix: str = "") -> list[Any]:
    """What to fetch along for a venue: its place with facts, and its hours."""
    place = f"{prefix}venue__place__facts"
    return [place, f"{prefix}venue__openings", f"{prefix}venue__exceptions"]


def whole_dates(found: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
    return found.select_related(
        "series__organisation", "series__requires", "series__venue__place__town", "series__venue__listing",
        "venue__place__town", "venue__listing", "town",
    ).prefetch_related(
        *with_venue(), *with_venue("series__"), "series__texts", "series__tags",
        Prefetch("roles", Role.objects.order_by("-code")),
    )  # fmt: skip


def whole_series(found: QuerySet[Series]) -> QuerySet[Series]:
    return found.select_related(
        "organisation", "requires", "venue__place__town", "venue__listing", "town"
    ).prefetch_related(*with_venue(), "texts", "tags")


def date_page(one: Occurrence, *, at: datetime, language: str) -> DatePage:
    """The page of a date fetched by `whole_dates`."""
    series = one.series
    others = _coming(series, at, language, OTHER_DATES + 1)
    others = [row for row in others if row.cells["pk"] != one.pk][:OTHER_DATES]
    return DatePage(series, at, language, others, one, list(one.roles.all()))


def series_page(series: Series, *, at: datetime, language: str) -> SeriesPage:
    """The page of a series fetched by `whole_series`."""
    return SeriesPage(series, at, language, _coming(series, at, language, SERIES_DATES))


def _coming(series: Series, at: datetime, language: str, most: int) -> list[Row]:
    dates_ = Occurrence.objects.filter(series=series, ends_at__gt=at)
    return rows(dates_.order_by("starts_at", "id")[:most], None, language)


def last_date(series: Series) -> date | None:
    """The day of the last date known, for a series that is over."""
    newest = series.occurrences.order_by("-starts_at").first()
    return timezone.localdate(newest.starts_at) if newest else None
