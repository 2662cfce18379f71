"""The balance of an account at any moment, in a ledger of ten million transfers.

    python -m benchmarks.points_moments [--scale 100] [--accounts 10000] [--asked 1000]

A scale of 1 is a year of the reference city, 100,000 transfers. The ledger is written past our
actions, in bulk, but it is a ledger: chained, in order of time, no balance ever below zero, closed
each night as the nightly job closes it. Beforehand the program's own doctor is asked whether every
kept balance is right, and some answers are compared with plain sums.

On the database that `DATABASE_URL` names (PostgreSQL, empty, as its superuser: rows are copied past
triggers and foreign keys, and whoever made it throws it away), else on an SQLite file of its own, which is
thrown away. It wants about half a gigabyte a million rows.
"""

import argparse
import json
import os
import shutil
import tempfile
import time
from datetime import timedelta
from hashlib import sha256
from random import Random

from benchmarks import points

DAYS = 3 * 365
COLUMNS = (
    "lane", "number", "previous", "hash", "id", "scheme_id", "kind", "purpose", "debit_id",
    "credit_id", "amount", "moved", "holds", "note", "at",
)  # fmt: skip


def written(scheme, keys, source, purse, rows, begins, lane):
    """Rows of the ledger: each holder earns twice and exchanges once, in turn."""
    from tomoni.core.chain.lanes import BEGINNING

    last, step = BEGINNING, DAYS * 86400 / rows
    for n in range(rows):
        holder, spends = keys[n % len(keys)], n // len(keys) % 3 == 2
        debit, credit = (holder, purse) if spends else (source, holder)
        purpose = "claimed" if spends else "earned"
        at = (begins + timedelta(seconds=n * step)).isoformat(" ", "microseconds")[:26]
        key, number = f"{n:012x}40008000{n:012x}", n + 1
        text = (
            f'{{"amount":"1","at":"{at}","credit_id":"{credit}","debit_id":"{debit}","holds":"0",'
            f'"id":"{key}","kind":"plain","moved":"1","note":"","purpose":"{purpose}",'
            f'"scheme_id":"{scheme}"}}'
        )
        new = sha256(last + f"points_transfer {lane} {number} {text}".encode()).digest()
        yield (
            lane, number, last, new, key, scheme, "plain", purpose, debit, credit, 1, 1, 0, "",
            at if not at.endswith(".000000") else at[:19],
        )  # fmt: skip
        last = new


def closings(keys, source, purse, rows, begins):
    """What the nightly job writes: for the two ends each night, for others each 200 rows."""
    step, ends = DAYS * 86400 / rows, [0, 0]
    per_night, since = rows // DAYS, 0
    for night in range(1, DAYS + 1):
        until = begins + timedelta(days=night) - timedelta(microseconds=1)
        upto = min(rows, int((night * 86400 - 1e-6) / step) + 1)
        rounds, rest = divmod(upto, len(keys))
        spent = rounds // 3 * len(keys) + (rest if rounds % 3 == 2 else 0)
        ends = [-(upto - spent), spent]
        for account, balance in ((source, ends[0]), (purse, ends[1])):
            yield account, until, balance
        since += per_night
        if since >= 200 * len(keys):
            since = 0
            for place, holder in enumerate(keys):
                done = rounds + (place < rest)
                yield holder, until, done - done // 3 * 2


def accounts(scheme, many, at):
    from tomoni.doing.points.models import Account
    from tomoni.ground.people.models import Person

    persons = Person.objects.bulk_create(
        [Person(name=f"見本 {n}", created_at=at, updated_at=at) for n in range(many)]
    )
    Account.objects.bulk_create(
        [
            Account(scheme=scheme, kind="person", person=one, card=f"{n:07d}", opened_at=at)
            for n, one in enumerate(persons)
        ]
    )
    rows = Account.objects.filter(
        scheme=scheme, person__in=Person.objects.filter(name__startswith="見本 ")
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))[-many:]


def load(scheme, keys, rows):
    from django.db import connection
    from django.utils import timezone

    from tomoni.core.models import Lane
    from tomoni.doing.points import guards
    from tomoni.doing.points.models import Account, Scheme
    from tomoni.doing.points.queries import earned

    one = Scheme.objects.get(pk=scheme)
    source, purse = earned.source_of(one).pk, earned.purse_of(one).pk
    begins = timezone.now().replace(microsecond=0) - timedelta(days=DAYS)
    lane = Lane.objects.create(table="points_transfer").pk
    made = written(scheme, keys, source, purse, rows, begins, lane)
    closed = closings(keys, source, purse, rows, begins)
    with connection.cursor() as cursor:
        (_into_postgres if connection.vendor == "postgresql" else _into_sqlite)(
            cursor, made, closed, guards, connection
        )
    assert not Account.objects.filter(balance__lt=0).exists()
    return begins, source, purse, lane


SUMS = (
    "UPDATE points_account SET balance = "
    "COALESCE((SELECT SUM(moved) FROM points_transfer WHERE credit_id = points_account.id), 0) - "
    "COALESCE((SELECT SUM(moved) FROM points_transfer WHERE debit_id = points_account.id), 0) "
    "WHERE NOT may_go_below"
)


def _into_sqlite(cursor, made, closed, guards, connection):
    for statement in guards.remove("sqlite"):
        cursor.execute(statement)
    indexes = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'points_transfer'"
    cursor.execute(indexes)
    later = cursor.fetchall()
    for name, _sql in later:
        cursor.execute(f'DROP INDEX "{name}"')
    cursor.execute("PRAGMA synchronous=OFF")
    raw = connection.connection
    places = ", ".join("?" * len(COLUMNS))
    insert = f"INSERT INTO points_transfer ({', '.join(COLUMNS)}) VALUES ({places})"
    raw.execute("BEGIN")
    raw.executemany(insert, made)
    raw.execute("COMMIT")
    for _name, sql in later:
        cursor.execute(sql)
    raw.execute(SUMS)
    raw.commit()
    adapt = connection.ops.adapt_datetimefield_value
    raw.executemany(
        "INSERT INTO points_closing (account_id, until, balance, held) VALUES (?, ?, ?, 0)",
        ((account, adapt(until), balance) for account, until, balance in closed),
    )
    raw.commit()
    for statement in guards.install("sqlite"):
        cursor.execute(statement)
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("ANALYZE")


def _into_postgres(cursor, made, closed, _guards, _connection):
    cursor.execute("SET session_replication_role = replica")  # No trigger, no foreign key.
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'points_transfer' "
        "AND indexdef NOT LIKE '%UNIQUE%'"
    )
    later = cursor.fetchall()
    for name, _sql in later:
        cursor.execute(f'DROP INDEX "{name}"')
    columns = ", ".join(COLUMNS)
    with cursor.copy(f"COPY points_transfer ({columns}) FROM STDIN") as copy:
        for lane, number, previous, new, *rest, at in made:
            values = "\t".join(map(str, rest))
            copy.write(
                f"{lane}\t{number}\t\\\\x{previous.hex()}\t\\\\x{new.hex()}\t{values}\t{at}+00\n"
            )
    for _name, sql in later:
        cursor.execute(sql)
    cursor.execute("ANALYZE points_transfer")
    cursor.execute(SUMS)
    with cursor.copy("COPY points_closing (account_id, until, balance, held) FROM STDIN") as copy:
        for account, until, balance in closed:
            copy.write_row((account, until, balance, 0))
    cursor.execute("SET session_replication_role = origin")
    cursor.execute("ANALYZE")


def checked(keys, source, purse, begins, lane):
    """The ledger is one: kept balances, some links of the chain, some answers by plain sums."""
    from django.db.models import Sum

    from tomoni.core.chain.rows import digest, text_of
    from tomoni.doing.points.models import Account, Transfer
    from tomoni.doing.points.queries import balances

    assert not balances.wrong_balances()
    chance, count = Random(3), Transfer.objects.filter(lane=lane).count()
    for number in (1, 2, count, *(chance.randrange(1, count) for _n in range(200))):
        row = Transfer.objects.get(lane=lane, number=number)
        assert bytes(row.hash) == digest(
            row.previous, "points_transfer", row.lane, number, text_of(row)
        )
    for key in (source, purse, *chance.sample(keys, 20)):
        moment = begins + timedelta(seconds=chance.random() * DAYS * 86400)
        rows = Transfer.objects.filter(at__lte=moment)
        into = rows.filter(credit=key).aggregate(n=Sum("moved"))["n"] or 0
        out = rows.filter(debit=key).aggregate(n=Sum("moved"))["n"] or 0
        assert balances.stood(Account.objects.get(pk=key), moment) == (into - out, 0), key


def asked(keys, begins, many):
    """p50, p95 and p99 in milliseconds over so many accounts and moments."""
    from tomoni.doing.points.models import Account
    from tomoni.doing.points.queries.balances import stood

    chance, took = Random(5), []
    held = Account.objects.in_bulk(keys)
    for _n in range(many):
        account = held[chance.choice(keys)]
        moment = begins + timedelta(seconds=chance.random() * DAYS * 86400)
        start = time.perf_counter()
        stood(account, moment)
        took.append((time.perf_counter() - start) * 1000)
    took.sort()
    return [round(took[int(many * part)], 2) for part in (0.5, 0.95, 0.99)]


def _bytes(folder, connection):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return cursor.fetchone()[0]
    return sum(f.stat().st_size for f in os.scandir(folder) if f.is_file())


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--scale", type=int, default=100)
    words.add_argument("--accounts", type=int, default=10_000)
    words.add_argument("--asked", type=int, default=1000)
    args = words.parse_args()
    folder = tempfile.mkdtemp(prefix="tomoni-bench-")
    os.environ["TOMONI_DATA"] = folder
    try:
        points.ACCOUNTS = 1
        points.setup()
        scheme, _keys = points.build()
        from django.db import connection
        from django.utils import timezone

        from tomoni.doing.points.models import Scheme

        at, one = timezone.now(), Scheme.objects.get(pk=scheme)
        keys = accounts(one, args.accounts, at)
        rows = args.scale * 100_000
        start = time.perf_counter()
        begins, source, purse, lane = load(scheme, keys, rows)
        loaded = time.perf_counter() - start
        checked(keys, source, purse, begins, lane)
        found = {
            "benchmark": "points_moments",
            "database": connection.vendor,
            "rows": rows,
            "load_s": round(loaded),
        }
        found["holders_ms"] = asked(keys, begins, args.asked)
        found["ends_ms"] = asked([source, purse], begins, args.asked)
        found["gigabytes"] = round(_bytes(folder, connection) / 1e9, 1)
        print(json.dumps(found))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
