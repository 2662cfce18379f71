"""What a year leaves: points that lapse, rules tried on the ledger, the budget looked ahead."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from tests.points.towns import give, holder, move, scheme_with
from tomoni.doing.points.actions import award, lapsing, ledger
from tomoni.doing.points.models import Account, Transfer
from tomoni.doing.points.queries import balances, earned, lots
from tomoni.doing.points.rules.forecasting import forecast
from tomoni.doing.points.rules.lapsing import Lot
from tomoni.doing.points.rules.simulating import simulate
from tomoni.doing.points.rules.terms import Activity, Terms
from tomoni.doing.points.rules.years import age_on, is_in_window, months_later, year_of

SNOW = Activity("snow", "福祉除雪", "hour")
YEARLY = Terms(activities=(SNOW,), daily_most=2, yearly_most=6, lapse="year", lapse_months=2)


def noon(*day):
    return datetime(*day, 12, tzinfo=ZoneInfo("Asia/Tokyo"))


def did(account, minutes, on):
    return award(
        id=uuid4(), scheme=account.scheme, person=account.person, activity="snow",
        quantity=minutes, on=on, by=None, at=noon(on.year, on.month, on.day),
    )  # fmt: skip


@pytest.mark.django_db
def test_points_go_after_their_last_day_once_and_not_what_is_held():
    scheme = scheme_with(YEARLY, at=noon(2024, 4, 1))
    haru = holder(scheme, at=noon(2024, 4, 1))
    did(haru, 120, date(2025, 5, 1))
    did(haru, 120, date(2025, 5, 2))
    did(haru, 60, date(2026, 4, 2))
    held = move(haru, earned.purse_of(scheme), 1, act=ledger.hold, at=noon(2026, 5, 20))

    assert lapsing.lapse_all(scheme=scheme, at=noon(2026, 5, 31)) == 0
    assert lapsing.lapse_all(scheme=scheme, at=noon(2026, 6, 1)) == 4
    assert lapsing.lapse_all(scheme=scheme, at=noon(2026, 6, 1)) == 0

    row = Account.objects.get(pk=haru.pk)
    assert (row.balance, row.held) == (1, 1)
    assert lots.lots_of(haru) == [Lot(date(2026, 4, 2), 1)]
    ledger.void(id=uuid4(), held=held, by=None, at=noon(2026, 6, 2))
    assert not balances.wrong_balances()


@pytest.mark.django_db
def test_a_held_point_goes_when_it_is_free_again():
    scheme = scheme_with(YEARLY, at=noon(2024, 4, 1))
    haru = holder(scheme, at=noon(2024, 4, 1))
    did(haru, 120, date(2025, 5, 1))
    held = move(haru, earned.purse_of(scheme), 2, act=ledger.hold, at=noon(2026, 5, 20))
    assert lapsing.lapse_all(scheme=scheme, at=noon(2026, 6, 1)) == 0
    ledger.void(id=uuid4(), held=held, by=None, at=noon(2026, 6, 2))
    assert lapsing.lapse_all(scheme=scheme, at=noon(2026, 6, 3)) == 2


@pytest.mark.django_db
def test_what_was_taken_back_counts_on_neither_side():
    scheme = scheme_with(YEARLY, at=noon(2024, 4, 1))
    haru, ken = (holder(scheme, at=noon(2024, 4, 1)) for _n in range(2))
    wrong = did(haru, 120, date(2025, 5, 1))
    ledger.reverse(id=uuid4(), what=wrong.transfer, by=None, at=noon(2025, 5, 2), note="人ちがい")
    did(haru, 120, date(2025, 6, 1))
    given = move(haru, ken, 1, at=noon(2025, 6, 2))
    ledger.reverse(id=uuid4(), what=given, by=None, at=noon(2025, 6, 3), note="まちがい")
    assert lots.lots_of(haru) == [Lot(date(2025, 6, 1), 2)]
    assert lots.deeds_in(scheme, *year_of(date(2025, 6, 1))) != []
    assert simulate(YEARLY, lots.deeds_in(scheme, *year_of(date(2025, 6, 1)))).points == 2


@pytest.mark.django_db
def test_the_same_rules_tried_on_last_year_give_what_was_given():
    scheme = scheme_with(YEARLY, at=noon(2024, 4, 1))
    for person in range(3):
        account = holder(scheme, at=noon(2024, 4, 1))
        for day in range(person * 2 + 1):
            did(account, 60 * (day % 3 + 1), date(2025, 5, 1) + timedelta(days=day // 2))
    deeds = lots.deeds_in(scheme, *year_of(date(2025, 5, 1)))

    tried = simulate(YEARLY, deeds)

    given = {row.pk: row.balance for row in Account.objects.filter(kind="person") if row.balance}
    assert tried.of_person == given
    assert tried.points == sum(given.values())
    generous = simulate(Terms(activities=(SNOW,)), deeds)
    assert generous.points > tried.points, "what a cap took must have been kept to be tried"


@pytest.mark.django_db
def test_points_by_month_and_what_somebody_claimed():
    scheme = scheme_with(Terms(activities=(SNOW,)), at=noon(2024, 4, 1))
    haru = holder(scheme, at=noon(2024, 4, 1))
    did(haru, 60, date(2025, 4, 30))
    did(haru, 120, date(2026, 1, 5))
    give(haru, 50, at=noon(2026, 1, 6))
    year = year_of(date(2026, 1, 5))
    assert lots.points_by_month(scheme, *year) == [1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0]

    purse = earned.purse_of(scheme)
    known = {"debit": haru, "credit": purse, "purpose": Transfer.Purpose.CLAIMED, "by": None}
    paid, back, waiting = (
        ledger.hold(id=uuid4(), amount=n, at=noon(2026, 1, 7), **known) for n in (3, 5, 7)
    )
    ledger.post(id=uuid4(), held=paid, by=None, at=noon(2026, 1, 8))
    ledger.void(id=uuid4(), held=back, by=None, at=noon(2026, 1, 8))
    assert lots.claimed_in(haru, *year) == 3 + 7
    ledger.void(id=uuid4(), held=waiting, by=None, at=noon(2026, 1, 8))
    assert lots.claimed_in(haru, *year) == 3


@pytest.mark.parametrize(
    ("this_year", "last_year", "months", "low", "high"),
    [
        ([100] * 6, [50] * 6 + [300] * 6, 6, 600 + 1800, 600 + 3600),
        ([10] * 6, [50] * 6 + [300] * 6, 6, 60 + 1800, 60 + 1800),
        ([100] * 3, [0] * 12, 3, 1200, 1200),
        ([], [0] * 12, 0, 0, 0),
        ([100] * 6 + [40], [50] * 12, 6, 640 + 260, 640 + 560),
    ],
)
def test_the_budget_looks_ahead_by_the_season(this_year, last_year, months, low, high):
    found = forecast(this_year, last_year, months=months, budget=low)
    assert (found.low, found.high) == (low, high)
    assert found.is_over == (high > low)


def test_years_and_windows():
    assert year_of(date(2026, 3, 31)) == (date(2025, 4, 1), date(2026, 3, 31))
    assert year_of(date(2026, 4, 1)) == (date(2026, 4, 1), date(2027, 3, 31))
    assert year_of(date(2026, 1, 1), (1, 1)) == (date(2026, 1, 1), date(2026, 12, 31))
    assert months_later(date(2025, 12, 31), 2) == date(2026, 2, 28)
    assert months_later(date(2025, 11, 30), 1) == date(2025, 12, 30)
    winter = Terms(activities=(SNOW,), window=((12, 1), (3, 31)))
    assert [is_in_window(date(2026, month, 1), winter) for month in (11, 12, 1, 3, 4)] == [
        False, True, True, True, False,
    ]  # fmt: skip
    assert [
        age_on(date(2008, 2, 29), date(2026, month, day)) for month, day in ((2, 28), (3, 1))
    ] == [17, 18]
