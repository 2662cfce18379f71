"""Many people want one popular event at once, over HTTP, against the real server.

    python benchmarks/signup.py [--people 1000] [--seconds 10] [--seats 100] [--db sqlite pg] [--whole]

Everybody comes at a moment of their own, spread evenly over the seconds, opens the page of the
date, sends the form with a name and a mail address, and reads the page this leads to: the receipt,
or the turn that says how many are before. Whoever has a turn looks again when the page says so,
until the receipt is there. Measured are the date's page; the answer, from sending the form to the
whole page that follows; and the end, from sending the form to the receipt. With `--whole` everybody
also opens the two pages of the form and sends how many they are, without a moment to read or
write: six requests before the answer's page instead of three. Granian with two workers
of four threads and the program's worker, the loader beside them on the same cores. Afterwards the
database is asked who has a seat, how far the seats are from the order of sending, and some of those
who wait are asked which place their own page tells them. The last line is JSON.
"""

import argparse
import asyncio
import gzip
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "x" * 32
LONGEST = 120  # Seconds after the crowd in which everybody must have a receipt.
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
seated = [one.number for one in SignUp.objects.filter(role=role).seated()]
print(json.dumps({"rows": rows, "taken": role.taken, "own": own, "seated": seated}))
"""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--people", type=int, default=1000)
    asked.add_argument("--seconds", type=float, default=10)
    asked.add_argument("--seats", type=int, default=100)
    asked.add_argument("--db", nargs="+", choices=("sqlite", "pg"), default=["sqlite", "pg"])
    asked.add_argument("--whole", action="store_true", help="with the two pages of the form")
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
        with Server(env, "config.wsgi:application") as tomoni, working(env):
            before, loader = cpu_of(tomoni.process.pid), own_cpu()
            people = asyncio.run(crowd(tomoni.url, made["page"], options))
            spent = cpu_of(tomoni.process.pid) - before
            loader = own_cpu() - loader
            found = ask(env, STATES.replace("ROLE", made["role"]).replace("ASKED", str(ASKED)))
            honest = asyncio.run(told(tomoni.url, found["own"]))
    finally:
        if cluster:
            postgres.stop(*cluster)
        shutil.rmtree(home, ignore_errors=True)
    said = summary(db, options, people, found, honest)
    said |= {"pages_cpu_s": round(spent, 1), "loader_cpu_s": round(loader, 1)}
    say(said)
    return said


def cpu_of(group: int) -> float:
    """Processor seconds that the processes of a group have used; the same on a busy machine."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # It ended while we looked.
            continue
        ticks += sum(map(int, fields[11:13])) if int(fields[2]) == group else 0
    return ticks / os.sysconf("SC_CLK_TCK")


def own_cpu() -> float:
    """Processor seconds of the loader itself, which stands on the same cores."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


@contextmanager
def working(env: dict) -> Iterator[None]:
    """The program's own worker, as `tomoni serve` runs it beside the pages."""
    process = subprocess.Popen([sys.executable, "-m", "tomoni", "work"], env=env, cwd=ROOT)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


@dataclass
class Person:
    """What one of the crowd saw; times in milliseconds."""

    sent_at: float = 0.0  # Seconds since the crowd began.
    page: float = 0.0
    form: float = 0.0  # The slowest of the form's own pages.
    answer: float = 0.0
    end: float = 0.0
    looks: int = 0  # How often the page of the turn was read.
    wrong: list[int] = field(default_factory=list)
    number: str = ""  # Of the receipt.


def summary(
    db: str, options: argparse.Namespace, people: list[Person], found: dict, honest: int
) -> dict:
    """Whether nobody was oversold, how long it took, and whether order and line were true."""
    rows, seats = found["rows"], min(options.seats, options.people)
    pages, answers = sorted(p.page for p in people), sorted(p.answer for p in people)
    forms = sorted(p.form for p in people)
    ends = sorted(p.end for p in people if p.number)
    wrong = [status for one in people for status in one.wrong]
    waits = rows.get("waiting", 0)
    seated = set(found["seated"])
    last_seat = max((p.sent_at for p in people if p.number in seated), default=0.0)
    first_line = min((p.sent_at for p in people if p.number not in seated), default=last_seat)
    figures = {
        "db": db, "people": options.people, "seconds": options.seconds, "seats": options.seats,
        "confirmed": rows.get("confirmed", 0), "waiting": waits, "taken": found["taken"],
        "errors": len(wrong), "statuses": sorted(set(wrong)),
        "had_a_turn": sum(p.looks > 0 for p in people), "looks": sum(p.looks for p in people),
        "whole": options.whole,
        "page_p50_ms": part(pages, 50), "page_p99_ms": part(pages, 99),
        "form_p50_ms": part(forms, 50), "form_p99_ms": part(forms, 99),
        "answer_p50_ms": part(answers, 50), "answer_p90_ms": part(answers, 90), "answer_p99_ms": part(answers, 99), "answer_max_ms": part(answers, 100),
        "end_p50_ms": part(ends, 50), "end_p99_ms": part(ends, 99),
        "overtaken_by_s": round(max(0.0, last_seat - first_line), 2),
        "asked_their_place": len(found["own"]), "told_their_place": honest,
    }  # fmt: skip
    full = rows.get("confirmed", 0) == found["taken"] == seats
    everybody = not wrong and waits == options.people - seats and honest == len(found["own"])
    return figures | {
        "no_oversell": full, "everybody_answered": everybody and len(ends) == options.people,
        "goal_met": full and everybody and figures["answer_p99_ms"] < 2000,
    }  # fmt: skip


def part(sorted_ms: list[float], percent: int) -> float:
    at = max(0, min(len(sorted_ms) - 1, int(len(sorted_ms) * percent / 100)))
    return round(sorted_ms[at], 1) if sorted_ms else 0.0


async def crowd(url: str, page: str, options: argparse.Namespace) -> list[Person]:
    """What everybody saw."""
    await asked(url, "GET", page)  # The first page of a fresh server loads its templates.
    await asked(url, "GET", f"{page}join/?role=participant&n=1")
    begun = time.perf_counter() + 0.5

    async def person(n: int) -> Person:
        me, mine = Person(), begun + n * options.seconds / options.people
        await asyncio.sleep(mine - time.perf_counter())
        status, _head, _body = await asked(url, "GET", page)
        me.page = (time.perf_counter() - mine) * 1000
        form = {
            "name": f"見本 次郎{n}", "email": f"mihon-{n}@example.jp", "wait": "on",
            "csrfmiddlewaretoken": TOKEN,
        }  # fmt: skip
        form_at = f"{page}join/?role=participant&n=1"
        if options.whole:
            form_at, form["token"], me.form = await opened_form(url, f"{page}join/")
        opened = time.perf_counter()
        me.sent_at = opened - begun
        sent, head, _body = await asked(url, "POST", form_at, form)
        me.wrong = [code for code, right in ((status, 200), (sent, 302)) if code != right]
        if sent != 302:
            return me
        where = head["location"]
        while time.perf_counter() < begun + options.seconds + LONGEST:
            status, head, _body = await asked(url, "GET", where)
            me.answer = me.answer or (time.perf_counter() - opened) * 1000
            if status == 202:
                me.looks += 1
                await asyncio.sleep(float(head["refresh"]))
            elif status == 302:
                where = head["location"]
            else:
                break
        me.end = (time.perf_counter() - opened) * 1000
        me.number = where.split("/")[3] if status == 200 else ""
        me.wrong += [status] if status != 200 else []
        return me

    return await asyncio.gather(*(person(n) for n in range(options.people)))


async def opened_form(url: str, path: str) -> tuple[str, str, float]:
    """The form's address, the number that makes it one form, and its slowest page in milliseconds."""
    begun = time.perf_counter()
    _status, _head, body = await asked(url, "GET", path)
    read = time.perf_counter()
    many = {"role": "participant", "seats": "1", "token": once(body), "csrfmiddlewaretoken": TOKEN}
    _status, head, _body = await asked(url, "POST", path, many)
    _status, _head, body = await asked(url, "GET", head["location"])
    return head["location"], once(body), max(read - begun, time.perf_counter() - read) * 1000


def once(body: bytes) -> str:
    found = re.search(r'name="token" value="([0-9a-f-]{36})"', body.decode())
    return found[1] if found else ""


async def told(url: str, own: list) -> int:
    """How many of those who wait read their true place on their own page."""
    right = 0
    for place, path in own:
        _status, _head, body = await asked(url, "GET", path)
        found = re.search(r"いま(\d+)番目です", body.decode())
        right += bool(found and int(found[1]) == place)
    return right


async def asked(
    url: str, verb: str, path: str, form: dict | None = None
) -> tuple[int, dict[str, str], bytes]:
    """One request on a connection of its own, as a stranger's phone makes it."""
    parts = urlsplit(url)
    body = urlencode(form).encode() if form else b""
    head = [
        f"{verb} {path} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close",
        f"Referer: {url}{path}", f"Cookie: csrf={TOKEN}", "Accept-Encoding: gzip",
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
    lines = first.decode("latin-1").split("\r\n")
    said = {}
    for line in lines[1:]:
        name, _colon, value = line.partition(": ")
        said[name.lower()] = value
    if said.get("content-encoding") == "gzip":
        rest = gzip.decompress(rest)
    return int(lines[0].split(" ", 2)[1]), said, rest


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
