"""The calendar's month with 2,000 dates, and a feed of 500: cold, and asked for again.

    python -m benchmarks.events [--dates 2000] [--feed 500] [--times 40]

Made in a database of its own (SQLite unless DATABASE_URL says otherwise), through the whole
program except the page cache. The last line is JSON with all figures in milliseconds.
"""

import argparse
import json
import os
import tempfile
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

os.environ.setdefault("TOMONI_DATA", tempfile.mkdtemp(prefix="tomoni-events-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["TOMONI_PAGE_CACHE"] = "0"
TOKYO = ZoneInfo("Asia/Tokyo")


def fill(month, number, slug):
    """`number` public dates over a month, twenty to a series."""
    from tomoni.doing.events.models import Occurrence, Series

    at = datetime.now(TOKYO)
    for n in range(0, number, 20):
        series = Series.objects.create(
            slug=f"{slug}-{n}", title=f"見本の催し{n}", starts_at=month, status="published",
            kind=Series.Kind.values[n // 20 % 10], summary="見本です。お茶を飲みます。",
            place_text="見本会館", created_at=at, updated_at=at, rrule="FREQ=DAILY",
        )  # fmt: skip
        starts = [month + timedelta(days=(n + k) % 28, hours=9 + k % 9) for k in range(20)]
        Occurrence.objects.bulk_create(
            Occurrence(
                series=series, original_at=start + timedelta(minutes=k), starts_at=start,
                ends_at=start + timedelta(hours=1), created_at=at, updated_at=at,
            )
            for k, start in enumerate(starts)
        )  # fmt: skip


def measured(client, address, times, **headers):
    """The answer, and how long each took: by the clock, and of our own processor."""
    took, busy, answer = [], [], None
    for _n in range(times):
        began, before = time.perf_counter(), time.process_time()
        answer = client.get(address, headers=headers)
        took.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - before) * 1000)
    return answer, sorted(took), sorted(busy)


def said(took, busy):
    """Median and the 95th of a hundred; a shared machine makes the clock slow, the processor less."""
    return {
        f"{name}p{part}_ms": round(found[max(0, int(len(found) * part / 100) - 1)], 2)
        for name, found in (("", took), ("cpu_", busy))
        for part in (50, 95)
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dates", type=int, default=2_000)
    parser.add_argument("--feed", type=int, default=500)
    parser.add_argument("--times", type=int, default=40)
    asked = parser.parse_args()
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment

    from tomoni.doing.events.views import public_feeds

    setup_test_environment()
    call_command("migrate", verbosity=0)
    today = datetime.now(TOKYO)
    month = today.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    fill(month, asked.dates, "monat")
    client, figures = Client(), {"benchmark": "events", "dates": asked.dates, "feed": asked.feed}
    client.get("/events/")
    for view in ("month", "week", "list", "district"):
        page, took, busy = measured(client, f"/events/?view={view}", asked.times)
        figures[view] = {**said(took, busy), "bytes": len(page.content)}
        print(json.dumps({view: figures[view], "status": page.status_code}))

    from tomoni.doing.events.models import Series

    Series.objects.all().delete()
    fill(month + timedelta(days=31), asked.feed, "feed")
    cold, cold_busy = [], []
    for _n in range(min(asked.times, 20)):
        public_feeds._known.clear()
        feed, took, busy = measured(client, "/events.ics", 1)
        cold, cold_busy = cold + took, cold_busy + busy
    _again, *known = measured(client, "/events.ics", asked.times, if_none_match=feed["ETag"])
    figures |= {
        "ics_events": feed.content.count(b"BEGIN:VEVENT"),
        "ics_cold_first_ms": round(cold[0], 1),
        "ics_cold": said(sorted(cold), sorted(cold_busy)),
        "ics_304_ms": said(*known),
        "ics_304": _again.status_code == 304,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
