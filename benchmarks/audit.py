"""`tomoni audit verify`: rows a second, beside a bare loop of SHA-256 over the same rows.

    python benchmarks/audit.py [--db-url URL] [--scale 1,4,16]

The rows are written by `audit.record_many` and `audit.record`, the functions of the actions. The peer has the rows' bytes
in memory already and does nothing but hash them: a lower bound nobody who reads a database can
reach. The last line is JSON.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import threading
from hashlib import sha256
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
ONE = 20_000


def main() -> None:
    known = argparse.ArgumentParser(description=__doc__)
    known.add_argument("--db-url", default="")
    known.add_argument("--scale", default="1,4,16", help="growth steps in units of 20,000 rows")
    args = known.parse_args()
    with tempfile.TemporaryDirectory(prefix="tomoni-bench-") as data:
        os.environ |= {
            "TOMONI_DATA": data,
            "DATABASE_URL": args.db_url,
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        print(json.dumps(run([int(word) for word in args.scale.split(",")])))


def run(scales: list[int]) -> dict:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.utils.timezone import now

    from tomoni.core import audit, chain, keyring
    from tomoni.core.chain import rows
    from tomoni.core.chain.verifying import _rows, verify
    from tomoni.core.models import AuditRow, Lane
    from tomoni.ground.people.models import Organisation

    call_command("migrate", verbosity=0)
    keyring.create(at=now())
    verify()
    steps, size = [], 0
    for scale in scales:
        begun = perf_counter()
        for first in range(size, scale * ONE, 2000):
            things = [
                (Organisation(name=f"見本{n}"), {"name": ("", f"見本{n}"), "phone": (None, "0134")})
                for n in range(first, first + 2000)
            ]
            with transaction.atomic():
                audit.record_many(
                    "people.organisation_created", things, by=None, at=now(), note="取り込み"
                )
        written = scale * ONE - size
        many = written / (perf_counter() - begun)
        size = scale * ONE
        chain.write_checkpoints(now())
        kept = []
        for row in _rows("core_auditrow", rows.as_text(AuditRow, connection.vendor)):
            kept.append("\x1f".join("" if v is None else v for v in row[4:]).encode())
            if len(kept) == ONE:
                break
        quickest = min(_hash(kept) for _ in range(3))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        taken, report = [], None
        for _ in range(3):
            begun = perf_counter()
            report = verify()
            taken.append(perf_counter() - begun)
        assert report.ok and report.proven >= size
        rate, bare = report.rows / min(taken), len(kept) / quickest
        steps.append({
            "scale": scale, "rows": report.rows, "verify_rows_per_s": round(rate), "bare_sha256_per_s": round(bare),
            "ratio": round(rate / bare, 3), "record_many_rows_per_s": round(many),
            "memory_grown_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before,
        })  # fmt: skip
        print(json.dumps(steps[-1]), flush=True)
    thing = Organisation(name="見本")
    begun = perf_counter()
    for _ in range(500):
        audit.record("people.tried", thing, by=None, at=now())
    one = 500 / (perf_counter() - begun)

    def write() -> None:
        for _ in range(200):
            audit.record("people.tried", thing, by=None, at=now())
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    begun = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    four = 800 / (perf_counter() - begun)
    assert verify().ok
    return {
        "benchmark": "audit", "database": connection.vendor, "steps": steps,
        "verify_rows_per_s": steps[-1]["verify_rows_per_s"], "goal_rows_per_s": 100_000,
        "peer": "a bare loop of sha256 over the same rows in memory", "ratio": steps[-1]["ratio"],
        "record_per_s_one_writer": round(one), "record_per_s_four_writers": round(four),
        "lanes": Lane.objects.count(),
    }  # fmt: skip


def _hash(texts: list[bytes]) -> float:
    begun, last = perf_counter(), bytes(32)
    for text in texts:
        last = sha256(last + text).digest()
    return perf_counter() - begun


if __name__ == "__main__":
    main()
