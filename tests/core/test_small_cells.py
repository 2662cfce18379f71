"""An attacker with a linear program tries to work the hidden cells out; none may give way."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tomoni.core.small_cells import TOTAL, line, protect

KINDS = ["thanks", "wish", "complaint"]
counts = st.one_of(st.just(0), st.integers(1, 4), st.integers(0, 60))
tables = st.integers(1, 7).flatmap(
    lambda n: st.fixed_dictionaries(
        {f"d{i}": st.fixed_dictionaries(dict.fromkeys(KINDS, counts)) for i in range(n)}
    )
)


def ranges(shown):
    """For each hidden cell the least and greatest value that fits everything that is shown.

    The rows of this program are a network, so its corners are whole numbers: the bounds are
    those of counts, not only of fractions.
    """
    rows = list(shown.rows)
    cells = [(r, c) for r in rows for c in shown.column_totals] + [(r, TOTAL) for r in rows]
    place = {cell: i for i, cell in enumerate(cells)}
    said = {(r, c): v for r in rows for c, v in shown.rows[r].items()}
    said |= {(r, TOTAL): v for r, v in shown.row_totals.items()}
    laws, sums = [], []

    def law(plus, minus, value):
        one = np.zeros(len(cells))
        one[[place[cell] for cell in plus]] = 1
        one[[place[cell] for cell in minus]] = -1
        laws.append(one)
        sums.append(value)

    for r in rows:
        law([(r, c) for c in shown.column_totals], [(r, TOTAL)], 0)
    for c, total in shown.column_totals.items():
        law([(r, c) for r in rows], [], total)
    most = shown.total
    bounds = [(0, most) if said[cell] is None else (said[cell],) * 2 for cell in cells]
    found = {}
    for cell in cells:
        if said[cell] is None:
            aim = np.zeros(len(cells))
            aim[place[cell]] = 1
            ends = [
                linprog(s * aim, A_eq=np.array(laws), b_eq=sums, bounds=bounds) for s in (1, -1)
            ]
            assert all(end.status == 0 for end in ends)
            found[cell] = (round(ends[0].fun), round(-ends[1].fun))
    return found


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(tables, st.sampled_from([3, 5, 10]))
def test_no_hidden_cell_can_be_worked_out_from_what_is_shown(table, k):
    shown = protect(table, k)
    sums = {kind: sum(row[kind] for row in table.values()) for kind in KINDS}
    if shown is None:
        return
    assert shown.column_totals == sums
    for r, row in shown.rows.items():
        assert all(v is None or (v == table[r][c] and not 0 < v < k) for c, v in row.items())
        total = shown.row_totals[r]
        assert total is None or (total == sum(table[r].values()) and not 0 < total < k)
    for cell, (least, most) in ranges(shown).items():
        assert most - least >= k, (cell, least, most)
        true = table[cell[0]].get(cell[1], sum(table[cell[0]].values()))
        assert least <= true <= most


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=200)
@given(tables, st.sampled_from([3, 5, 10]))
def test_a_table_is_withheld_only_when_something_in_it_is_small(table, k):
    small = [n for row in table.values() for n in row.values() if 0 < n < k]
    if not small and all(not 0 < sum(row.values()) < k for row in table.values()):
        shown = protect(table, k)
        assert shown is not None
        assert shown.rows == table


@given(st.fixed_dictionaries(dict.fromkeys(KINDS, counts)), st.sampled_from([3, 5, 10]))
def test_one_line_gives_no_small_one_away(row, k):
    shown, total = line(row, k)
    hidden = [name for name, value in shown.items() if value is None]
    assert all(value is None or not 0 < value < k for value in [*shown.values(), total])
    assert {name for name, n in row.items() if 0 < n < k} == set(hidden)
    if hidden and total is not None:
        left = total - sum(value for value in shown.values() if value is not None)
        assert len(hidden) >= 2 and left >= k


BIG = {"d1": {"thanks": 20, "wish": 30}, "d2": {"thanks": 25, "wish": 12}}


@pytest.mark.parametrize(
    ("table", "hidden"),
    [
        (BIG, []),
        # One small cell: a rectangle goes with it, and what is left of each row is shown.
        (
            {**BIG, "d3": {"thanks": 1, "wish": 40}},
            [("d1", "thanks"), ("d1", "wish"), ("d3", "thanks"), ("d3", "wish")],
        ),
        # Nought is shown: that nobody complained is about nobody.
        ({**BIG, "d3": {"thanks": 0, "wish": 0}}, []),
    ],
)
def test_tables_one_can_follow_by_hand(table, hidden):
    shown = protect(table)
    assert shown is not None
    found = [(r, c) for r, row in shown.rows.items() for c, v in row.items() if v is None]
    assert len(found) == len(hidden)
    assert (not hidden) or ("d3", "thanks") in found
    assert None not in shown.row_totals.values()


def test_a_quarter_with_two_complaints_in_all_shows_no_table():
    assert protect({"d1": {"wish": 20, "complaint": 2}, "d2": {"wish": 9, "complaint": 0}}) is None
    assert line({"thanks": 5, "wish": 20, "complaint": 2}) == (
        {"thanks": 5, "wish": 20, "complaint": None}, None,
    )  # fmt: skip


def test_three_small_ones_cover_each_other_where_one_way_alone_is_too_narrow():
    row = {"thanks": 4, "wish": 3, "complaint": 2}
    shown = protect({name: dict(row) for name in ("d1", "d2", "d3")})
    assert shown is not None and shown.column_totals["complaint"] == 6
    assert all(row["complaint"] is None for row in shown.rows.values())
    assert all(most - least >= 3 for least, most in ranges(shown).values())


def test_an_empty_table_is_shown_empty():
    shown = protect({})
    assert shown is not None and shown.rows == {} and shown.total == 0


def test_the_largest_town_takes_no_time():
    table = {
        f"d{i}": {kind: (i * 7 + j * 3) % 9 for j, kind in enumerate(KINDS)} for i in range(60)
    }
    shown = protect(table, 5)
    assert shown is not None and shown.total == sum(sum(row.values()) for row in table.values())
