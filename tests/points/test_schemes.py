"""Every scheme we know of can be said: what is earned, what caps leave, what lapses, what is paid."""

from datetime import date, timedelta

import pytest

from tomoni.doing.points.rules import claiming, earning, lapsing
from tomoni.doing.points.rules.claiming import Holder
from tomoni.doing.points.rules.lapsing import Lot
from tomoni.doing.points.rules.simulating import Deed, differences, simulate
from tomoni.doing.points.rules.terms import Terms
from tomoni.doing.points.rules.years import is_in_window
from tomoni.doing.points.samples import samples

JAN = date(2026, 1, 10)
OLD, YOUNG = date(1950, 1, 1), date(2010, 6, 1)


def days(activity, quantity, times, *, a_day=1, begins=date(2025, 5, 1)):
    return [
        Deed("haru", activity, quantity, begins + timedelta(days=n // a_day)) for n in range(times)
    ]


# scheme: [(deeds, points)], the last of each group says a cap.
EARNED = {
    "otaru": [
        (days("snow", 60, 1), 1),
        (days("snow", 120, 1), 2),
        (days("meals", 1, 3, a_day=3), 2),
        (days("school", 89, 1), 1),
        (days("school", 90, 1), 2),
        (days("snow", 120, 40), 60),
    ],
    "hirosaki": [
        (days("help", 59, 1), 0),
        (days("help", 119, 1), 1),
        (days("help", 300, 1), 2),
        (days("help", 120, 60), 120),
    ],
    "monbetsu": [(days("help", 180, 1), 2), (days("help", 120, 60), 50)],
    "kani": [
        (days("help", 30, 1), 1),
        (days("help", 119, 1), 1),
        (days("help", 120, 1), 2),
        (days("help", 120, 60), 100),
    ],
    "adachi": [(days("ticket", 3, 1), 3), (days("ticket", 1, 200), 200)],
    "kaigo": [(days("stamp", 1, 1), 100), (days("stamp", 4, 1), 200)],
    "long": [
        (days("visit", 19, 1), 0),
        (days("visit", 20, 1), 1),
        (days("visit", 61, 1), 2),
    ],
    "students": [
        (days("door", 5, 1), 3),
        ([*days("door", 3, 1), *days("road", 1, 1)], 4),
        (days("road", 1, 1), 2),
    ],
    "together": [(days("hour", 29, 1), 0), (days("hour", 30, 1), 1)],
}
# scheme: [(holder, points, way, day, words of the refusal or None, yen)]
CLAIMED = {
    "otaru": [
        (Holder(10), 10, "bank", date(2026, 3, 5), None, 1000),
        (Holder(2, birth_on=YOUNG, has_consent=True), 2, "cash", date(2026, 3, 5), None, 200),
        (Holder(2, birth_on=YOUNG), 2, "cash", date(2026, 3, 5), "保護者の同意", 0),
        (Holder(10), 10, "bank", JAN, "2026年3月1日から", 0),
        (Holder(10), 10, "voucher", date(2026, 3, 5), "受け取り方", 0),
        (Holder(60, claimed=20), 40, "bank", date(2026, 3, 5), "50ポイントまで", 0),
    ],
    "hirosaki": [
        (Holder(10), 10, "voucher", JAN, None, 1000),
        (Holder(60), 50, "voucher", JAN, None, 5000),
        (Holder(9), 10, "voucher", JAN, "9ポイントです", 0),
        (Holder(19), 15, "voucher", JAN, "10ポイントずつ", 0),
        (Holder(80), 60, "voucher", JAN, "50ポイントまで", 0),
    ],
    "monbetsu": [
        (Holder(7, birth_on=OLD, declared=["not_certified"]), 7, "cash", JAN, None, 700),
        (Holder(7, birth_on=OLD), 7, "cash", JAN, "認定を受けていない", 0),
    ],
    "kani": [
        (Holder(30, [Lot(date(2025, 6, 1), 20), Lot(date(2026, 4, 2), 10)]), 20, "goods",
         date(2026, 4, 10), None, 2000),
        (Holder(30, [Lot(date(2025, 6, 1), 20), Lot(date(2026, 4, 2), 10)]), 25, "goods",
         date(2026, 4, 10), "前の年度まで", 0),
        (Holder(30, [Lot(date(2025, 6, 1), 30)]), 20, "goods", date(2026, 6, 1),
         "2027年4月1日から", 0),
    ],
    "adachi": [
        (Holder(25), 20, "voucher", JAN, None, 1000),
        (Holder(5), 5, "voucher", JAN, "10ポイントずつ", 0),
    ],
    "kaigo": [
        (Holder(6000, declared=["no_arrears"]), 5000, "bank", JAN, None, 5000),
        (Holder(6000, declared=["no_arrears"]), 6000, "bank", JAN, "5000ポイントまで", 0),
        (Holder(2000), 1000, "bank", JAN, "未納", 0),
    ],
    "long": [(Holder(10), 10, "gift", JAN, None, 1000)],
    "students": [
        (Holder(4, birth_on=YOUNG), 4, "goods", JAN, "18歳未満", 0),
        (Holder(4, birth_on=OLD), 4, "goods", JAN, None, 0),
        (Holder(4, birth_on=OLD), 4, "goods", date(2026, 4, 1), "2026年12月1日から", 0),
    ],
    "together": [
        (Holder(3, birth_on=YOUNG, declared=["lives_here"]), 3, "gift", JAN, None, 150),
        (Holder(3), 3, "gift", JAN, "市内に住んで", 0),
    ],
}  # fmt: skip
# scheme: [(lots, day, points that go)]
MAY = Lot(date(2025, 5, 1), 30)
LAPSED = {
    "otaru": [([MAY], date(2027, 3, 31), 0), ([MAY], date(2027, 4, 1), 30)],
    "hirosaki": [([MAY], date(2026, 3, 31), 0), ([MAY], date(2026, 4, 1), 30)],
    "monbetsu": [([MAY], date(2046, 4, 1), 0)],
    "kani": [([MAY], date(2026, 5, 31), 0), ([MAY], date(2026, 6, 1), 30)],
    "adachi": [([MAY], date(2036, 4, 1), 0)],
    "kaigo": [([MAY], date(2026, 6, 30), 0), ([MAY], date(2026, 7, 1), 30)],
    "long": [
        ([MAY], date(2026, 3, 31), 0),
        ([MAY], date(2026, 4, 1), 10),
        ([Lot(MAY.on, 20)], date(2027, 5, 1), 0),
        ([Lot(MAY.on, 20)], date(2027, 5, 2), 20),
    ],
    "students": [([MAY], date(2046, 4, 1), 0)],
    "together": [([MAY], date(2046, 4, 1), 0)],
}


@pytest.mark.parametrize("slug", samples())
def test_what_is_earned_and_where_it_stops(slug):
    terms = samples()[slug].terms
    assert [simulate(terms, deeds).points for deeds, _p in EARNED[slug]] == [
        points for _d, points in EARNED[slug]
    ]


@pytest.mark.parametrize("slug", samples())
def test_what_can_be_exchanged_and_what_is_said_when_not(slug):
    terms = samples()[slug].terms
    for holder, points, way, on, words, yen in CLAIMED[slug]:
        why = claiming.why_not(terms, holder, points=points, way=way, on=on)
        if words is None:
            assert why is None
            assert terms.yen(points) == yen
            assert claiming.most(terms, holder, on) >= points
        else:
            assert words in why, why


@pytest.mark.parametrize("slug", samples())
def test_what_goes_when_its_time_is_over(slug):
    terms = samples()[slug].terms
    assert [lapsing.over(terms, lots, on) for lots, on, _points in LAPSED[slug]] == [
        points for _lots, _on, points in LAPSED[slug]
    ]


@pytest.mark.parametrize("slug", samples())
def test_rules_come_back_from_a_row_as_they_were(slug):
    terms = samples()[slug].terms
    assert Terms.from_plain(terms.to_plain()) == terms


def test_all_nine_are_covered():
    assert len(samples()) == 9
    assert set(samples()) == set(EARNED) == set(CLAIMED) == set(LAPSED)


@pytest.mark.parametrize(
    "wrong",
    [
        {"activities": []},
        {"unheard": 1},
        {"daily_most": -1},
        {"claim_unit": 0},
        {"window": [[2, 30], [3, 1]]},
        {"year_begins": [13, 1]},
        {"ways": []},
        {"ways": ["gold"]},
        {"lapse": "earned"},
        {"minors": "maybe"},
        {"conditions": ["rich"]},
        {"activities": [{"code": "a", "name": "a"}, {"code": "a", "name": "b"}]},
        {"activities": [{"code": "a", "name": "a", "per": "week"}]},
        {"activities": [{"code": "a", "name": "a", "tiers": [[1, 1]]}]},
        {"activities": [{"code": "", "name": "a"}]},
        {"activities": [{"code": "a", "name": "a", "points": -1}]},
    ],
)
def test_rules_that_say_nothing_sensible_are_refused(wrong):
    with pytest.raises(ValueError):
        Terms.from_plain({"activities": [{"code": "a", "name": "a"}], **wrong})


def test_the_oldest_points_are_used_first():
    lots = [Lot(date(2025, 5, 2), 5), Lot(date(2025, 5, 1), 3)]
    assert lapsing.remaining(lots, 4) == [Lot(date(2025, 5, 2), 4)]
    assert lapsing.remaining(lots, 8) == []


def test_who_gets_fewer_is_told_before_it_is_decided():
    terms = samples()["otaru"].terms
    deeds = [*days("snow", 120, 40), Deed("ken", "meals", 1, JAN)]
    before, after = (
        simulate(rules, deeds)
        for rules in (terms, Terms.from_plain({**terms.to_plain(), "yearly_most": 30}))
    )
    assert (before.points, after.points, after.capped) == (61, 31, 1)
    assert differences(before, after) == (1, 0)
    assert after.cut == {"year": 50}
    assert (before.yen, after.yen) == (5000, 3000)  # One point alone cannot be exchanged.


# Every clause that a scheme has of its own, as the town publishes it; whatever is not named here
# is as `Terms` begins. (domain: what is known of each town's scheme.)
CLAUSES = {
    "otaru": {
        "daily_most": 2, "yearly_most": 60, "lapse": "year", "lapse_months": 12, "least_claim": 2,
        "claim_unit": 2, "yen_per_unit": 200, "yearly_claim_most": 50, "window": ((3, 1), (4, 30)),
        "ways": ("bank", "cash"),
    },
    "hirosaki": {
        "daily_most": 2, "yearly_claim_most": 50, "least_claim": 10, "claim_unit": 10,
        "yen_per_unit": 1000, "lapse": "year", "ways": ("voucher",),
    },
    "monbetsu": {
        "daily_most": 2, "yearly_most": 50, "least_age": 65, "conditions": ("not_certified",),
    },
    "kani": {
        "yearly_most": 100, "lapse": "year", "lapse_months": 2, "window": ((4, 1), (5, 31)),
        "past_years_only": True, "ways": ("goods", "voucher"),
    },
    "adachi": {
        "least_claim": 10, "claim_unit": 10, "yen_per_unit": 500, "certificate_years": 10,
        "ways": ("voucher",),
    },
    "kaigo": {
        "least_age": 65, "least_claim": 1000, "claim_unit": 1000, "yen_per_unit": 1000,
        "yearly_claim_most": 5000, "conditions": ("no_arrears",), "lapse": "year",
        "lapse_months": 3, "ways": ("bank",),
    },
    "long": {
        "lapse": "earned", "lapse_months": 24, "carry_most": 20, "claim_unit": 5, "least_claim": 5,
        "yen_per_unit": 500, "ways": ("bank", "gift"),
    },
    "students": {
        "daily_most": 4, "minors": "not", "least_age": 12, "window": ((12, 1), (3, 31)),
        "ways": ("goods",), "yen_per_unit": 0,
    },
    "together": {
        "may_be_given": True, "yearly_give_most": 100, "minors": "free", "ways": ("gift",), "yen_per_unit": 50,
        "conditions": ("lives_here",),
    },
}  # fmt: skip


@pytest.mark.parametrize("slug", samples())
def test_each_clause_of_a_scheme_is_in_its_data_and_no_other(slug):
    terms = samples()[slug].terms
    plain = Terms(activities=terms.activities)
    names = set(Terms.__dataclass_fields__) - {"activities"}
    found = {name: getattr(terms, name) for name in names
             if getattr(terms, name) != getattr(plain, name)}  # fmt: skip
    assert found == CLAUSES[slug]


@pytest.mark.parametrize("slug", samples())
def test_the_lowest_age_counts_from_the_birthday(slug):
    terms = samples()[slug].terms
    activity = terms.activities[0]

    def said(birth_on):
        return earning.why_not(
            terms, activity=activity, quantity=120 if activity.in_minutes else 1, on=JAN,
            today=JAN, begins_on=date(2020, 4, 1), ends_on=None, birth_on=birth_on,
            is_own_receiver=False,
        )  # fmt: skip

    if not terms.least_age:
        assert said(None) is None
        return
    birthday = date(JAN.year - terms.least_age, JAN.month, JAN.day)
    assert said(birthday) is None
    assert f"{terms.least_age}歳から" in said(birthday + timedelta(days=1))
    assert "生年月日" in said(None)


@pytest.mark.parametrize("slug", [slug for slug, one in samples().items() if one.terms.window])
def test_a_window_opens_on_its_first_day_and_closes_after_its_last(slug):
    terms = samples()[slug].terms
    first, last = (date(2026, *day) for day in terms.window)
    one = timedelta(days=1)
    days_and_open = ((first - one, False), (first, True), (last, True), (last + one, False))
    assert [is_in_window(day, terms) for day, _open in days_and_open] == [
        is_open for _day, is_open in days_and_open
    ]


def test_what_a_year_carries_over_and_where_a_claim_begins():
    """By the day: what the cap leaves, the least claim, the unit, the cap of a year."""
    long, kaigo, hirosaki = (samples()[slug].terms for slug in ("long", "kaigo", "hirosaki"))
    may = Lot(date(2025, 5, 1), 21)
    assert (
        lapsing.over(long, [may], date(2026, 3, 31)),
        lapsing.over(long, [may], date(2026, 4, 1)),
    ) == (0, 1)
    assert [claiming.most(kaigo, Holder(points), JAN) for points in (999, 1000, 1999, 9000)] == [
        0, 1000, 1000, 5000,
    ]  # fmt: skip
    assert [claiming.most(hirosaki, Holder(n), JAN) for n in (9, 10, 19, 70)] == [0, 10, 10, 50]
    assert (kaigo.yen(5000), hirosaki.yen(50), samples()["adachi"].terms.yen(25)) == (
        5000,
        5000,
        1000,
    )
