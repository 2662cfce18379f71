"""Small cells are not shown: from a table of counts nobody may learn about one person."""

from collections.abc import Mapping

K = 10  # Domain sheet on statistics, threshold for public counts.


def suppress(
    table: Mapping[str, Mapping[str, int]], k: int = K
) -> dict[str, dict[str, int | None]]:
    """The table with every cell below `k` hidden (None), and others so that none can be worked out.

    A zero is hidden as well as a one: "nobody complained" is also about few people. With the
    sums of rows and columns known, a row or column with exactly one hidden cell gives it
    away; then its smallest shown cell is hidden too, until nothing changes.
    """
    rows = list(table)
    columns = list(dict.fromkeys(column for row in table.values() for column in row))
    hidden = {(r, c) for r in rows for c in columns if table[r].get(c, 0) < k}
    lines = [[(r, c) for c in columns] for r in rows] + [[(r, c) for r in rows] for c in columns]
    changed = True
    while changed:
        changed = False
        for line in lines:
            shown = [cell for cell in line if cell not in hidden]
            if len(line) - len(shown) == 1 and shown:
                hidden.add(min(shown, key=lambda cell: (table[cell[0]].get(cell[1], 0), cell)))
                changed = True
    return {r: {c: None if (r, c) in hidden else table[r].get(c, 0) for c in columns} for r in rows}
