"""Small counts are not shown, and nothing that is shown lets anybody work them out.

From a table "one complaint in this district" everybody there knows who complained. So cells from 1
to `k`-1 are hidden; but a hidden cell that stands alone in its row is the row's sum less the others,
so more must be hidden with it. Which ones: the table is a network, rows and columns are its knots,
each cell carries its count from its row to its column, and what a reader can find out about a
hidden cell is how far its count can move along circles of hidden cells while every shown number
stays true and no count falls below nought (D. Gusfield, "A graph theoretic approach to
statistical data security", SIAM Journal on Computing 17, 1988). A cell is safe when it can move by
at least `k`. What else is hidden is the way back round such a circle that loses least (the
shortest-path heuristic: J. Castro, "A shortest-paths heuristic for statistical data protection",
INFORMS Journal on Computing 19, 2007).

The sums of the columns are never hidden here, so that tables that divide the same counts in
other ways (by district, by category) tell nothing about each other: with the same sums of columns
any two of them fit together.
"""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Table = Mapping[str, Mapping[str, int]]
Arc = tuple[str, str]  # From a knot to a knot.
Cell = tuple[str, str]  # Row and column; the column TOTAL is the row's sum.
TOTAL = "total"
LEAST = 3  # With two, either of them knows the other's word.
_FREE = 10**9  # More than any count: a cell may rise as far as it likes.
_DEAR = 10**6  # The price of hiding the sum of a row: only when no cell does instead.


@dataclass(frozen=True)
class Shown:
    """What may be shown of a table; None is hidden. Rows and columns are in the table's order."""

    rows: dict[str, dict[str, int | None]]
    row_totals: dict[str, int | None]
    column_totals: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.column_totals.values())


def line(counts: Mapping[str, int], k: int = LEAST) -> tuple[dict[str, int | None], int | None]:
    """One row of counts and its sum, small ones hidden.

    Returns:
        The counts, and the sum: None where the sum itself is small or gave a small one away.
    """
    hidden = {name for name, count in counts.items() if 0 < count < k}
    total = sum(counts.values())
    shown: dict[str, int | None] = {n: None if n in hidden else c for n, c in counts.items()}
    if hidden and (len(hidden) < 2 or sum(counts[name] for name in hidden) < k):
        return shown, None
    return shown, total


def protect(table: Table, k: int = LEAST) -> Shown | None:
    """The table with its small cells hidden, and others where those could be worked out.

    Args:
        table: Row to column to count; a column that a row lacks is nought there.
        k: The smallest count that is shown besides nought.

    Returns:
        What may be shown, or None when nothing may: the sum of a column is small itself, or
        the small cells cannot be covered while the sums of the columns stay.
    """
    grid = _Grid(table)
    if any(0 < count < k for count in grid.column_totals.values()):
        return None
    grid.hidden = {cell for cell, count in grid.counts.items() if 0 < count < k}
    while unsafe := next((cell for cell in sorted(grid.hidden) if grid.room(cell, k) < k), None):
        way = grid.cheapest_way_back(unsafe, k)
        if way is None:
            return None
        grid.hidden |= way
    seen = {cell: None if cell in grid.hidden else n for cell, n in grid.counts.items()}
    return Shown(
        {r: {c: seen[r, c] for c in grid.columns} for r in grid.rows},
        {r: seen[r, TOTAL] for r in grid.rows},
        grid.column_totals,
    )


class _Grid:
    """The cells as a network. The sums of rows run from one common knot into each row."""

    def __init__(self, table: Table) -> None:
        self.rows = list(table)
        self.columns = list(dict.fromkeys(c for row in table.values() for c in row))
        self.counts = {(r, c): table[r].get(c, 0) for r in self.rows for c in self.columns}
        self.column_totals = {c: sum(self.counts[r, c] for r in self.rows) for c in self.columns}
        sums = {(r, TOTAL): sum(self.counts[r, c] for c in self.columns) for r in self.rows}
        self.counts.update(sums)
        self.hidden: set[Cell] = set()

    def arc(self, cell: Cell) -> Arc:
        row, column = cell
        return ("all", f"r:{row}") if column == TOTAL else (f"r:{row}", f"c:{column}")

    def room(self, cell: Cell, enough: int) -> int:
        """By how much the count of a hidden cell can move; counting stops at `enough`."""
        start, end = self.arc(cell)
        up = self._flow(end, start, cell, enough)
        down = self._flow(start, end, cell, min(enough, self.counts[cell]))
        return up + down

    def cheapest_way_back(self, cell: Cell, k: int) -> set[Cell] | None:
        """The cells to hide so that this one can rise by `k`, losing as few counts as can be.

        None when there are none. Where no single way has room for `k`, several share it.
        """
        used: dict[tuple[Arc, Cell], int] = {}
        found: set[Cell] = set()
        lacking = k
        while lacking:
            way = self._cheapest(cell, used, lacking) or self._cheapest(cell, used, 1)
            if way is None:
                return None
            step = min(lacking, *(room - used.get((arc, one), 0) for arc, one, room in way))
            for arc, one, _room in way:
                used[arc, one] = used.get((arc, one), 0) + step
                found.add(one)
            lacking -= step
        return found - self.hidden or None

    def _cheapest(
        self, cell: Cell, used: Mapping[tuple[Arc, Cell], int], least: int
    ) -> list[tuple[Arc, Cell, int]] | None:
        """The cheapest way round with room for `least` more than is used already."""
        start, goal = self.arc(cell)[::-1]
        best, queue = {start: 0}, [(0, start)]
        came: dict[str, tuple[Arc, Cell, int]] = {}
        arcs = [one for one in self._arcs(cell) if one[2] - used.get(one[:2], 0) >= least]
        while queue:
            price, knot = heapq.heappop(queue)
            if knot == goal:
                return _walked(came, start, goal)
            if price > best[knot]:
                continue
            for one in arcs:
                (here, there), following, _room = one
                cost = price + self._price(following)
                if here == knot and cost < best.get(there, _FREE * 9):
                    best[there], came[there] = cost, one
                    heapq.heappush(queue, (cost, there))
        return None

    def _arcs(self, but: Cell) -> Iterator[tuple[Arc, Cell, int]]:
        """Every way a count can move: up without end, down to nought."""
        for cell, count in self.counts.items():
            if cell != but:
                start, end = self.arc(cell)
                yield (start, end), cell, _FREE
                if count:
                    yield (end, start), cell, count

    def _price(self, cell: Cell) -> int:
        if cell in self.hidden:
            return 0
        return self.counts[cell] + 1 + (_DEAR if cell[1] == TOTAL else 0)

    def _flow(self, start: str, goal: str, but: Cell, enough: int) -> int:
        """How much can move from knot to knot through hidden cells alone, at most `enough`."""
        left: dict[Arc, int] = {}
        for (a, b), cell, room in self._arcs(but):
            if cell in self.hidden:
                left[a, b] = left.get((a, b), 0) + room
        moved = 0
        while moved < enough and (way := _any_way(left, start, goal)):
            step = min(enough - moved, *(left[arc] for arc in way))
            for a, b in way:
                left[a, b] -= step
                left[b, a] = left.get((b, a), 0) + step
            moved += step
        return moved


def _any_way(left: Mapping[Arc, int], start: str, goal: str) -> list[Arc]:
    """The shortest way with room left; empty when there is none."""
    ways: dict[str, list[str]] = {}
    for (a, b), room in left.items():
        if room > 0:
            ways.setdefault(a, []).append(b)
    came, edge = {start: ""}, [start]
    while edge and goal not in came:
        following = []
        for knot in edge:
            for other in ways.get(knot, []):
                if other not in came:
                    came[other] = knot
                    following.append(other)
        edge = following
    if goal not in came:
        return []
    found, knot = [], goal
    while knot != start:
        found.append((came[knot], knot))
        knot = came[knot]
    return found


def _walked(
    came: Mapping[str, tuple[Arc, Cell, int]], start: str, goal: str
) -> list[tuple[Arc, Cell, int]]:
    found, knot = [], goal
    while knot != start:
        one = came[knot]
        found.append(one)
        knot = one[0][0]
    return found
