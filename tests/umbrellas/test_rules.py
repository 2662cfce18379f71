"""What is short tomorrow, how umbrellas are carried, what the weather office says; no database."""

from datetime import date
from itertools import product
from random import Random

import numpy as np
import pytest

from tomoni.ties.umbrellas.rules import balancing, forecasting, jma, languages, pressing, seasons
from tomoni.ties.umbrellas.rules.balancing import Stand
from tomoni.ties.umbrellas.rules.forecasting import Day, Means


def test_a_wet_day_takes_more_and_the_sentence_says_why():
    days = [Day(True, 9, 4)] * 20 + [Day(False, 1, 1)] * 20
    town = Means(9, 4, 1, 1)
    wet = forecasting.outlook(count=3, days=days, town=town, chance=70)
    dry = forecasting.outlook(count=3, days=days, town=town, chance=0)
    assert wet.out == pytest.approx(0.7 * 9 + 0.3 * 1)
    assert (wet.short, dry.short) == (3, 0), "6.6 out, half of 3.1 back, 3 there"
    assert "70%" in wet.sentence and "3本足りません" in wet.sentence and "足ります" in dry.sentence
    assert wet.need == 6 and dry.need == 1


def test_a_new_stand_is_like_the_town_and_unknown_weather_counts_on_both_sides():
    town = Means(8, 2, 2, 2)
    new = forecasting.outlook(count=0, days=[], town=town, chance=100)
    assert (new.out, new.short) == (8, 7)
    means = forecasting.means_of([Day(None, 4, 2), Day(True, 8, 2)])
    assert means == Means(6, 2, 4, 2)
    assert forecasting.outlook(count=0, days=[], town=town, chance=None).out == pytest.approx(3.8)


def random_stands(n, seed):
    chance = Random(seed)
    return [
        Stand(f"s{i}", chance.randint(0, 30), chance.randint(0, 20), 43.19 + chance.random() / 20,
              141.0 + chance.random() / 20)
        for i in range(n)
    ]  # fmt: skip


def check(stands, plan):
    """Own checker: nobody gives more than it spares, everybody gets what is not called missing."""
    by_key = {one.key: one for one in stands}
    for key, one in by_key.items():
        assert sum(w.quantity for w in plan.ways if w.source == key) <= one.spare
        got = sum(w.quantity for w in plan.ways if w.target == key)
        assert got + plan.unmet.get(key, 0) == one.lack


@pytest.mark.parametrize("seed", range(20))
def test_the_plan_is_feasible_and_proven_optimal(seed):
    stands = random_stands(60, seed)
    plan = balancing.plan(stands)
    check(stands, plan)
    assert plan.is_optimal, (plan.cost, plan.bound)


def test_the_plan_is_the_best_of_all_plans_of_a_small_town():
    stands = random_stands(5, 3)
    stands = [Stand(s.key, h, n, s.lat, s.lng) for s, h, n in zip(stands, (3, 2, 0, 0, 1), (0, 0, 2, 2, 1), strict=True)]  # fmt: skip
    givers, takers = [s for s in stands if s.spare], [s for s in stands if s.lack]
    ways = [[balancing.metres(g, t) for t in takers] for g in givers]
    best = min(
        sum(x[i * 2 + j] * ways[i][j] for i in range(2) for j in range(2))
        for x in product(range(4), repeat=4)
        if x[0] + x[1] <= 3 and x[2] + x[3] <= 2 and x[0] + x[2] == 2 and x[1] + x[3] == 2
    )
    assert balancing.plan(stands).cost == pytest.approx(best, abs=1e-6)


def test_a_wrong_price_gives_a_lower_bound_and_never_a_false_proof():
    ways, spare, lack = np.array([[100.0, 900.0], [700.0, 200.0]]), [5, 5], [4, 4]
    for prices in ([0, 0], [50, 50], [1e9, 1e9], [100, 200]):
        assert balancing.bound(ways, spare, lack, np.array(prices, float)) <= 4 * 100 + 4 * 200


def test_what_cannot_be_filled_is_said():
    stands = [Stand("a", 2, 0, 43.19, 141.0), Stand("b", 0, 5, 43.2, 141.0)]
    plan = balancing.plan(stands)
    assert plan.unmet == {"b": 3} and plan.umbrellas == 2
    assert balancing.plan([Stand("b", 0, 5, 43.2, 141.0)]).unmet == {"b": 5}
    assert balancing.plan([Stand("a", 9, 5, 43.2, 141.0)]).ways == ()


@pytest.mark.parametrize("seed", range(5))
def test_a_van_never_puts_down_what_it_has_not_taken_on(seed):
    stands = random_stands(30, seed)
    plan = balancing.plan(stands)
    load, stops = 0, balancing.round_trip(plan.ways, stands)
    for stop in stops:
        load += stop.load
        assert load >= 0
    assert load == 0 and sum(s.load for s in stops if s.load > 0) == plan.umbrellas
    assert len({s.key for s in stops}) == len(stops), "no stand is both giver and taker"


def test_the_weather_office_s_forecast_is_read(shared):
    data = (shared / "jma-xml/samples/24_11_01_190925_VPFD51.xml").read_bytes()
    found = jma.chances(data)
    assert found["東京地方"] == {date(2016, 11, 23): 50, date(2016, 11, 24): 80}
    assert found["伊豆諸島北部"][date(2016, 11, 23)] == 70


@pytest.mark.parametrize(
    "data",
    [
        b"", b"no xml", b"<a/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"<a>" + b"x" * 2_000_001,
    ],
)  # fmt: skip
def test_what_is_no_forecast_is_refused(data):
    with pytest.raises(jma.NotAForecast):
        jma.chances(data)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "ja"), ("ja-JP,ja;q=0.9,en;q=0.8", "ja"), ("en-US,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"), ("zh-TW", "zh-Hans"), ("ko-KR", "ko"),
        ("fr-FR,fr;q=0.9", "en"), ("fr, ko;q=0.5", "ko"), ("*", "ja"), ("en;q=x, ja;q=0.1", "ja"),
    ],
)  # fmt: skip
def test_the_phone_s_own_language_is_found(accepted, language):
    assert languages.wanted(accepted) == language


def test_floods_and_seasons():
    flood = pressing.is_flood
    assert flood(of_device=12, new_of_sender=0, is_known=True)
    assert flood(of_device=0, new_of_sender=60, is_known=False)
    assert not flood(of_device=0, new_of_sender=600, is_known=True)
    assert [seasons.season_of(m) for m in (3, 4, 6, 9, 12)] == ["winter", "spring", "summer", "autumn", "winter"]  # fmt: skip
    assert (seasons.year_of_season(2026, 1), seasons.year_of_season(2026, 12)) == (2025, 2026)
    assert (seasons.rate(0, 3), seasons.rate(8, 6)) == (None, 75)
