"""The page at an umbrella stand with 64 connections, and carrying between 60 stands solved as a whole.

    python -m benchmarks.umbrellas [--db sqlite pg] [--seconds 5] [--rounds 3] [--stands 60] [--plans 50]

Page: 60 stands with 1,000 umbrellas; the kept English page of one stand beside a bare Django page on the
same server, in the same minute; the same page while somebody presses every second, so that it is
made anew each time; and made for one reader alone. Carrying: random mornings, HiGHS beside the
bound read from its prices (rules/balancing.py): a plan counts as optimal when both are equal.
The last line is JSON.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
CONNECTIONS = 64
GOAL_PAGE_MS, GOAL_PLAN_S = 100, 1.0
MAKE = """
import json
from django.utils import timezone
from tests.umbrellas.stands import stand
at = timezone.now()
made = [stand(17, capacity=40, at=at) for _n in range({stands})]
print(json.dumps(dict(path=f"/umbrellas/q/en/{{made[0].code}}/")))
"""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--db", nargs="+", choices=("sqlite", "pg"), default=["sqlite"])
    asked.add_argument("--seconds", type=int, default=5)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--stands", type=int, default=60)
    asked.add_argument("--plans", type=int, default=50)
    options = asked.parse_args()
    from benchmarks.pages import say

    pages = [page(db, options) for db in options.db]
    carried = carrying(options.stands, options.plans)
    for line in (*pages, carried):
        say(line)
    print(json.dumps({"benchmark": "umbrellas", "pages": pages, "carrying": carried}), flush=True)


def page(db: str, options: argparse.Namespace) -> dict:
    """The page of one stand on one database."""
    from benchmarks.pages import Server, made_anew, run, wrk
    from benchmarks.signup import ask

    home = Path(tempfile.mkdtemp(prefix="tomoni-umbrellas-"))
    env = os.environ | {"TOMONI_DATA": str(home), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    env |= {"DJANGO_SETTINGS_MODULE": "config.settings", "TOMONI_HOSTS": "127.0.0.1"}
    env.pop("DATABASE_URL", None)
    cluster = None
    if db == "pg":
        from tests import postgres

        cluster = postgres.start()
        env["DATABASE_URL"] = os.environ["DATABASE_URL"]
    try:
        run(env, "migrate", "-v0")
        path = ask(env, MAKE.format(stands=options.stands))["path"]
        bare_page = Server(env, "benchmarks.bare:application")
        with bare_page as bare, Server(env, "config.wsgi:application") as tomoni:
            load = (CONNECTIONS, options.seconds)
            rounds = [
                (wrk(bare.url + "/", *load), wrk(tomoni.url + path, *load))
                for _round in range(options.rounds)
            ]
            alone = made_anew(tomoni.url + path)
            writing = while_pressed(tomoni.url, path, load, wrk)
    finally:
        if cluster:
            postgres.stop(*cluster)
        shutil.rmtree(home, ignore_errors=True)
    middle = {
        name: round(statistics.median(one[n][key] for one in rounds), 1)
        for name, n, key in (
            ("rps", 1, "rps"), ("p99_ms", 1, "p99_ms"), ("bare_rps", 0, "rps"),
            ("bare_p99_ms", 0, "p99_ms"),
        )
    }  # fmt: skip
    return {
        "db": db, "stands": options.stands, "connections": CONNECTIONS, **middle,
        "of_bare": round(middle["rps"] / middle["bare_rps"], 2), "made_anew_ms": alone,
        "while_pressed": writing,
        "goal_met": middle["p99_ms"] < GOAL_PAGE_MS and writing["p99_ms"] < GOAL_PAGE_MS,
    }  # fmt: skip


def while_pressed(url: str, path: str, load: tuple[int, int], wrk) -> dict:
    """The same page while an umbrella is borrowed or brought back every second."""
    ended, pressed = threading.Event(), []

    def press() -> None:
        for n in range(10_000):
            if ended.wait(1.0):
                return
            body = urllib.parse.urlencode({"act": "return" if n % 2 else "borrow"}).encode()
            asked = urllib.request.Request(url + path, body, {"User-Agent": f"phone-{n}"})
            begun = time.perf_counter()
            with urllib.request.urlopen(asked, timeout=30) as answer:
                answer.read()
            pressed.append((time.perf_counter() - begun) * 1000)

    thread = threading.Thread(target=press)
    thread.start()
    try:
        found = wrk(url + path, *load)
    finally:
        ended.set()
        thread.join()
    return found | {"presses": len(pressed), "press_max_ms": round(max(pressed, default=0), 1)}


def carrying(stands: int, plans: int) -> dict:
    """Random mornings: how long the plan takes and how far it can be from the best one."""
    from tomoni.ties.umbrellas.rules import balancing
    from tomoni.ties.umbrellas.rules.balancing import Stand

    chance, took, gaps, ways = random.Random(60), [], [], []
    for _n in range(plans):
        town = [
            Stand(f"s{i}", chance.randint(0, 34), chance.randint(3, 20),
                  43.17 + chance.random() / 15, 140.95 + chance.random() / 8)
            for i in range(stands)
        ]  # fmt: skip
        begun = time.perf_counter()
        plan = balancing.plan(town)
        took.append(time.perf_counter() - begun)
        gaps.append((plan.cost - plan.bound) / max(1.0, plan.cost))
        ways.append(len(plan.ways))
    took.sort()
    return {
        "stands": stands, "plans": plans, "p50_ms": round(statistics.median(took) * 1000, 1),
        "max_ms": round(took[-1] * 1000, 1), "largest_gap": float(f"{max(gaps):.1e}"),
        "ways": round(statistics.mean(ways), 1),
        "goal_met": took[-1] < GOAL_PLAN_S and max(gaps) < 1e-6,
    }  # fmt: skip


if __name__ == "__main__":
    main()
