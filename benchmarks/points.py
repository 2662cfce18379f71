"""Transfers a second through our action, beside a bare INSERT and UPDATE and beside django-hordak,
and the balance of an account at any moment.

    python -m benchmarks.points [--scale 1] [--seconds 5] [--writers 8] [--rows 100000]
                                [--rounds 3] [--hordak PYTHON]

On the database that `DATABASE_URL` names, else on an SQLite file of its own; it must be an empty
database. `--hordak` is an interpreter that has django-hordak 2.0 (a virtual environment of its own:
`python -m venv hordak; hordak/bin/pip install django-hordak==2.0.0 "psycopg[binary]"`, since
its packages do not fit beside ours); the same number of accounts and seconds, the same database.

Single: one transaction for each transfer, with one writer and with several. Batch: 100 transfers in
one transaction; ours books them as one act, the bare one sends its three statements for each, hordak
once makes each transfer as it always does and once writes transactions and legs by `bulk_create`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
ACCOUNTS = 200
BATCH = 100


def setup():
    os.environ.setdefault("TOMONI_DATA", tempfile.mkdtemp(prefix="tomoni-bench-"))
    import django

    django.setup()


def build():
    """An empty town with one scheme, so many accounts with plenty of points, and bare tables."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from tests.points.towns import give, holder, scheme_with

    call_command("migrate", verbosity=0)
    at = timezone.now()
    scheme = scheme_with(at=at)
    keys = [holder(scheme, at=at).pk for _n in range(ACCOUNTS)]
    from tomoni.doing.points.models import Account

    for account in Account.objects.filter(pk__in=keys).select_related("scheme"):
        give(account, 10**9, at=at)
    kind = "bigserial" if connection.vendor == "postgresql" else "integer"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE bare_row (id {kind} PRIMARY KEY, debit bigint, credit bigint, amount bigint)"
        )
        cursor.execute("CREATE TABLE bare_account (id bigint PRIMARY KEY, balance bigint)")
        for key in keys:
            cursor.execute("INSERT INTO bare_account VALUES (%s, 0)", [key])
    return scheme.pk, keys


def ours(keys, seconds, seed, *, count=None):
    """Transfers between two accounts, one transaction each."""
    from django.utils import timezone

    from tomoni.doing.points.actions import ledger
    from tomoni.doing.points.models import Account

    accounts, chance = list(Account.objects.filter(pk__in=keys)), Random(seed)
    done, ends = 0, time.perf_counter() + (seconds or 0)
    while done < count if count else time.perf_counter() < ends:
        debit, credit = chance.sample(accounts, 2)
        ledger.transfer(
            id=uuid4(), debit=debit, credit=credit, amount=1, purpose="given", by=None,
            at=timezone.now(),
        )  # fmt: skip
        done += 1
    return done


def bare(keys, seconds, seed, *, count=None):
    """One INSERT and one UPDATE of each account, in the order of their numbers, a transaction each."""
    from django.db import connection, transaction

    chance, done, ends = Random(seed), 0, time.perf_counter() + (seconds or 0)
    while done < count if count else time.perf_counter() < ends:
        debit, credit = chance.sample(keys, 2)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO bare_row (debit, credit, amount) VALUES (%s, %s, 1)", [debit, credit]
            )
            for key in sorted((debit, credit)):
                cursor.execute(
                    "UPDATE bare_account SET balance = balance + %s WHERE id = %s",
                    [1 if key == credit else -1, key],
                )
        done += 1
    return done


def ours_batch(keys, seconds, seed, *, count=None):
    """The same, a hundred booked as one act."""
    from django.utils import timezone

    from tomoni.doing.points.actions import drafts, many
    from tomoni.doing.points.models import Account

    accounts, chance = list(Account.objects.filter(pk__in=keys)), Random(seed)
    done, ends = 0, time.perf_counter() + (seconds or 0)
    while done < count if count else time.perf_counter() < ends:
        rows = []
        for _n in range(BATCH):
            debit, credit = chance.sample(accounts, 2)
            rows.append(
                drafts.move(
                    id=uuid4(), debit=debit, credit=credit, amount=1, purpose="given", by=None,
                    at=timezone.now(),
                )
            )  # fmt: skip
        many.book_all(rows)
        done += BATCH
    return done


def bare_batch(keys, seconds, seed, *, count=None):
    """The bare one, a hundred in one transaction, accounts in the order of their numbers."""
    from django.db import connection, transaction

    chance, done, ends = Random(seed), 0, time.perf_counter() + (seconds or 0)
    while done < count if count else time.perf_counter() < ends:
        rows = [chance.sample(keys, 2) for _n in range(BATCH)]
        with transaction.atomic(), connection.cursor() as cursor:
            for debit, credit in rows:
                cursor.execute(
                    "INSERT INTO bare_row (debit, credit, amount) VALUES (%s, %s, 1)",
                    [debit, credit],
                )
            sides = [(key, n) for debit, credit in rows for key, n in ((debit, -1), (credit, 1))]
            for key, n in sorted(sides):  # Else two batches stop each other for good.
                cursor.execute(
                    "UPDATE bare_account SET balance = balance + %s WHERE id = %s", [n, key]
                )
        done += BATCH
    return done


WORK = {"ours": ours, "bare": bare, "ours_batch": ours_batch, "bare_batch": bare_batch}


def _in_process(name, keys, seconds, seed):
    setup()
    return WORK[name](keys, seconds, seed)


def processor(name, keys, count=1000, rounds=5):
    """Microseconds of processor for one transfer, ours and the server's, the least of some rounds.

    Other work on the machine makes a second shorter but hardly changes this figure.
    """
    from django.db import connection

    work, server = WORK[name], None
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
            server = server if server.exists() else None

    def spent():
        of_server = int(server.read_text().split()[0]) / 1e9 if server else 0
        return time.process_time() + of_server

    found = []
    for seed in range(rounds):
        begun = spent()
        done = work(keys, None, seed, count=count)
        found.append((spent() - begun) / done * 1e6)
    return round(min(found))


def rate(name, keys, seconds, writers):
    """Transfers a second with so many processes; starting them is outside the clock."""
    with get_context("spawn").Pool(writers) as pool:
        pool.starmap(_in_process, [(name, keys, 0.2, n) for n in range(writers)])
        done = pool.starmap(_in_process, [(name, keys, seconds, n) for n in range(writers)])
    return round(sum(done) / seconds, 1)


def moments(scheme, keys, rows, asked=300):
    """p50 and p95 in milliseconds of the balance at any moment over so many transfers."""
    from datetime import timedelta

    from django.utils import timezone

    from tomoni.doing.points.models import Account, Transfer
    from tomoni.doing.points.queries.balances import stood

    chance, ends = Random(1), timezone.now()
    begins = ends - timedelta(days=365)
    for first in range(0, rows, 5000):
        Transfer.objects.bulk_create(
            [
                Transfer(
                    scheme_id=scheme, kind="plain", purpose="given", debit_id=debit,
                    credit_id=credit, amount=1, moved=1, holds=0,
                    at=begins + timedelta(seconds=365 * 86400 * n / rows),
                )
                for n in range(first, min(first + 5000, rows))
                for debit, credit in [chance.sample(keys, 2)]
            ]
        )  # fmt: skip
    accounts, took = list(Account.objects.filter(pk__in=keys)), []
    for _n in range(asked):
        account = chance.choice(accounts)
        moment = begins + timedelta(seconds=chance.random() * 365 * 86400)
        start = time.perf_counter()
        stood(account, moment)
        took.append((time.perf_counter() - start) * 1000)
    took.sort()
    return round(took[asked // 2], 2), round(took[int(asked * 0.95)], 2)


def hordak(python, seconds, writers, way="single"):
    script = Path(__file__).with_name("points_hordak.py")
    done = subprocess.run(
        [python, str(script), str(seconds), str(writers), str(ACCOUNTS), way],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.strip().splitlines()[-1])


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--scale", type=int, default=1)
    asked.add_argument("--seconds", type=float, default=5)
    asked.add_argument("--writers", type=int, default=8)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--hordak", default="")
    args = asked.parse_args()
    setup()
    from django.db import connection

    scheme, keys = build()
    found = {"benchmark": "points", "database": connection.vendor}
    peers = ["single", "atomic", "bulk"] if args.hordak else []
    for name in WORK:
        found[f"processor_us_{name}"] = processor(name, keys)
    for way in peers:
        found[f"processor_us_hordak_{way}"] = hordak(args.hordak, 0, 0, way)
    for name, writers in (("", 1), ("", args.writers), ("_batch", 1), ("_batch", args.writers)):
        ways = [way for way in peers if (way == "single") is (not name)]
        rates = {}
        for _round in range(args.rounds):  # Side by side, so that other work meets all alike.
            for of in ("bare", "ours"):
                once = rate(of + name, keys, args.seconds, writers)
                rates.setdefault(of, []).append(once)
            for way in ways:
                once = hordak(args.hordak, args.seconds, writers, way)
                rates.setdefault(f"hordak_{way}", []).append(once)
        row = {of: median(several) for of, several in rates.items()}
        row["of_bare"] = round(row["ours"] / row["bare"], 2)
        for way in ways:
            row[f"times_hordak_{way}"] = round(row["ours"] / row[f"hordak_{way}"], 1)
        found[f"{writers}{name}"] = row
        print(json.dumps(found), file=sys.stderr)
    rows = args.rows * args.scale
    found["rows"] = rows
    found["moment_p50_ms"], found["moment_p95_ms"] = moments(scheme, keys, rows)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
