"""What visitors see: tips that hold, walks, guides who agreed, free times, and useful places."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from tomoni.doing.appointments.queries import slots
from tomoni.doing.appointments.queries.slots import Time
from tomoni.ties.tourism.models import (
    Guide,
    GuideText,
    PageWordsRead,
    Programme,
    ProgrammeText,
    Tip,
    TipText,
)
from tomoni.ties.tourism.rules import seasons
from tomoni.ties.tourism.rules.languages import NAMES, OWN, spoken
from tomoni.town.places.models import Listing

USEFUL = ("tourist_info", "toilet", "wifi", "sight")
MOST_OF_EACH, SHOWN_DAYS = 6, 14


@dataclass(frozen=True)
class Free:
    """A time at which a group can start, and the languages guides speak then."""

    time: Time
    languages: list[str]


def tips(at: datetime) -> QuerySet[Tip]:
    return Tip.objects.live(at).prefetch_related("texts").order_by("-written_at", "pk")


def programmes() -> QuerySet[Programme]:
    found = Programme.objects.filter(
        is_shown=True, kind__closed_on=None, kind__desk__closed_on=None
    )
    return found.select_related("kind__desk").prefetch_related("texts").order_by("order", "pk")


def guides(on: date) -> list[Guide]:
    """Those who agreed and guide today."""
    shown = Guide.objects.filter(is_shown=True, worker__from_on__lte=on)
    shown = shown.select_related("worker__user").prefetch_related("texts")
    return [
        one
        for one in shown.order_by("worker__user__name_kana", "pk")
        if one.worker.until_on is None or one.worker.until_on >= on
    ]


def free(programme: Programme, first: date, at: datetime) -> tuple[list[Free], date | None]:
    """The free times of two weeks in season, and where the next two begin."""
    kind, today = programme.kind, timezone.localdate(at)
    end = today + timedelta(days=kind.most_days)
    first = min(max(first, today), end)
    last = min(first + timedelta(days=SHOWN_DAYS - 1), end)
    found = slots.search(kind=kind, first=first, last=last, at=at, mode=kind.ways[0].code)
    times = [
        Free(time, sorted({code for one in time.workers for code in spoken(one.languages)}))
        for time in found.times()
        if seasons.is_in(programme.months, time.day.month)
    ]
    later = last + timedelta(days=1)
    return times, later if later <= end else None


def useful() -> dict[str, list[Any]]:
    """Public places for somebody who is here for a day, by category, with their English names."""
    rows = Listing.objects.public().filter(category__code__in=USEFUL).select_related("category")
    found: dict[str, list[Any]] = {code: [] for code in USEFUL}
    for one in rows.order_by("name_kana", "name", "pk"):
        if one.category and len(found[one.category.code]) < MOST_OF_EACH:
            found[one.category.code].append(one)
    return {code: of for code, of in found.items() if of}


def foreign(at: datetime) -> list[tuple[str, Any, str]]:
    """Kind, text and its words for every shown text in a language of these pages only; unread first."""
    of = {"language__in": OWN, "is_source": False}
    live = Tip.objects.live(at)
    rows: list[tuple[str, Any]] = [
        *(("walk", row) for row in ProgrammeText.objects.filter(**of)),
        *(("guide", row) for row in GuideText.objects.filter(**of)),
        *(("tip", row) for row in TipText.objects.filter(**of, tip__in=live)),
    ]
    rows.sort(key=lambda one: (not one[1].awaits_reader, one[0], one[1].language, one[1].pk))
    return [(kind, row, said(row)) for kind, row in rows]


def said(row: Any) -> str:
    """All words of a text."""
    names = ("title", "about", "meeting", "text")
    return " / ".join(getattr(row, name) for name in names if getattr(row, name, ""))


def page_words() -> list[tuple[str, str, PageWordsRead | None]]:
    """For each language of these pages only: who last read their fixed words."""
    last = {one.language: one for one in PageWordsRead.objects.order_by("read_on", "pk")}
    return [(code, NAMES[code], last.get(code)) for code in OWN]
