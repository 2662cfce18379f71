"""What fits what: plain tables, no database."""

from dataclasses import replace

import pytest

from tomoni.ties.gathering_places.rules import times
from tomoni.ties.gathering_places.rules.matching import FULL, Room, Wanted, fit

WANT = Wanted("z1", "銭函", 12, 2, True, True, 500)
ROOM = Room("z1", "銭函", 20, 6, True, True, True, 0)


def points(found):
    return {one.code: one.points for one in found.reasons}


def test_the_best_room_has_every_point_there_is():
    found = fit(WANT, ROOM, metres=0)
    assert points(found) == FULL and found.points == 100 and found.is_good
    assert all(one.words for one in found.reasons)


@pytest.mark.parametrize(
    ("want", "room", "metres", "code", "given"),
    [
        ({}, {"town": "z2"}, 800, "district", 25),
        ({}, {"town": "s1", "base": "桜"}, 1400, "district", 15),
        ({}, {"town": "s1", "base": "桜"}, 1501, "district", 0),
        ({"town": "", "base": ""}, {}, 0, "district", 15),
        ({}, {"people": 10}, 0, "size", 10),  # Eight in ten of twelve are ten.
        ({}, {"people": 9}, 0, "size", 0),
        ({"parts": 3}, {}, 0, "hours", 10),
        ({}, {"wide_toilet": False}, 0, "access", 5),
        ({"step_free": False, "wide_toilet": False}, {"has_toilet": False}, 0, "access", 5),
        ({"most_fee": None}, {"fee": 300}, 0, "price", 5),
        ({}, {"fee": 500}, 0, "price", 10),
        ({}, {"fee": 501}, 0, "price", 0),
    ],
)  # fmt: skip
def test_each_question_has_its_points(want, room, metres, code, given):
    assert points(fit(replace(WANT, **want), replace(ROOM, **room), metres=metres))[code] == given


@pytest.mark.parametrize(
    ("room", "metres"),
    [({"step_free": False}, 0), ({"parts": 8}, 0), ({"town": "x", "base": "x"}, 4001)],
)
def test_what_makes_a_room_impossible_is_never_outweighed(room, metres):
    found = fit(WANT, replace(ROOM, **room), metres=metres)
    assert not found.is_possible and not found.is_good
    assert sum(one.blocks for one in found.reasons) == 1


def test_no_part_chosen_means_any():
    assert times.together([]) == times.ALL and times.together(["1", "8", "64"]) == 9
