"""`python -m tests.day --kills 1000 --seed 1 --db sqlite`: prints the counts as JSON.

Ends with 1 when a baton, a matter, an acknowledged act or a notice was lost or doubled.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from tests import postgres
from tests.day.killing import in_memory, live_through
from tests.installation import Installation


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--db", choices=("sqlite", "pg"), default="sqlite")
    parser.add_argument("--minutes", type=float, default=60, help="stop killing after so long")
    parser.add_argument("--speed", type=float, default=60, help="seconds of the day in one of ours")
    options = parser.parse_args()
    cluster = postgres.start() if options.db == "pg" else None
    try:
        with tempfile.TemporaryDirectory(prefix="tomoni-day-", dir=in_memory()) as folder:
            one = Installation(Path(folder) / "town", os.environ["DATABASE_URL"] if cluster else "")
            try:
                counts = live_through(
                    one, kills=options.kills, seed=options.seed, speed=options.speed,
                    minutes=options.minutes,
                )  # fmt: skip
            finally:
                one.throw_away()
    finally:
        if cluster:
            postgres.stop(*cluster)
    print(json.dumps(counts, ensure_ascii=False))
    return bool(counts["wrong"])


if __name__ == "__main__":
    sys.exit(main())
