"""The calendar's month with 2,000 dates, and a feed of 500: cold, and asked for again.

    python -m benchmarks.events [--dates 2000] [--feed 500] [--times 40]

Made in a database of its own (SQLite unless DATABASE_URL says otherwise), through the whole
program except the page cache. The last line is JSON with all figures in milliseconds.
"""

import argparse
import json
import os
import statistics
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
    took, answer = [], None
    for _n in range(times):
        began = time.perf_counter()
        answer = client.get(address, headers=headers)
        took.append((time.perf_counter() - began) * 1000)
    return answer, sorted(took)


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
        page, took = measured(client, f"/events/?view={view}", asked.times)
        figures[view] = {
            "p50_ms": round(statistics.median(took), 1),
            "p95_ms": round(took[int(len(took) * 0.95) - 1], 1),
            "bytes": len(page.content),
        }
        print(json.dumps({view: figures[view], "status": page.status_code}))

    from tomoni.doing.events.models import Series

    Series.objects.all().delete()
    fill(month + timedelta(days=31), asked.feed, "feed")
    cold = []
    for _n in range(min(asked.times, 20)):
        public_feeds._known.clear()
        feed, took = measured(client, "/events.ics", 1)
        cold += took
    _again, known = measured(client, "/events.ics", asked.times, if_none_match=feed["ETag"])
    figures |= {
        "ics_events": feed.content.count(b"BEGIN:VEVENT"),
        "ics_cold_first_ms": round(cold[0], 1),
        "ics_cold_p50_ms": round(statistics.median(cold), 1),
        "ics_304_p50_ms": round(statistics.median(known), 2),
        "ics_304_p95_ms": round(known[int(len(known) * 0.95) - 1], 2),
        "ics_304": _again.status_code == 304,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
