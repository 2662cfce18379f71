"""A day's work given out as a whole: who goes where, so that most is done and least is walked.

A mixed-integer programme, solved by HiGHS (Q. Huangfu and J. A. J. Hall, "Parallelizing the dual
revised simplex method", Mathematical Programming Computation 10, 2018). One 0/1 variable for each
pair that may be; more seats filled counts before every price, then the prices of rules/matching.
What is proven is told: the gap between what was found and what could at best be.
"""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tomoni.core import solving

WORTH = 1000.0  # A filled seat counts more than any sum of prices of one pair.
GAP = 1e-4
SECONDS = 8.0


@dataclass(frozen=True)
class Job:
    """A post of one shift that still wants people.

    Args:
        least: Fewer than so many in all and nobody is sent: never alone into deep snow.
        team: The posts of one shift have the same word here, and `least` counts them together;
            "" stands alone.
        begins, ends: On one clock, in any unit.
        weight: How pressing it is; 1 is usual.
    """

    key: str
    seats: int
    begins: float
    ends: float
    least: int = 1
    weight: float = 1.0
    team: str = ""

    @property
    def whole(self) -> str:
        """Whoever goes there goes together."""
        return self.team or self.key


@dataclass(frozen=True)
class Pair:
    """A volunteer who may do a job, and the price of it."""

    helper: str
    job: str
    price: float


@dataclass(frozen=True)
class Found:
    """What was found, and how good it is proven to be.

    Args:
        gap: 0 is proven best; 0.01 means that nothing better than one per cent is possible.
        bound: No assignment is worth more than this.
    """

    pairs: list[Pair]
    worth: float
    bound: float
    gap: float
    seconds: float
    is_proven: bool
    left: list[str] = field(default_factory=list)  # Jobs that nobody could be given to.


def solve(
    jobs: Sequence[Job],
    pairs: Sequence[Pair],
    *,
    most: Mapping[str, int],
    locked: Sequence[tuple[str, str]] = (),
    seconds: float = SECONDS,
) -> Found:
    """Choose pairs: no seat twice, nobody in two places at once, nobody more than they said.

    Args:
        most: Helper → how many jobs at most on this day.
        locked: (helper, job) that somebody has decided; they stay if it is possible at all.

    Raises:
        ValueError: when the locked choices contradict each other.
    """
    began = time.monotonic()
    known = {job.key: job for job in jobs}
    pairs = [one for one in pairs if one.job in known]
    if not pairs:
        return Found([], 0.0, 0.0, 0.0, 0.0, True, list(known))
    rows = _Rows(known, pairs, most, frozenset(locked))
    solver, columns = rows.model(seconds)
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    if info.primal_solution_status != 2:  # kSolutionStatusFeasible
        raise ValueError(solver.modelStatusToString(status))
    values = solver.getSolution().col_value
    chosen = [one for one, value in zip(pairs, values[:columns], strict=True) if value > 0.5]
    served = {one.job for one in chosen}
    worth, bound = -info.objective_function_value, -info.mip_dual_bound
    return Found(
        pairs=chosen,
        worth=worth,
        bound=bound,
        gap=max(0.0, (bound - worth) / max(abs(worth), 1.0)),
        seconds=time.monotonic() - began,
        is_proven=solver.modelStatusToString(status) == "Optimal",
        left=[key for key in known if key not in served],
    )


class _Rows:
    """The programme as sparse rows; columns are the pairs, then one for each shift that needs two."""

    def __init__(
        self,
        jobs: Mapping[str, Job],
        pairs: Sequence[Pair],
        most: Mapping[str, int],
        locked: frozenset[tuple[str, str]],
    ) -> None:
        self.jobs, self.pairs, self.most, self.locked = jobs, pairs, most, locked
        self.of_job: dict[str, list[int]] = defaultdict(list)
        self.of_helper: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(pairs):
            self.of_job[one.job].append(number)
            self.of_helper[one.helper].append(number)
        self.rows: list[tuple[float, float, list[int], list[float]]] = []
        together = {jobs[key].whole for key in self.of_job if jobs[key].least > 1}
        self.together = sorted(together)
        self._seats()
        self._helpers()

    def _row(self, low: float, high: float, columns: list[int], values: list[float]) -> None:
        self.rows.append((low, high, columns, values))

    def _seats(self) -> None:
        first = len(self.pairs)
        sent = {name: first + n for n, name in enumerate(self.together)}
        teams: dict[str, list[int]] = defaultdict(list)
        for key, columns in self.of_job.items():
            job, ones = self.jobs[key], [1.0] * len(columns)
            if job.whole in sent:
                teams[job.whole] += columns
                # Nobody is sent unless the whole team is; this also keeps the seats.
                self._row(-float("inf"), 0, [*columns, sent[job.whole]], [*ones, -float(job.seats)])
            elif len(columns) > job.seats:
                self._row(0, job.seats, columns, ones)
        for name, columns in teams.items():
            least = max(job.least for job in self.jobs.values() if job.whole == name)
            self._row(
                0, float("inf"), [*columns, sent[name]], [*[1.0] * len(columns), -float(least)]
            )

    def _helpers(self) -> None:
        for helper, columns in self.of_helper.items():
            most = self.most.get(helper, 1)
            if len(columns) > most:
                self._row(0, most, columns, [1.0] * len(columns))
            if most < 2:
                continue
            # At each moment at which something begins, one place; that is all that overlaps.
            seen: set[tuple[int, ...]] = set()
            for begin in {self.jobs[self.pairs[n].job].begins for n in columns}:
                there = tuple(
                    n for n in columns
                    if self.jobs[self.pairs[n].job].begins <= begin < self.jobs[self.pairs[n].job].ends
                )  # fmt: skip
                if len(there) > 1 and there not in seen:
                    seen.add(there)
                    self._row(0, 1, list(there), [1.0] * len(there))

    def model(self, seconds: float) -> tuple[Any, int]:
        import highspy  # Slow to load, and only this needs it.
        import numpy as np

        count = len(self.pairs)
        whole = count + len(self.together)
        costs = np.zeros(whole)
        lower = np.zeros(whole)
        for number, one in enumerate(self.pairs):
            costs[number] = one.price - WORTH * self.jobs[one.job].weight
            lower[number] = 1.0 if (one.helper, one.job) in self.locked else 0.0
        start, index, value = [0], list[int](), list[float]()
        for _low, _high, columns, values in self.rows:
            index += columns
            value += values
            start.append(len(index))
        problem = highspy.HighsLp()
        problem.num_col_, problem.num_row_ = whole, len(self.rows)
        problem.col_cost_, problem.col_lower_, problem.col_upper_ = costs, lower, np.ones(whole)
        problem.row_lower_ = np.array([row[0] for row in self.rows])
        problem.row_upper_ = np.array([row[1] for row in self.rows])
        problem.integrality_ = [highspy.HighsVarType.kInteger] * whole
        matrix = problem.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.array(start, dtype=np.int32)
        matrix.index_ = np.array(index, dtype=np.int32)
        matrix.value_ = np.array(value)
        matrix.num_col_, matrix.num_row_ = whole, len(self.rows)
        solver = solving.solver()
        solver.setOptionValue("time_limit", seconds)
        solver.setOptionValue("mip_rel_gap", GAP)
        solver.passModel(problem)
        return solver, count
