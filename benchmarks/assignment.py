"""A day's assignment: 300 volunteers and 3,000 needs, solved as a whole, with its proven gap.

The peer is what is done without it: each need in turn takes the cheapest volunteer that is free.

    .venv/bin/python benchmarks/assignment.py [--scale 1]
"""

import argparse
import json
import random
import time

from tomoni.doing.volunteering.rules.assigning import WORTH, Job, Pair, solve
from tomoni.doing.volunteering.rules.matching import Fit, price

HELPERS, NEEDS, NEAREST, SIDE_KM = 300, 3000, 60, 12.0


def town(scale: float, seed: int = 1) -> tuple[list[Job], list[Pair], dict[str, int]]:
    """Needs all over a town at six times of the day, a fifth of them for two; each helper's nearest."""
    dice = random.Random(seed)
    jobs, where = [], {}
    for n in range(int(NEEDS * scale)):
        begins = dice.choice((8, 9.5, 11, 13, 14.5, 16))
        two = dice.random() < 0.2
        job = Job(
            f"n{n}",
            2 if two else 1,
            begins,
            begins + 1.5,
            2 if two else 1,
            dice.choice((1, 1, 1, 2)),
        )
        jobs.append(job)
        where[job.key] = (dice.random() * SIDE_KM, dice.random() * SIDE_KM)
    pairs, most = [], {}
    for n in range(int(HELPERS * scale)):
        x, y = dice.random() * SIDE_KM, dice.random() * SIDE_KM
        key, most[f"v{n}"] = f"v{n}", dice.choice((2, 3, 4))
        mine = []
        for job in jobs:
            a, b = where[job.key]
            fit = Fit(
                km=((a - x) ** 2 + (b - y) ** 2) ** 0.5, has_skill=dice.random() < 0.7,
                told_time=dice.random() < 0.8, times_before=int(dice.random() < 0.02),
            )  # fmt: skip
            mine.append((price(fit), job.key))
        pairs += [Pair(key, job, cost) for cost, job in sorted(mine)[:NEAREST]]
    return jobs, pairs, most


def greedy(jobs: list[Job], pairs: list[Pair], most: dict[str, int]) -> float:
    """First come, first served: what the same day is worth when nobody looks at the whole."""
    left, busy = dict(most), {key: list[tuple[float, float]]() for key in most}
    of_job: dict[str, list[Pair]] = {}
    for one in sorted(pairs, key=lambda pair: pair.price):
        of_job.setdefault(one.job, []).append(one)
    worth = 0.0
    for job in jobs:
        free = [
            one for one in of_job.get(job.key, ())
            if left[one.helper] and not any(a < job.ends and b > job.begins for a, b in busy[one.helper])
        ][: job.seats]  # fmt: skip
        if len(free) < job.least:
            continue
        for one in free:
            left[one.helper] -= 1
            busy[one.helper].append((job.begins, job.ends))
            worth += WORTH * job.weight - one.price
    return worth


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=float, default=1.0)
    asked = parser.parse_args()
    jobs, pairs, most = town(asked.scale)
    began = time.perf_counter()
    found = solve(jobs, pairs, most=most)
    seconds = time.perf_counter() - began
    other = greedy(jobs, pairs, most)
    print(
        json.dumps(
            {
                "benchmark": "assignment", "scale": asked.scale, "volunteers": len(most),
                "needs": len(jobs), "pairs": len(pairs), "seconds": round(seconds, 2),
                "given": len(found.pairs), "gap": round(found.gap, 6), "proven": found.is_proven,
                "worth": round(found.worth), "greedy": round(other),
                "ratio": round(found.worth / other, 3) if other else None,
            }
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
