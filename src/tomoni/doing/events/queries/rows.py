"""Dates as the lines of calendars and lists, fetched in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from tomoni.core.geo import distance_m
from tomoni.doing.events.models import Occurrence, SeriesText
from tomoni.doing.events.models.occurrences import OccurrenceQuerySet
from tomoni.doing.events.queries.asking import Asked
from tomoni.doing.events.rules import when
from tomoni.town.places.queries.reading import Said

FIELDS = (
    "pk", "starts_at", "ends_at", "original_at", "status", "title", "place_text", "lat", "lng",
    "town_id", "town__name", "town__name_en", "venue__place__name", "venue__place__name_en",
    "series_id", "series__slug", "series__title", "series__status", "series__all_day",
    "series__kind", "series__fee_kind", "series__entry", "series__step_free", "series__place_text",
    "series__venue__place__name", "series__venue__place__name_en", "series__summary",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One date as a line; `cells` are the FIELDS."""

    cells: dict[str, Any]
    language: str
    text: SeriesText | None = None
    metres: int | None = None

    @property
    def url(self) -> str:
        return reverse("events:occurrence", args=[self.cells["series__slug"], self.cells["pk"]])

    @property
    def start(self) -> datetime:
        return timezone.localtime(self.cells["starts_at"])

    @property
    def end(self) -> datetime:
        return timezone.localtime(self.cells["ends_at"])

    @property
    def title(self) -> Said:
        if own := self.cells["title"]:
            return self._japanese(own)
        return self._said("title")

    @property
    def summary(self) -> Said:
        return self._said("summary")

    @property
    def times(self) -> str:
        return when.times(
            self.start, self.end, all_day=self.cells["series__all_day"], language=self.language
        )

    @property
    def place(self) -> Said:
        """Where: the date's own venue, else the series', else the town."""
        if text := self.cells["place_text"]:
            return self._japanese(text)
        for name in ("venue__place__name", "series__venue__place__name", "town__name"):
            english = self.cells[f"{name}_en"]
            if self.language == "en" and english:
                return Said(english)
            if name == "town__name" and self.cells["series__place_text"]:
                return self._japanese(self.cells["series__place_text"])
            if self.cells[name]:
                return self._japanese(self.cells[name])
        return Said(self.cells["series__place_text"])

    @property
    def is_cancelled(self) -> bool:
        return "cancelled" in (self.cells["status"], self.cells["series__status"])

    @property
    def is_moved(self) -> bool:
        return bool(self.cells["starts_at"] != self.cells["original_at"])

    @property
    def is_marked(self) -> bool:
        """Whether something about it changed that the eye must catch."""
        return self.is_cancelled or self.is_moved

    @property
    def is_free(self) -> bool:
        return bool(self.cells["series__fee_kind"] == "free")

    @property
    def needs_sign_up(self) -> bool:
        return bool(self.cells["series__entry"] != "open")

    @property
    def step_free(self) -> bool:
        return bool(self.cells["series__step_free"])

    def _said(self, field: str) -> Said:
        if self.text and (own := getattr(self.text, field)):
            return Said(own)
        return self._japanese(self.cells[f"series__{field}"])

    def _japanese(self, text: str) -> Said:
        return Said(text, "" if self.language.startswith("ja") else "ja")


def rows(dates: OccurrenceQuerySet, asked: Asked | None, language: str) -> list[Row]:
    """The dates as lines, in their order; two queries, and one fewer in Japanese."""
    cells = list(dates.values(*FIELDS))
    texts = texts_of((cell["series_id"] for cell in cells), language)
    point = asked.point if asked else None
    found = []
    for cell in cells:
        metres = None
        if point and cell["lat"] is not None:
            metres = round(distance_m(point.lat, point.lng, cell["lat"], cell["lng"]))
        found.append(Row(cell, language, texts.get(cell["series_id"]), metres))
    return found


def texts_of(series: Iterable[Any], language: str) -> dict[Any, SeriesText]:
    """The texts in the reader's language, by series."""
    if language == "ja":
        return {}
    chosen = SeriesText.objects.filter(series__in=set(series), language=language)
    return {text.series_id: text for text in chosen}


def of_keys(keys: Iterable[Any], asked: Asked | None, language: str) -> list[Row]:
    """The lines of some dates by their keys, in the order of time."""
    dates = Occurrence.objects.filter(pk__in=list(keys)).order_by("starts_at", "id")
    return rows(dates, asked, language)
