"""Two rooms that solve in one process, one after the other and at the same time."""

from concurrent.futures import ThreadPoolExecutor

from tomoni.doing.volunteering.rules.assigning import Job, Pair, solve
from tomoni.ties.umbrellas.rules import balancing
from tomoni.ties.umbrellas.rules.balancing import Stand

STANDS = [Stand("a", 9, 1, 43.19, 141.0), Stand("b", 0, 4, 43.2, 141.01)]
JOBS = [Job("snow", 2, 9, 11), Job("meals", 1, 10, 12)]
PAIRS = [Pair("x", "snow", 1), Pair("y", "snow", 2), Pair("y", "meals", 1)]


def given_out():
    return solve(JOBS, PAIRS, most={"x": 1, "y": 1})


def test_rooms_that_solve_do_not_spoil_it_for_each_other():
    for _again in range(2):
        assert balancing.plan(STANDS).ways
        assert given_out().is_proven
    with ThreadPoolExecutor(4) as pool:
        carried = [pool.submit(balancing.plan, STANDS) for _n in range(8)]
        given = [pool.submit(given_out) for _n in range(8)]
    assert all(one.result().ways for one in carried)
    assert all(one.result().is_proven for one in given)
