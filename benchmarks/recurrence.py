"""Expanding series over a year: ours beside python-recurring-ical-events, every date compared.

    python -m benchmarks.recurrence [--scale 1] [--series 2000] [--peer 200]

The peer reads the same rules from iCalendar texts; reading is outside its clock. It is so slow
that it gets a sample of `--peer` series; its figure is taken per series.
"""

import argparse
import json
import os
import random
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

ZONES = ("Asia/Tokyo", "Asia/Tokyo", "Asia/Tokyo", "Europe/Berlin", "America/New_York")
AFTER, BEFORE = datetime(2026, 4, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC)


def series(number):
    """Rules as a city has them, begun within ten years, with some exceptions."""
    chance = random.Random(7)
    days = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    for _n in range(number):
        day = chance.choice(days)
        rule = chance.choice(
            [
                f"FREQ=WEEKLY;BYDAY={day}",
                f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day},{chance.choice(days)}",
                f"FREQ=MONTHLY;BYDAY=2{day},4{day}",
                f"FREQ=MONTHLY;BYDAY=-1{day}",
                "FREQ=MONTHLY;BYMONTHDAY=15,-1",
                "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
                "FREQ=DAILY;INTERVAL=3",
                "FREQ=YEARLY;BYMONTH=10;BYDAY=2MO",
            ]
        )
        zone = ZoneInfo(chance.choice(ZONES))
        start = datetime(2016, 4, 1, chance.randint(4, 20)) + timedelta(
            days=chance.randint(0, 3650)
        )
        gone = start + timedelta(days=7 * chance.randint(1, 500))
        yield zone, start, rule, gone


def peer_calendar(zone, start, rule, gone):
    import icalendar

    return icalendar.Calendar.from_ical(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:x\r\n"
        f"DTSTART;TZID={zone.key}:{start:%Y%m%dT%H%M%S}\r\nDURATION:PT0S\r\nRRULE:{rule}\r\n"
        f"EXDATE;TZID={zone.key}:{gone:%Y%m%dT%H%M%S}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def main():
    import django

    django.setup()
    import recurring_ical_events

    from tomoni.doing.events.rules import recurrence

    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=int, default=1)
    parser.add_argument("--series", type=int, default=2_000)
    parser.add_argument("--peer", type=int, default=200)
    asked = parser.parse_args()
    figures = {"growth": {}}

    def ours(chosen):
        return [
            recurrence.expand(
                start=start, tz=zone, rrule=rule, exdates=[gone.replace(tzinfo=zone)],
                after=AFTER, before=BEFORE,
            )
            for zone, start, rule, gone in chosen
        ]  # fmt: skip

    for times in (1, 4, 16):
        chosen = list(series(asked.series * asked.scale * times))
        began = time.perf_counter()
        found = ours(chosen)
        took = time.perf_counter() - began
        figures["growth"][times] = {
            "series": len(chosen),
            "occurrences": sum(map(len, found)),
            "seconds": round(took, 3),
        }
        print(json.dumps({"times": times, **figures["growth"][times]}))

    sample = list(series(asked.series * asked.scale))[: asked.peer]
    began = time.perf_counter()
    mine = ours(sample)
    seconds = time.perf_counter() - began
    calendars = [peer_calendar(*one) for one in sample]
    began = time.perf_counter()
    theirs = [
        [event.start for event in recurring_ical_events.of(calendar).between(AFTER, BEFORE)]
        for calendar in calendars
    ]
    peer = time.perf_counter() - began
    unlike = [
        one for one, a, b in zip(sample, mine, theirs, strict=True)
        if {x.astimezone(UTC) for x in a} != {y.astimezone(UTC) for y in b}
    ]  # fmt: skip
    figures |= {
        "benchmark": "recurrence",
        "compared_series": len(sample),
        "compared_occurrences": sum(map(len, mine)),
        "unlike": len(unlike),
        "ours_seconds": round(seconds, 4),
        "peer_seconds": round(peer, 3),
        "ratio": round(peer / seconds, 1),
    }
    for one in unlike[:5]:
        print(json.dumps({"unlike": [str(part) for part in one]}))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
