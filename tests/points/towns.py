"""A scheme as the tests need it, and the people who earn in it."""

from datetime import date
from itertools import count
from uuid import uuid4

from tests.factories import NOW, OrganisationFactory, PersonFactory, TeamFactory
from tomoni.doing.points.actions import account_of, ledger, ruling
from tomoni.doing.points.models import Transfer
from tomoni.doing.points.queries import earned
from tomoni.doing.points.rules.terms import Activity, Terms

_number = count(1)
SNOW = Activity("snow", "福祉除雪", "hour")
TERMS = Terms(activities=(SNOW,), daily_most=2, yearly_most=50)


def scheme_with(terms=TERMS, *, at=NOW, begins_on=date(2024, 4, 1), **more):
    n = next(_number)
    known = {"slug": f"mihon-{uuid4().hex[:8]}", "name": f"見本ポイント{n}", "team": None, **more}
    word = f"mihon-{uuid4().hex[:8]}"
    known["team"] = known["team"] or TeamFactory(
        slug=word, organisation=OrganisationFactory(slug=word)
    )
    return ruling.open_scheme(
        **known, begins_on=begins_on, terms=terms, source="見本要綱", by=None, at=at
    )


def holder(scheme, points=0, *, at=NOW, **person):
    """Somebody's account with so many points in it."""
    account = account_of(PersonFactory(**person), scheme, by=None, at=at)
    if points:
        give(account, points, at=at)
    account.refresh_from_db()
    return account


def give(account, points, *, at=NOW, id=None):
    return ledger.transfer(
        id=id or uuid4(), debit=earned.source_of(account.scheme), credit=account, amount=points,
        purpose=Transfer.Purpose.ADJUSTED, by=None, at=at,
    )  # fmt: skip


def move(debit, credit, points, *, at=NOW, id=None, act=ledger.transfer, **more):
    return act(
        id=id or uuid4(), debit=debit, credit=credit, amount=points,
        purpose=Transfer.Purpose.GIVEN, by=None, at=at, **more,
    )  # fmt: skip
