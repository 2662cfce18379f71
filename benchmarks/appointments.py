"""The search for free times with as many people as a city has.

    python benchmarks/appointments.py [--workers 200] [--days 60] [--scale 1 4 16] [--db-url URL]

Every worker is open on weekdays from nine to five and about half booked. Asked are all free times
of all workers on all days, as the page of a kind does it, from the rows on. The peer is what one
would write first: a loop over workers, days and times that asks the database for each whether
somebody is there; it is run for a few of the workers, its answers must be the same, and its time is
multiplied. `cpu_p50_ms` is the time this process worked, which other work on the machine changes
little. Goal at 200 × 60: p95 under 50 ms. Scale multiplies the workers. The database given must be
empty. The last line is JSON.
"""

import argparse
import json
import os
import random
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
TIMES = 40
HOURS = range(9, 17)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--workers", type=int, default=200)
    asked.add_argument("--days", type=int, default=60)
    asked.add_argument("--scale", type=int, nargs="+", default=[1, 4, 16])
    asked.add_argument("--peer-workers", type=int, default=4)
    asked.add_argument("--db-url", default="")
    args = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="tomoni-bench-") as folder:
        os.environ["TOMONI_DATA"] = folder
        os.environ["DATABASE_URL"] = args.db_url or f"sqlite:///{folder}/slots.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection
        from django.utils import timezone

        from tomoni.core import keyring

        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        call_command("migrate", verbosity=0)
        keyring.create(at=timezone.now())
        kind = desk()
        runs, there = [], 0
        for scale in sorted(args.scale):
            fill(kind, there, args.workers * scale, args.days)
            there = args.workers * scale
            runs.append(
                {"scale": scale, "workers": there, "days": args.days, **measure(kind, args)}
            )
            print(json.dumps(runs[-1]), flush=True)
        print(json.dumps({"database": connection.vendor, "runs": runs}))


def desk() -> Any:
    from tests.factories import NOW, TeamFactory
    from tomoni.doing.appointments.actions import desks

    made = desks.open_desk(
        team=TeamFactory(phone="0134-00-0000"), slug="bench", name="窓口", by=None, at=NOW
    )
    return desks.add_kind(
        desk=made, slug="hour", name="一時間", minutes=60, step=60, most_days=90, by=None, at=NOW
    )


def fill(kind: Any, first: int, last: int, days: int) -> None:
    """Workers with their weeks, and a hold for every second hour."""
    from django.utils import timezone

    from tomoni.doing.appointments.models import Booking, Hold, Opening, Resource, Worker
    from tomoni.doing.appointments.rules.minutes import minute
    from tomoni.ground.people.models import User

    dice, today, zone = random.Random(first), timezone.localdate(), timezone.get_current_timezone()
    users = User.objects.bulk_create(
        [
            User(email=f"w{n}@example.jp", name=f"担当{n}", name_kana=f"たんとう{n}")
            for n in range(first, last)
        ]
    )
    workers = Worker.objects.bulk_create(
        [Worker(desk=kind.desk, user=user, from_on=today - timedelta(days=9)) for user in users]
    )
    resources = Resource.objects.bulk_create([Resource(user=user) for user in users])
    Opening.objects.bulk_create(
        [
            Opening(worker=worker, weekday=day, opens=540, closes=1020)
            for worker in workers
            for day in range(5)
        ],
        batch_size=1000,
    )
    anything = Booking.objects.first() or _one_booking(kind, workers[0])
    holds = []
    for resource in resources:
        for n in range(days):
            day = today + timedelta(days=n)
            if day.weekday() > 4:
                continue
            for hour in HOURS:
                if dice.random() < 0.5:
                    at = minute(datetime(day.year, day.month, day.day, hour, tzinfo=zone))
                    holds.append(Hold(resource=resource, starts=at, ends=at + 60, booking=anything))
    Hold.objects.bulk_create(holds, batch_size=2000)


def _one_booking(kind: Any, worker: Any) -> Any:
    from django.utils import timezone

    from tomoni.doing.appointments.models import Booking

    at = timezone.now()
    return Booking.objects.create(
        number="Y0000-BENCH", digest="0" * 64, desk=kind.desk, kind=kind, worker=worker, mode="desk",
        starts_at=at, ends_at=at + timedelta(hours=1), whose="self", channel="screen",
        contact={"name": "見本"}, created_at=at, updated_at=at,
    )  # fmt: skip


def measure(kind: Any, args: Any) -> dict[str, Any]:
    """p50 and p95 of the whole search in milliseconds, its parts, and the peer."""
    from django.utils import timezone

    from tomoni.doing.appointments.models import Hold
    from tomoni.doing.appointments.queries import slots

    at, today = timezone.now(), timezone.localdate()
    taken, worked, found = [], [], None
    for _time in range(TIMES + 2):
        begun, cpu = perf_counter(), process_time()
        found = slots.search(
            kind=kind, first=today, last=today + timedelta(days=args.days - 1), at=at, mode="desk"
        )
        counts = found.counts()
        taken.append((perf_counter() - begun) * 1000)
        worked.append((process_time() - cpu) * 1000)
    assert found is not None and len(counts) == args.days
    middle = sorted(taken[2:])
    peer = naive(kind, args, at)
    everybody = peer["ms"] / args.peer_workers * len(found.workers)
    mine = {(time.key, w.pk) for time in found.times() for w in time.workers}
    assert peer["found"] == {pair for pair in mine if pair[1] in peer["workers"]}, "not the same"
    p95 = middle[int(len(middle) * 0.95)]
    return {
        "holds": Hold.objects.count(),
        "free": len(found.found),
        "p50_ms": round(middle[len(middle) // 2], 1),
        "p95_ms": round(p95, 1),
        "cpu_p50_ms": round(sorted(worked[2:])[TIMES // 2], 1),
        "peer_ms": round(everybody),
        "ratio_to_peer": round(everybody / p95, 1),
    }


def naive(kind: Any, args: Any, at: datetime) -> dict[str, Any]:
    """Each time of each day of a few workers, asked from the database one by one."""
    from django.utils import timezone

    from tomoni.doing.appointments.models import Hold, Worker
    from tomoni.doing.appointments.rules.minutes import minute
    from tomoni.ground.people.queries.teams import calendar_of

    today, zone = timezone.localdate(at), timezone.get_current_timezone()
    calendar = calendar_of(kind.desk.team)
    some = list(Worker.objects.filter(desk=kind.desk).order_by("pk")[: args.peer_workers])
    found = set()
    begun = perf_counter()
    for worker in some:
        for n in range(args.days):
            day = today + timedelta(days=n)
            if not calendar.is_open(day):
                continue
            for row in worker.openings.filter(weekday=day.weekday()):
                for begin in range(row.opens, row.closes - 59, 60):
                    start = minute(datetime(day.year, day.month, day.day, tzinfo=zone)) + begin
                    if start <= minute(at + timedelta(hours=kind.notice_hours)):
                        continue
                    held = Hold.objects.filter(
                        resource__user=worker.user_id, starts__lt=start + 60, ends__gt=start
                    )
                    if not held.exists():
                        found.add((start, worker.pk))
    taken = (perf_counter() - begun) * 1000
    return {"ms": taken, "found": found, "workers": {worker.pk for worker in some}}


if __name__ == "__main__":
    main()
