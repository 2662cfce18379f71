"""The peer of benchmarks/points.py, run by an interpreter that has django-hordak 2.0.

    python points_hordak.py SECONDS WRITERS ACCOUNTS WAY     (DATABASE_URL names a PostgreSQL database)

It stands alone: the peer's packages do not fit beside ours. Prints transfers a second; with 0
writers, microseconds of processor for one transfer. WAY is `single` (a transaction each), `atomic`
(a hundred of its `transfer_to` in one transaction) or `bulk` (a hundred by two `bulk_create`, which
passes its own code by and leaves the checks to its triggers).
"""

import os
import sys
import time
from multiprocessing import get_context
from random import Random
from urllib.parse import urlsplit

BATCH = 100


def setup():
    import django
    from django.conf import settings

    url = urlsplit(os.environ["DATABASE_URL"])
    settings.configure(
        DATABASES={"default": {
            "ENGINE": "django.db.backends.postgresql", "NAME": url.path[1:], "HOST": url.hostname,
            "PORT": url.port, "USER": url.username, "PASSWORD": url.password, "CONN_MAX_AGE": None,
        }},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", DEFAULT_CURRENCY="JPY",
        CURRENCIES=["JPY"], USE_TZ=True, SECRET_KEY="benchmark",
    )  # fmt: skip
    django.setup()


def work(keys, seconds, seed, way, *, count=None):
    if not os.environ.get("DJANGO_IS_UP"):
        os.environ["DJANGO_IS_UP"] = "1"
        setup()
    from django.db import transaction
    from hordak.models import Account, Leg, Transaction
    from moneyed import Money

    accounts, chance, one = list(Account.objects.filter(pk__in=keys)), Random(seed), Money(1, "JPY")
    done, ends = 0, time.perf_counter() + (seconds or 0)
    while done < count if count else time.perf_counter() < ends:
        if way == "single":
            debit, credit = chance.sample(accounts, 2)
            debit.transfer_to(credit, one)
            done += 1
            continue
        pairs = [chance.sample(accounts, 2) for _n in range(BATCH)]
        with transaction.atomic():
            if way == "atomic":
                for debit, credit in pairs:
                    debit.transfer_to(credit, one)
            else:
                made = Transaction.objects.bulk_create([Transaction() for _pair in pairs])
                Leg.objects.bulk_create(
                    leg
                    for row, (debit, credit) in zip(made, pairs, strict=True)
                    for leg in (
                        Leg(transaction=row, account=debit, credit=one),
                        Leg(transaction=row, account=credit, debit=one),
                    )
                )
        done += BATCH
    return done


def processor(keys, way, count=300, rounds=5):
    """As in benchmarks/points.py: microseconds of processor for one transfer, both sides."""
    from pathlib import Path

    from django.db import connection

    os.environ["DJANGO_IS_UP"] = "1"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def spent():
        return time.process_time() + int(server.read_text().split()[0]) / 1e9

    found = []
    for seed in range(rounds):
        begun = spent()
        work(keys, None, seed, way, count=count)
        found.append((spent() - begun) / count * 1e6)
    del os.environ["DJANGO_IS_UP"]
    return round(min(found))


def main():
    seconds, writers, accounts = float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    way = sys.argv[4]
    setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from hordak.models import Account, AccountType

    begun = Account.objects.count()
    keys = [
        Account.objects.create(
            name=f"{n}", type=AccountType.asset, currencies=["JPY"], code=f"{begun + n}"
        ).pk
        for n in range(accounts)
    ]  # fmt: skip
    if writers == 0:
        print(processor(keys, way))
        return
    with get_context("spawn").Pool(writers) as pool:
        pool.starmap(work, [(keys, 0.2, n, way) for n in range(writers)])
        done = pool.starmap(work, [(keys, seconds, n, way) for n in range(writers)])
    print(round(sum(done) / seconds, 1))


if __name__ == "__main__":
    main()
