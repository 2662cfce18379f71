"""`python -m tests.lives --plays 3000 --db sqlite`: prints the counts as JSON.

Plays one after the other, each with the lives of about a dozen matters, in parts with a seed each; then
several hands at once, as processes that are killed, on `--matters` matters. Ends with 1 when anything was dropped.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests import postgres
from tests.day.killing import in_memory
from tests.installation import Installation

PART = 100


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plays", type=int, default=3000)
    parser.add_argument("--matters", type=int, default=500, help="for several hands at once")
    parser.add_argument("--acts", type=int, default=10_000, help="of several hands at once")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--db", choices=("sqlite", "pg"), default="sqlite")
    parser.add_argument("--minutes", type=float, default=60, help="begin no new part after so long")
    options = parser.parse_args()
    cluster = postgres.start() if options.db == "pg" else None
    begun, total, at_once = time.monotonic(), Counter(), {}
    try:
        with tempfile.TemporaryDirectory(prefix="tomoni-lives-", dir=in_memory()) as folder:
            one = Installation(Path(folder) / "town", os.environ["DATABASE_URL"] if cluster else "")
            try:
                one.run("migrate", "-v0")
                one.run("keys", "new")
                part = 0
                while total["plays"] < options.plays:
                    if time.monotonic() - begun > options.minutes * 60:
                        break
                    plays = min(PART, options.plays - total["plays"])
                    known = f"{plays}, seed={options.seed * 1000 + part}"
                    total.update(
                        _said(one, f"from tests.lives import machine; machine.say({known})")
                    )
                    part += 1
                    print(f"{total['plays']} plays", file=sys.stderr, flush=True)
                if options.matters:  # Last, because what it writes stays.
                    known = f"matters={options.matters}, acts={options.acts}, seed={options.seed}"
                    at_once = _said(one, f"from tests.lives import hands; hands.say({known})")
            finally:
                one.throw_away()
    finally:
        if cluster:
            postgres.stop(*cluster)
    said = {
        "database": options.db, **total, "seconds": round(total["seconds"]), "at_once": at_once,
        "in_all": round(time.monotonic() - begun),
    }  # fmt: skip
    print(json.dumps(said, ensure_ascii=False))
    return bool(at_once.get("wrong"))


def _said(one: Installation, code: str) -> dict:
    """What a piece of the program says in its last line; a life that ends badly ends all."""
    return json.loads(one.ask(code).splitlines()[-1])


if __name__ == "__main__":
    sys.exit(main())
