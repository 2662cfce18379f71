"""Many people want one popular event at once, over HTTP, against the real server.

    python benchmarks/signup.py [--people 1000] [--seconds 10] [--seats 100] [--db sqlite pg]

Everybody comes at a moment of their own, spread evenly over the seconds, opens the page of the
date and sends the form with a name and a mail address. What is measured is the time from that
moment to the whole answer, so that waiting for the server counts. Granian with two workers of four
threads, the loader beside it on the same cores. Afterwards the database is asked who has a seat,
and some of those who wait are asked which place their own page tells them. The last line is JSON.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "x" * 32
ASKED = 25  # Of those who wait, so many are asked which place they were told.
MAKE = """
import json
from datetime import timedelta
from django.utils import timezone
from tomoni.core import keyring
from tomoni.doing.events.actions import planning
at = timezone.now()
if not keyring.path().exists():
    keyring.create(at=at)  # Names are sealed.
made = planning.plan(
    slug="konsaato", title="見本コンサート", starts_at=at + timedelta(days=20), entry="sign_up",
    phone="0134-00-0000", place_text="見本会館", summary="見本です。", organiser_text="見本の会",
    roles={"participant": SEATS}, by=None, at=at,
)
planning.publish(series=made, by=None, at=at)
date = made.occurrences.get()
print(json.dumps({"role": date.roles.get().pk.hex, "page": date.get_absolute_url()}))
"""
STATES = """
import json
from collections import Counter
from tomoni.doing.events.models import Role, SignUp
from tomoni.doing.events.queries import joining
role = Role.objects.get(pk="ROLE")
rows = Counter(SignUp.objects.filter(role=role).values_list("status", flat=True))
line = list(SignUp.objects.filter(role=role).waiting())
asked = line[:: max(1, len(line) // ASKED)]
own = [[line.index(one) + 1, f"/events/s/{one.number}/{joining.key(one)}/"] for one in asked]
print(json.dumps({"rows": rows, "taken": role.taken, "own": own}))
"""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--people", type=int, default=1000)
    asked.add_argument("--seconds", type=float, default=10)
    asked.add_argument("--seats", type=int, default=100)
    asked.add_argument("--db", nargs="+", choices=("sqlite", "pg"), default=["sqlite", "pg"])
    options = asked.parse_args()
    runs = [one(db, options) for db in options.db]
    print(json.dumps({"benchmark": "signup", "runs": runs}, ensure_ascii=False), flush=True)


def one(db: str, options: argparse.Namespace) -> dict:
    """One crowd on one database."""
    from benchmarks.pages import Server, run, say

    home = Path(tempfile.mkdtemp(prefix="tomoni-signup-"))
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
        made = ask(env, MAKE.replace("SEATS", str(options.seats)))
        with Server(env, "config.wsgi:application") as tomoni:
            answers = asyncio.run(crowd(tomoni.url, made["page"], options))
            found = ask(env, STATES.replace("ROLE", made["role"]).replace("ASKED", str(ASKED)))
            honest = asyncio.run(told(tomoni.url, found["own"]))
    finally:
        if cluster:
            postgres.stop(*cluster)
        shutil.rmtree(home, ignore_errors=True)
    said = summary(db, options, answers, found, honest)
    say(said)
    return said


def summary(
    db: str, options: argparse.Namespace, answers: list[tuple], found: dict, honest: int
) -> dict:
    """Whether nobody was oversold, how long it took, and whether the line was told truly."""
    rows, seats = found["rows"], min(options.seats, options.people)
    opened = sorted(taken for kind, _status, taken in answers if kind == "page")
    sent = sorted(taken for kind, _status, taken in answers if kind == "form")
    wrong = [
        status
        for kind, status, _taken in answers
        if status != (200 if kind == "page" else 302)
    ]  # fmt: skip
    waits = rows.get("waiting", 0)
    figures = {
        "db": db, "people": options.people, "seconds": options.seconds, "seats": options.seats,
        "confirmed": rows.get("confirmed", 0), "waiting": waits, "taken": found["taken"],
        "errors": len(wrong), "statuses": sorted(set(wrong)), "page_p50_ms": part(opened, 50), "page_p99_ms": part(opened, 99),
        "form_p50_ms": part(sent, 50), "form_p99_ms": part(sent, 99), "form_max_ms": part(sent, 100),
        "asked_their_place": len(found["own"]), "told_their_place": honest,
    }  # fmt: skip
    full = rows.get("confirmed", 0) == found["taken"] == seats
    everybody = not wrong and waits == options.people - seats and honest == len(found["own"])
    return figures | {
        "no_oversell": full, "everybody_answered": everybody,
        "goal_met": full and everybody and figures["form_p99_ms"] < 2000,
    }  # fmt: skip


def part(sorted_ms: list[float], percent: int) -> float:
    at = max(0, min(len(sorted_ms) - 1, int(len(sorted_ms) * percent / 100)))
    return round(sorted_ms[at], 1) if sorted_ms else 0.0


async def crowd(url: str, page: str, options: argparse.Namespace) -> list[tuple]:
    """(page or form, status, milliseconds) of everybody."""
    await asked(url, "GET", page)  # The first page of a fresh server loads its templates.
    await asked(url, "GET", f"{page}join/?role=participant&n=1")
    begun = time.perf_counter() + 0.5

    async def person(n: int) -> list[tuple]:
        mine = begun + n * options.seconds / options.people
        await asyncio.sleep(mine - time.perf_counter())
        status, _body = await asked(url, "GET", page)
        opened = time.perf_counter()
        form = {
            "name": f"見本 次郎{n}", "email": f"mihon-{n}@example.jp", "wait": "on",
            "csrfmiddlewaretoken": TOKEN,
        }  # fmt: skip
        sent, _body = await asked(url, "POST", f"{page}join/?role=participant&n=1", form)
        ended = time.perf_counter()
        return [
            ("page", status, (opened - mine) * 1000), ("form", sent, (ended - opened) * 1000),
        ]  # fmt: skip

    everybody = await asyncio.gather(*(person(n) for n in range(options.people)))
    return [answer for one in everybody for answer in one]


async def told(url: str, own: list) -> int:
    """How many of those who wait read their true place on their own page."""
    right = 0
    for place, path in own:
        _status, body = await asked(url, "GET", path)
        found = re.search(r"いま(\d+)番目です", body.decode())
        right += bool(found and int(found[1]) == place)
    return right


async def asked(url: str, verb: str, path: str, form: dict | None = None) -> tuple[int, bytes]:
    """One request on a connection of its own, as a stranger's phone makes it."""
    parts = urlsplit(url)
    body = urlencode(form).encode() if form else b""
    head = [
        f"{verb} {path} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close",
        f"Referer: {url}{path}", f"Cookie: csrf={TOKEN}",
    ]  # fmt: skip
    if form:
        head += [
            "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}",
        ]  # fmt: skip
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
    answer = await reader.read()
    writer.close()
    first, _blank, rest = answer.partition(b"\r\n\r\n")
    return int(first.split(b" ", 2)[1]), rest


def ask(env: dict, code: str) -> dict:
    """What `code` prints last in a process of its own on the same database."""
    said = subprocess.run(
        [sys.executable, "-m", "tomoni", "shell", "-v0", "-c", code], env=env, cwd=ROOT, check=True,
        stdout=subprocess.PIPE, text=True,
    ).stdout  # fmt: skip
    return json.loads(said.strip().splitlines()[-1])


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
