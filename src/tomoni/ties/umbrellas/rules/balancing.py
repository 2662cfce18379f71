"""Which umbrellas are carried from where to where: a transport problem, solved to its optimum.

Minimise the sum of umbrellas × metres, so that no stand gives more than it can spare and each gets
what it lacks; what cannot be filled costs more than any way in town, so as much as possible is
filled first. The corners of this problem are whole numbers, so no umbrella is cut. HiGHS solves it;
`bound` reads the proof from the prices it gives back, without trusting its word (weak duality).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from tomoni.core import solving
from tomoni.core.geo import distance_m

LEFT_EMPTY = 100_000.0  # Metres an umbrella that is missing counts; a town is far smaller.
DETOUR = 1.3  # Streets beside the crow's way.
ON_FOOT_METRES, ON_FOOT_UMBRELLAS = 800, 10


@dataclass(frozen=True)
class Stand:
    """What a stand has and what it should have in the morning, in umbrellas."""

    key: str
    have: int
    need: int
    lat: float
    lng: float

    @property
    def spare(self) -> int:
        return max(0, self.have - self.need)

    @property
    def lack(self) -> int:
        return max(0, self.need - self.have)


@dataclass(frozen=True)
class Way:
    """So many umbrellas from one stand to another."""

    source: str
    target: str
    quantity: int
    metres: int

    @property
    def on_foot(self) -> bool:
        return self.metres <= ON_FOOT_METRES and self.quantity <= ON_FOOT_UMBRELLAS


@dataclass(frozen=True)
class Stop:
    """A halt of the van: take on (positive) or put down (negative)."""

    key: str
    load: int


@dataclass(frozen=True)
class Plan:
    """What is carried; `cost` and `bound` are in umbrellas × metres, equal when optimal."""

    ways: tuple[Way, ...] = ()
    unmet: dict[str, int] = field(default_factory=dict)
    cost: float = 0.0
    bound: float = 0.0

    @property
    def is_optimal(self) -> bool:
        return self.cost - self.bound <= 1e-6 * max(1.0, self.cost)

    @property
    def umbrellas(self) -> int:
        return sum(one.quantity for one in self.ways)


def metres(one: Stand, other: Stand) -> float:
    """The way between two stands, longer than the crow's."""
    return DETOUR * distance_m(one.lat, one.lng, other.lat, other.lng)


def plan(stands: Sequence[Stand]) -> Plan:
    """The cheapest way to fill what lacks; an empty plan when nothing does."""
    givers = [one for one in stands if one.spare]
    takers = [one for one in stands if one.lack]
    if not takers:
        return Plan()
    if not givers:
        unmet = {one.key: one.lack for one in takers}
        cost = LEFT_EMPTY * sum(unmet.values())
        return Plan(unmet=unmet, cost=cost, bound=cost)
    ways = np.array([[metres(one, other) for other in takers] for one in givers])
    moved, missing, prices = _solve(
        ways, [one.spare for one in givers], [one.lack for one in takers]
    )
    cost = float((ways * moved).sum() + LEFT_EMPTY * missing.sum())
    found = [
        Way(givers[i].key, takers[j].key, int(moved[i, j]), round(ways[i, j]))
        for i, j in zip(*np.nonzero(moved), strict=True)
    ]
    return Plan(
        tuple(sorted(found, key=lambda one: (one.source, one.metres, one.target))),
        {one.key: int(n) for one, n in zip(takers, missing, strict=True) if n},
        cost,
        bound(ways, [one.spare for one in givers], [one.lack for one in takers], prices),
    )


def bound(ways: np.ndarray, spare: Sequence[int], lack: Sequence[int], prices: np.ndarray) -> float:
    """What every plan costs at least, from the takers' prices alone.

    With any prices of at most LEFT_EMPTY a taker, a giver's price is the least its ways allow;
    then the sum below is under the cost of every plan (weak duality).
    """
    of_takers = np.minimum(prices, LEFT_EMPTY)
    of_givers = np.minimum(0.0, (ways - of_takers).min(axis=1))
    return float(of_takers @ np.array(lack) + of_givers @ np.array(spare))


def _solve(
    ways: np.ndarray,
    spare: Sequence[int],
    lack: Sequence[int],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Umbrellas on each way, what stays empty, and the takers' prices."""
    import highspy

    givers, takers = ways.shape
    columns = givers * takers + takers
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, givers + takers
    model.col_cost_ = np.concatenate([ways.ravel(), np.full(takers, LEFT_EMPTY)])
    model.col_lower_ = np.zeros(columns)
    model.col_upper_ = np.full(columns, highspy.kHighsInf)
    model.row_lower_ = np.concatenate([np.full(givers, -highspy.kHighsInf), np.array(lack, float)])
    model.row_upper_ = np.concatenate([np.array(spare, float), np.array(lack, float)])
    # Column by column: a way stands in its giver's row and its taker's; what is missing in its own.
    pairs = np.indices((givers, takers)).reshape(2, -1).T
    rows = np.concatenate([(pairs + np.array([0, givers])).ravel(), givers + np.arange(takers)])
    starts = np.concatenate(
        [np.arange(0, 2 * len(pairs), 2), 2 * len(pairs) + np.arange(takers + 1)]
    )
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = starts, rows
    model.a_matrix_.value_ = np.ones(len(rows))
    solver = solving.solver()
    solver.setOptionValue("solver", "simplex")  # A corner, so whole umbrellas.
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ArithmeticError("no plan was found")
    answer = solver.getSolution()
    values = np.rint(np.array(answer.col_value)).astype(int)
    prices = np.array(answer.row_dual)[givers:]
    return values[: len(pairs)].reshape(givers, takers), values[len(pairs) :], prices


def round_trip(ways: Sequence[Way], stands: Sequence[Stand]) -> list[Stop]:
    """The halts of a van: always the nearest one at which all that goes there is on board."""
    where = {one.key: one for one in stands}
    take = _sums(ways, "source")
    put = _sums(ways, "target")
    waits = {key: {one.source for one in ways if one.target == key} for key in put}
    stops: list[Stop] = []
    here: Stand | None = None
    while take or put:
        ready = [*take, *(key for key, sources in waits.items() if key in put and not sources)]
        if here is None:
            key = max(take, key=lambda one: (take[one], one))
        else:
            at = here
            key = min(ready, key=lambda one: (metres(at, where[one]), one))
        here = where[key]
        if key in take:
            stops.append(Stop(key, take.pop(key)))
            for sources in waits.values():
                sources.discard(key)
        else:
            stops.append(Stop(key, -put.pop(key)))
    return stops


def _sums(ways: Sequence[Way], end: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in ways:
        key = getattr(one, end)
        found[key] = found.get(key, 0) + one.quantity
    return found
