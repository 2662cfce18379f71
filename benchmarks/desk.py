"""The desk and the timetable with as many open batons as a city has.

    python benchmarks/desk.py [--batons 20000] [--scale 1 4 16] [--db-url URL]

Batons are written straight into the tables: a fifth are in the asker's team, a third are late.
Pages go through the whole program by Django's test client, each tray a number of times; the
peer is the same page of a desk without any baton. `climb` is what `tomoni tick` does with them, first
with everything that has to rise and then with nothing; its peer is a bare loop that reads the
same rows. Goals at 20,000: pages p95 under 60 ms, climbing under 20 s. The database given must
be empty. The last line is JSON.
"""

import argparse
import json
import os
import random
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
TIMES = 40


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--batons", type=int, default=20_000)
    asked.add_argument("--scale", type=int, nargs="+", default=[1, 4, 16])
    asked.add_argument("--db-url", default="")
    args = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="tomoni-bench-") as folder:
        os.environ["TOMONI_DATA"] = folder
        os.environ["DATABASE_URL"] = args.db_url or f"sqlite:///{folder}/desk.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        settings.ALLOWED_HOSTS = ["testserver"]
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        call_command("migrate", verbosity=0)
        teams, asker = people()
        bare = pages(asker)["desk"]
        runs, there = [], 0
        for scale in sorted(args.scale):
            fill(args.batons * scale - there, teams, asker)
            there = args.batons * scale
            runs.append(
                {"scale": scale, "batons": there, "pages_p95_ms": (found := pages(asker)),
                 "ratio_to_empty_desk": round(found["desk"] / bare, 2), **tick()}
            )  # fmt: skip
            print(json.dumps(runs[-1]), flush=True)
        print(json.dumps({"database": connection.vendor, "empty_desk_ms": bare, "runs": runs}))


def people() -> tuple[list[Any], Any]:
    from tests.factories import TeamFactory
    from tests.people import person

    asker = person("asker@example.jp", "尋ねる人", "たずねるひと", "caseworker")
    desk = TeamFactory(
        is_comprehensive_desk=True, leads=[person("d@example.jp", "d", "d", "team_lead")]
    )
    teams = [desk, TeamFactory(members=[asker])]
    for n in range(5):
        leads = [person(f"lead{n}@example.jp", f"長{n}", "おさ", "team_lead")]
        members = [person(f"m{n}{k}@example.jp", f"員{k}", "いん", "caseworker") for k in range(5)]
        teams.append(TeamFactory(leads=leads, members=members))
    return teams, asker


def fill(count: int, teams: list[Any], asker: Any) -> None:
    """So many open batons, one step each, a tenth with an offer."""
    from django.utils import timezone

    from tomoni.ground.batons.actions.kinds import row_of
    from tomoni.ground.batons.models import Baton, Offer, Step

    dice, at = random.Random(1), timezone.now()
    today, kind = timezone.localdate(at), row_of("desk.note")
    first = Baton.objects.count()
    for start in range(first, first + count, 2000):
        size = min(2000, first + count - start)
        some = []
        for n in range(start, start + size):
            team = teams[1] if n % 5 == 0 else dice.choice(teams[2:])
            late = n % 3 == 0
            day = today + timedelta(days=-dice.randint(1, 20) if late else dice.randint(0, 30))
            some.append(
                Baton(number=f"B{n}", kind=kind, title=f"用件{n}", team=team, next_step="電話する",
                      person=asker if n % 50 == 0 else None, due_on=day,
                      finish_by=today + timedelta(days=60), opened_at=at - timedelta(days=30),
                      updated_at=at)
            )  # fmt: skip
        Baton.objects.bulk_create(some, batch_size=500)
        Step.objects.bulk_create(
            [Step(baton=one, nth=1, at=at, act="opened", team=one.team) for one in some],
            batch_size=500,
        )
        Offer.objects.bulk_create(
            [
                Offer(baton=one, from_team=one.team, to_team=teams[1], answer_by=today,
                      offered_at=at)
                for one in some[::10] if one.team != teams[1]
            ],
            batch_size=500,
        )  # fmt: skip


def pages(asker: Any) -> dict[str, float]:
    """p95 of each page in milliseconds; the first two askings only warm up."""
    from django.test import Client

    from tomoni.ground.batons.models import Baton

    client = Client()
    client.force_login(asker)
    paths = {"desk": "/desk/"} | {
        tray: f"/desk/?tray={tray}" for tray in ("team", "offered", "late", "waiting", "given")
    }
    paths["words"] = "/desk/?tray=team&q=用件7"
    if one := Baton.objects.filter(person=asker).first():
        paths["baton"] = f"/desk/{one.number}/"
    found = {}
    for name, path in paths.items():
        taken = []
        for _time in range(TIMES + 2):
            begun = perf_counter()
            answer = client.get(path)
            taken.append((perf_counter() - begun) * 1000)
            assert answer.status_code == 200, path
        middle = sorted(taken[2:])
        found[name] = round(middle[int(len(middle) * 0.95)], 1)
    return found


def tick() -> dict[str, float]:
    """Seconds of a climb that raises all that is silent, of one that has nothing to do, and of a
    bare loop over the same rows."""
    from django.utils import timezone

    from tomoni.ground.batons.actions.climbing import climb
    from tomoni.ground.batons.models import Baton

    at = timezone.now()
    Baton.objects.update(level=0)
    begun = perf_counter()
    risen = climb(at=at)
    first = perf_counter() - begun
    begun = perf_counter()
    climb(at=at)
    second = perf_counter() - begun
    begun = perf_counter()
    late = Baton.objects.overdue(on=timezone.localdate(at))
    assert all(late.values_list("pk", "team", "kind", "due_on", "level").iterator())
    bare = perf_counter() - begun
    return {
        "risen": sum(risen.values()),
        "climb_s": round(first, 2),
        "nothing_to_do_s": round(second, 2),
        "bare_loop_s": round(bare, 3),
    }


if __name__ == "__main__":
    main()
