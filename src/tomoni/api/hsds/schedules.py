"""Opening hours as RFC 5545 rules with a time zone."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tomoni.api.hsds.ids import derived
from tomoni.api.hsds.shape import Document, doc, lines
from tomoni.town.places.models import ListingAt, Opening, OpeningException
from tomoni.town.places.models.hours import DAY, LAST_WEEK
from tomoni.town.places.rules import clock as clock_words
from tomoni.town.places.rules.week import season_dates

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
OFFSET = "+09:00"
HOURS_FROM_UTC = 9


def schedules_of(at: ListingAt, today: date) -> list[Document]:
    """The weekly hours and the days to come that differ, of one listing at one place."""
    holidays = _holidays(at)
    families: dict[tuple[Any, ...], list[int]] = {}
    for one in at.openings.all():
        families.setdefault(_family(one), []).append(one.weekday)
    found = [
        _weekly(at, family, sorted(set(weekdays)), holidays, today)
        for family, weekdays in families.items()
    ]
    for day in at.exceptions.all():
        if day.until_on >= today:
            found.append(_exception(at, day))
    return found


def _family(one: Opening) -> tuple[Any, ...]:
    """Openings that differ only in their weekday are one rule."""
    return (
        one.opens, one.closes, one.weeks, one.season_from, one.season_until,
        one.valid_from, one.valid_until, one.note,
    )  # fmt: skip


def _weekly(
    at: ListingAt, family: tuple[Any, ...], weekdays: list[int], holidays: str, today: date
) -> Document:
    opens, closes, weeks, season_from, season_until, valid_from, valid_until, note = family
    season = ""
    if season_from and season_until:
        season = _("毎年%(first)sから%(last)sまで") % {
            "first": clock_words.month_day(season_from),
            "last": clock_words.month_day(season_until),
        }
        valid_from, valid_until = season_dates(season_from, season_until, today)
    return doc(
        id=derived("schedule", at.listing_id, at.place_id, weekdays, *family),
        valid_from=_iso(valid_from),
        valid_to=_iso(valid_until),
        timezone=HOURS_FROM_UTC,
        wkst="MO",
        freq="MONTHLY" if weeks else "WEEKLY",
        interval=1,
        byday=_byday(weekdays, weeks),
        description=season,
        opens_at=clock(opens),
        closes_at=clock(closes),
        notes=lines(note, _("終わりは次の日です。") if closes >= DAY else "", holidays),
    )


def _exception(at: ListingAt, day: OpeningException) -> Document:
    reason = _("（%(reason)s）") % {"reason": day.reason} if day.reason else ""
    times: Document = {}
    if day.opens is not None and day.closes is not None:
        times = {"opens_at": clock(day.opens), "closes_at": clock(day.closes)}
    said = (_("いつもと違う時間です") if times else _("休みです")) + reason
    return doc(
        id=derived(
            "exception",
            at.listing_id,
            at.place_id,
            day.from_on,
            day.until_on,
            day.opens,
            day.closes,
        ),
        valid_from=_iso(day.from_on),
        valid_to=_iso(day.until_on),
        dtstart=_iso(day.from_on),
        until=_iso(day.until_on),
        timezone=HOURS_FROM_UTC,
        description=said,
        **times,
    )


def clock(minutes: int) -> str:
    """Minutes from midnight as HH:MM with the offset of Japan; past midnight starts again."""
    hour, minute = divmod(minutes % DAY, 60)
    return f"{hour:02}:{minute:02}{OFFSET}"


def _byday(weekdays: Iterable[int], weeks: int) -> str:
    """`TH,FR` for every week, `2TH,4TH` for weeks of the month, `-1TH` for the last one."""
    if not weeks:
        return ",".join(DAYS[day] for day in weekdays)
    numbers = [str(n + 1) for n in range(5) if weeks & (1 << n)]
    numbers += ["-1"] if weeks & LAST_WEEK else []
    return ",".join(f"{number}{DAYS[day]}" for day in weekdays for number in numbers)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _holidays(at: ListingAt) -> str:
    said = {
        "closed": _("祝日は休みです。"),
        "open": _("祝日も同じです。"),
        "next_day": _("祝日は開き、次の平日が休みです。"),
    }
    return lines(
        said.get(at.holiday_rule, ""), _("年末年始は休みです。") if at.closed_year_end else ""
    )
