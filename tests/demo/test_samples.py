"""The invented listings: the same everywhere, varied, and plainly marked."""

import re
from collections import Counter

from tomoni.demo import cast, real, samples
from tomoni.ground.districts import facts
from tomoni.town.places.rules import taxonomy


def spots():
    return [
        samples.Spot(t.code, t.name, t.name_kana, t.name_en, t.lat, t.lng, t.postcode)
        for t in facts.towns()
    ]


def dealt(rounds=1):
    return list(samples.dealt(spots(), rounds=range(rounds)))


def test_every_category_has_a_pattern_and_comes_up():
    wanted = {term.code for term in taxonomy.terms() if term.group}

    assert {pattern["category"] for pattern in samples.patterns()} == wanted
    assert {sample.category for sample in dealt()} == wanted


def test_every_town_has_its_samples():
    towns = Counter(sample.stops[0].spot.name for sample in dealt())

    assert len(towns) == 144
    assert set(towns.values()) == {samples.PER_TOWN}


def test_they_are_the_same_every_time_and_no_two_share_an_address_name():
    first, second = dealt(3), dealt(3)

    assert first == second
    assert len({sample.slug for sample in first}) == len(first)
    assert len({sample.name for sample in dealt()}) == len(dealt())


def test_every_one_is_plainly_marked_and_rings_nobody():
    for sample in dealt():
        assert "見本" in sample.name
        assert "Sample" in sample.english
        assert re.fullmatch(r"0134-00-\d{4}", sample.phone)
    for person in cast.PEOPLE:
        assert person.email.endswith("@example.jp")
        assert "見本" in person.name or "sample" in person.name
    for body in cast.BODIES:
        assert "見本" in body.name


def test_the_states_are_mixed_and_published_ones_prevail():
    states = Counter(sample.state for sample in dealt())

    assert states["published"] > 200
    assert min(states["suspended"], states["draft"], states["closed"]) >= 5


def test_every_pattern_speaks_three_languages():
    for pattern in samples.patterns():
        assert pattern["says"] and pattern["easy"] and pattern["says_en"], pattern["category"]
        assert not re.search(r"[ぁ-んァ-ヶ一-龠]", pattern["en"] + pattern["says_en"])


def test_samples_stand_near_their_town_s_point():
    for sample in dealt():
        for stop in sample.stops:
            assert abs(stop.lat - stop.spot.lat) < 0.0015
            assert abs(stop.lng - stop.spot.lng) < 0.0020


def test_real_places_carry_a_source_and_no_invented_hours():
    rows = real._file("real")["listing"]

    for row in rows:
        assert row["source"] and row["checked"], row["slug"]
        assert "見本" not in row["name"]
        assert row["hours_text"] if "week" not in row else "0134-00" not in str(row)
    # Hours are given only where a source gives them.
    assert {row["slug"] for row in rows if "week" in row} == {
        "jido-sodanjo", "hokatsu-tonanbu", "hokatsu-nanbu", "hokatsu-chubu", "hokatsu-hokuseibu"
    }  # fmt: skip
