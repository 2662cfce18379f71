"""Points for what somebody did: once for one thing, within the caps, by the rules of that day."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.factories import NOW, TODAY, PersonFactory
from tests.points.towns import SNOW, TERMS, scheme_with
from tomoni.core.errors import Refused
from tomoni.doing.points.actions import award, ledger, ruling
from tomoni.doing.points.models import Account, Earning
from tomoni.doing.points.rules.terms import Activity, Terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme():
    return scheme_with()


@pytest.fixture
def haru_san():
    return PersonFactory(name="坂本 ハル", birth_on=date(1948, 5, 1))


def did(scheme, person, minutes=60, *, on=TODAY, at=NOW, id=None, **more):
    return award(
        id=id or uuid4(), scheme=scheme, person=person, activity=more.pop("activity", "snow"),
        quantity=minutes, on=on, by=None, at=at, **more,
    )  # fmt: skip


def balance(person):
    return Account.objects.get(person=person).balance


def test_an_hour_is_a_point_and_the_rest_of_the_day_is_capped(scheme, haru_san):
    assert did(scheme, haru_san, 90).points == 1
    more = did(scheme, haru_san, 120)
    assert (more.full, more.points, more.cut) == (2, 1, "day")
    nothing = did(scheme, haru_san, 60)
    assert (nothing.full, nothing.points, nothing.cut, nothing.transfer) == (1, 0, "day", None)
    assert balance(haru_san) == 2


def test_the_year_is_capped_and_the_next_year_begins_anew(scheme, haru_san):
    for n in range(30):
        did(scheme, haru_san, 120, on=date(2025, 4, 1) + timedelta(days=n))
    assert balance(haru_san) == 50
    assert did(scheme, haru_san, 120, on=date(2026, 3, 31)).cut == "year"
    assert did(scheme, haru_san, 120, on=date(2026, 4, 1)).points == 2


def test_one_attendance_earns_once_however_often_it_is_sent(scheme, haru_san):
    key = uuid4()
    first = did(scheme, haru_san, id=key, source="volunteering.attendance:1")
    again = did(scheme, haru_san, id=key, source="volunteering.attendance:1")
    assert first == again
    with pytest.raises(Refused, match="もうついています"):
        did(scheme, haru_san, source="volunteering.attendance:1")
    with pytest.raises(Refused, match="ちがう内容"):
        did(scheme, haru_san, 120, id=key, source="volunteering.attendance:1")
    assert balance(haru_san) == 1


def test_what_was_taken_back_makes_room_again(scheme, haru_san):
    first = did(scheme, haru_san, 120)
    ledger.reverse(id=uuid4(), what=first.transfer, by=None, at=NOW, note="人ちがい")
    assert did(scheme, haru_san, 120).points == 2
    assert balance(haru_san) == 2


def test_nobody_earns_by_helping_themselves(scheme, haru_san):
    with pytest.raises(Refused, match="別の人が確かめて"):
        did(scheme, haru_san, helped=haru_san)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"activity": "nothing"}, "決まりにない活動"),
        ({"minutes": 0}, "1以上"),
        ({"minutes": 1500}, "24時間"),
        ({"on": TODAY + timedelta(days=1)}, "まだ来ていません"),
        ({"on": date(2024, 3, 31)}, "決まりがまだありません"),
    ],
)
def test_what_cannot_be_counted_is_said(scheme, haru_san, how, words):
    with pytest.raises(Refused, match=words):
        did(scheme, haru_san, **{"minutes": 60, **how})
    assert not Earning.objects.exists()


def test_the_rules_of_the_day_count_not_those_of_today(scheme, haru_san):
    double = Terms(activities=(Activity("snow", "福祉除雪", "hour", points=2),))
    ruling.rule(
        scheme=scheme, from_on=TODAY + timedelta(days=1), terms=double, source="改正", by=None,
        at=NOW,
    )  # fmt: skip
    later = NOW + timedelta(days=3)
    assert did(scheme, haru_san, on=TODAY, at=later).points == 1
    assert did(scheme, haru_san, on=TODAY + timedelta(days=1), at=later).points == 2


def test_rules_cannot_be_changed_for_days_that_are_over(scheme):
    with pytest.raises(Refused, match="あしたから"):
        ruling.rule(scheme=scheme, from_on=TODAY, terms=TERMS, source="改正", by=None, at=NOW)
    with pytest.raises(Refused, match="どこで決めたか"):
        ruling.rule(
            scheme=scheme, from_on=TODAY + timedelta(days=1), terms=TERMS, source=" ", by=None,
            at=NOW,
        )  # fmt: skip


def test_an_age_rule_asks_for_the_birthday_first():
    scheme = scheme_with(Terms(activities=(SNOW,), least_age=65))
    with pytest.raises(Refused, match="生年月日"):
        did(scheme, PersonFactory())
    with pytest.raises(Refused, match="65歳から"):
        did(scheme, PersonFactory(birth_on=date(1961, 11, 25)))
    assert did(scheme, PersonFactory(birth_on=date(1961, 11, 24))).points == 1


def test_a_merged_entry_earns_for_the_one_that_was_kept(scheme, haru_san):
    gone = PersonFactory(merged_into=haru_san)
    did(scheme, gone)
    assert balance(haru_san) == 1


@pytest.mark.parametrize("minutes", [30, 60])
def test_the_keys_of_deeds_and_of_transfers_are_two_books(scheme, haru_san, minutes):
    """Whether a key is free must not hang on whether the deed was worth a point."""
    did(scheme, haru_san, 60)
    moved = Earning.objects.get().transfer
    key = uuid4()
    ledger.reverse(id=key, what=moved, by=None, at=NOW, note="人ちがい")
    done = did(scheme, haru_san, minutes, id=key)
    assert done.points == minutes // 60
    assert did(scheme, haru_san, minutes, id=key) == done
    with pytest.raises(Refused, match="ちがう内容"):
        ledger.transfer(
            id=key, debit=moved.debit, credit=moved.credit, amount=1, purpose="given", by=None,
            at=NOW,
        )  # fmt: skip
