"""What many did, counted as one act: the same as one after the other, in few statements."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.factories import NOW, TODAY, PersonFactory
from tests.points.test_many import Undo
from tests.points.towns import holder, scheme_with
from tomoni.core.chain.verifying import verify
from tomoni.core.errors import Refused
from tomoni.doing.points.actions import awards, keying, lapsing, many, ruling
from tomoni.doing.points.models import Account, Earning, Transfer
from tomoni.doing.points.queries import balances
from tomoni.doing.points.rules.terms import Activity, Terms

pytestmark = pytest.mark.django_db
KINDS = (Activity("snow", "福祉除雪", "hour", daily_most=1), Activity("stamp", "スタンプ", "stamp"))
TERMS = Terms(activities=KINDS, daily_most=2, yearly_most=6, lapse="year")


def done(scheme, person, activity="stamp", quantity=1, back=0, *, id=None, **more):
    return awards.Done(
        id=id or uuid4(), scheme=scheme, person=person, activity=activity, quantity=quantity,
        on=TODAY - timedelta(days=back), **more,
    )  # fmt: skip


@pytest.fixture
def town():
    """Two schemes; in the first the rules change on the day before yesterday."""
    schemes = [scheme_with(TERMS), scheme_with(Terms(activities=KINDS))]
    ruling.rule(
        scheme=schemes[0], from_on=TODAY - timedelta(days=2), source="見本", by=None,
        at=NOW - timedelta(days=10), terms=Terms(activities=KINDS, daily_most=3, yearly_most=7),
    )  # fmt: skip
    return schemes, [PersonFactory() for _n in range(2)]


def said(answers):
    return [
        one.sentence if isinstance(one, Refused) else (one.pk, one.account.person_id, one.points, one.cut)
        for one in answers
    ]  # fmt: skip


deeds = some.tuples(
    some.integers(1, 9), some.integers(0, 1), some.integers(0, 1),
    some.sampled_from(["snow", "stamp", "stamp", "nothing"]), some.sampled_from([0, 1, 2, 3, 60, 130]),
    some.sampled_from([-1, 0, 0, 1, 2, 3, 300]), some.sampled_from(["", "", "a", "b"]), some.booleans(),
)  # fmt: skip


@settings(
    max_examples=40, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(asked=some.lists(deeds, max_size=12))
def test_many_are_counted_as_they_are_one_after_the_other(town, asked):
    schemes, people = town
    rows = [
        done(
            schemes[s], people[p], activity, quantity, back, id=UUID(int=key), source=source,
            helped=people[p] if own and back == 2 else None,
        )
        for key, s, p, activity, quantity, back, source, own in asked
    ]  # fmt: skip
    ways = (
        lambda: [awards._one(row, None, NOW) for row in rows],
        lambda: awards.award_each(rows, by=None, at=NOW),
    )
    found = []
    for way in ways:
        try:
            with transaction.atomic():
                answers = way()
                assert not balances.wrong_balances()
                assert verify().ok
                held = Account.objects.exclude(person=None).order_by("scheme", "person")
                found.append(
                    (
                        said(answers),
                        list(held.values_list("person", "balance")),
                        Earning.objects.count(),
                    )
                )
                raise Undo
        except Undo:
            pass
    assert found[0][0] == found[1][0]
    assert found[0][2] == found[1][2]
    # An account may be opened for somebody whose deed is then refused; it is empty.
    assert [one for one in found[0][1] if one[1]] == [one for one in found[1][1] if one[1]]


def test_the_number_of_statements_does_not_grow(town):
    (scheme, _other), _people = town
    counts = []
    everybody = [holder(scheme).person for _n in range(30)]
    for size in (1, 2, 30):  # The first begins the lanes of the chains.
        rows = [done(scheme, one, back=size) for one in everybody[:size]]
        with CaptureQueriesContext(connection) as seen:
            awards.award_all(rows, by=None, at=NOW)
        counts.append(len(seen))
    assert counts[1] == counts[2] <= 30


def test_asked_again_nothing_is_counted_twice_and_one_wrong_one_leaves_none(town):
    (scheme, _other), people = town
    rows = [
        done(scheme, one, back=n, source=f"card:{one.pk}:{n}") for one in people for n in (0, 1)
    ]
    first = awards.award_all(rows, by=None, at=NOW)
    assert awards.award_all(rows, by=None, at=NOW) == first
    assert Earning.objects.count() == Transfer.objects.count() == 4
    bad = [done(scheme, people[0], back=3), done(scheme, people[0], back=4, source=rows[0].source)]
    with pytest.raises(many.RefusedOne, match="もうついています") as no:
        awards.award_all(bad, by=None, at=NOW)
    assert no.value.nth == 1
    assert Earning.objects.count() == 4


def test_a_card_keyed_twice_names_the_day_that_was_keyed(town):
    (scheme, _other), _people = town
    account = holder(scheme)

    def key(*days):
        return keying.key_card(
            id=uuid4(), scheme=scheme, card=account.card, activity="stamp", by=None, at=NOW,
            days=[(TODAY - timedelta(days=n), 1) for n in days],
        )  # fmt: skip

    assert len(key(4, 3)) == 2
    day = TODAY - timedelta(days=3)
    with pytest.raises(Refused, match=f"{day.month}月{day.day}日の分：.*もうついています"):
        key(5, 3)
    assert Earning.objects.filter(account=account).count() == 2


def test_at_the_years_end_points_lapse_in_statements_that_do_not_grow_with_the_accounts(
    monkeypatch,
):
    monkeypatch.setattr(lapsing, "AT_ONCE", 20)
    counts = []
    for size in (2, 20):
        scheme = scheme_with(TERMS)
        for _n in range(size):
            holder(scheme, 3, at=NOW)
        later = NOW + timedelta(days=800)
        with CaptureQueriesContext(connection) as seen:
            assert lapsing.lapse_all(scheme=scheme, at=later) == 3 * size
        counts.append(len(seen))
        assert lapsing.lapse_all(scheme=scheme, at=later) == 0
    assert counts[0] == counts[1] <= 20
    for _n in range(45):
        holder(scheme, 3, at=NOW)
    assert lapsing.lapse_all(scheme=scheme, at=later) == 3 * 45, "in three transactions"
    assert not balances.wrong_balances()
