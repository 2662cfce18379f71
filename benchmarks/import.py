"""How fast a list is taken in, and with how much memory: `python benchmarks/import.py`.

A list of evacuation sites in the current national edition, every seventh row with something to
repair, is imported by the installed command into a new installation of its own, at one, four and
sixteen times `--rows`: once into an empty directory and once again unchanged.  The peer reads the
same file with `csv.DictReader` and saves the bare listings in handfuls, with no place, hazard,
check, comparison, audit row or search index: the floor of what writing rows costs at all.

Rates are given by the clock and, as "cpu", by processor seconds of our own process, which is the
steadier figure on a shared machine; on PostgreSQL the server's own work is not in it.

The database is SQLite, or the one of DATABASE_URL, which must be empty and is left filled.
The last line is JSON.
"""

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = [
    "全国地方公共団体コード",
    "ID",
    "名称",
    "名称_カナ",
    "所在地_連結表記",
    "緯度",
    "経度",
    "電話番号",
    "市区町村コード",
    "災害種別_洪水",
    "災害種別_地震",
    "災害種別_津波",
    "想定収容人数",
    "URL",
    "備考",
]
TOWNS = (
    "花園2丁目",
    "稲穂3丁目",
    "銭函1丁目",
    "桜4丁目",
    "色内1丁目",
    "長橋2丁目",
    "朝里川温泉1丁目",
)

PEER = """
import csv, sys, time, uuid
from datetime import date
import django
django.setup()
from django.db import transaction
from django.utils import timezone
from itertools import islice
from tomoni.town.places.models import Listing
begun, now = time.process_time(), timezone.now()
with open(sys.argv[1], encoding="utf-8-sig", newline="") as file, transaction.atomic():
    rows = csv.DictReader(file)
    while handful := list(islice(rows, 500)):
        Listing.objects.bulk_create([
            Listing(slug=uuid.uuid4().hex, name=row["名称"], name_kana=row["名称_カナ"],
                    source="peer", checked_on=date.today(), status="published",
                    created_at=now, updated_at=now) for row in handful
        ])
    print(time.process_time() - begun)
    transaction.set_rollback(True)
"""


def write_list(path: Path, rows: int) -> None:
    dice = random.Random(12033)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow(HEADER)
        for n in range(rows):
            town = TOWNS[n % len(TOWNS)]
            phone = "0134-32-4111" if n % 7 else "(0134)32-4111"
            point = (
                f"43.{dice.randrange(140000, 220000)}",
                f"140.{dice.randrange(950000, 999999)}",
            )
            out.writerow(
                ["012033", f"B{n:07d}", f"見本避難場所{n}号", f"ミホンヒナンバショ{n}ゴウ",
                 f"北海道小樽市{town}{n % 40 + 1}番{n % 20 + 1}号", *point, phone, "012033",
                 "1" if n % 2 else "", "1", "1" if n % 3 else "", str(50 + n % 400),
                 "https://example.jp/", "見本"]
            )  # fmt: skip


@dataclass
class Used:
    """What a child took: seconds by the clock and of processor, peaks of memory in MB."""

    wall: float
    cpu: float
    peak_mb: float
    with_files_mb: float
    said: str


def run(words: list[str], env: dict[str, str]) -> Used:
    """Run a child of its own.

    Its memory is what it allocated itself (RssAnon): pages of the database file that SQLite
    maps are the system's cache and go back at need.
    """
    begun, peak = time.perf_counter(), 0
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        child = subprocess.Popen([sys.executable, *words], env=env, cwd=ROOT, stdout=out)
        while True:
            pid, status, used = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            peak = max(peak, _own_memory(child.pid))
            time.sleep(0.05)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read()
    if child.returncode:
        raise SystemExit(said)
    cpu = used.ru_utime + used.ru_stime
    return Used(time.perf_counter() - begun, cpu, peak / 1024, used.ru_maxrss / 1024, said)


def _own_memory(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if "RssAnon" in line), 0)


def _empty(url: str) -> None:
    """A database without tables: records refuse to be emptied, so their schema goes."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def measure(rows: int, folder: Path) -> dict[str, float]:
    data = folder / f"data-{rows}"
    data.mkdir()
    env = {
        **os.environ,
        "TOMONI_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    path = folder / f"012033_evacuation_space_{rows}.csv"
    write_list(path, rows)
    tomoni = ["-m", "tomoni"]
    if url := os.environ.get("DATABASE_URL"):
        _empty(url)
    run([*tomoni, "migrate", "-v0"], env)
    # The start of Django and the code tables are paid once and are not part of the rate.
    first = folder / "first.csv"
    write_list(first, 1)
    run([*tomoni, "import", "places", str(first), "-v0"], env)
    idle = run([*tomoni, "import", "places", str(first), "-v0"], env)
    new = run([*tomoni, "import", "places", str(path), "-v0"], env)
    same = run([*tomoni, "import", "places", str(path), "-v0"], env)
    assert f"{rows}行: 新規{rows - 1}" in new.said, new.said
    assert f"変更なし{rows}" in same.said, same.said
    peer = run(["-c", PEER, str(path)], env)
    peer_cpu = float(peer.said)
    return {
        "rows": rows,
        "created_rows_per_s": round(rows / max(new.wall - idle.wall, 0.01)),
        "created_rows_per_cpu_s": round(rows / max(new.cpu - idle.cpu, 0.01)),
        "unchanged_rows_per_cpu_s": round(rows / max(same.cpu - idle.cpu, 0.01)),
        "peer_rows_per_cpu_s": round(rows / peer_cpu),
        "ratio_to_peer": round(peer_cpu / max(new.cpu - idle.cpu, 0.01), 3),
        # Own memory (RssAnon); the second figure counts mapped files too.
        "peak_mb": round(max(new.peak_mb, same.peak_mb)),
        "peak_with_files_mb": round(max(new.with_files_mb, same.with_files_mb)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=5_000, help="the reference city's listings")
    parser.add_argument("--scale", type=int, nargs="+", default=[1, 4, 16])
    asked = parser.parse_args()
    figures = []
    with tempfile.TemporaryDirectory(prefix="tomoni-import-") as folder:
        for scale in asked.scale:
            measured = {"scale": scale, **measure(asked.rows * scale, Path(folder))}
            print(json.dumps(measured), flush=True)
            figures.append(measured)
    last, first = figures[-1], figures[0]
    print(
        json.dumps(
            {
                "database": "postgresql" if os.environ.get("DATABASE_URL") else "sqlite",
                "runs": figures,
                "rate_at_largest_to_smallest": round(
                    last["created_rows_per_cpu_s"] / first["created_rows_per_cpu_s"], 2
                ),
                "memory_at_largest_to_smallest": round(last["peak_mb"] / first["peak_mb"], 2),
            }
        )
    )


if __name__ == "__main__":
    main()
