"""Points for what many did, or one did on many days, counted as one act.

Each is counted as `awarding.award` would count it after those before it, and all of them in a
number of statements that does not grow with theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from tomoni.core.errors import Refused
from tomoni.doing.points.actions import awarding, drafts, many
from tomoni.doing.points.actions.accounts import account_of
from tomoni.doing.points.models import Account, Earning, Scheme, Transfer
from tomoni.doing.points.queries import earned
from tomoni.doing.points.rules import refusals
from tomoni.doing.points.rules.earning import Sofar
from tomoni.doing.points.rules.terms import Activity, Terms
from tomoni.ground.people.models import Organisation, Person


@dataclass(frozen=True)
class Done:
    """What somebody did; each word means what it means for `awarding.award`."""

    id: UUID
    scheme: Scheme
    person: Person
    activity: str
    quantity: int
    on: date
    source: str = ""
    receiver: Organisation | None = None
    helped: Person | None = None


Answer = Earning | Refused
Key = tuple[int, Any]  # Of a scheme and of a person.


def award_all(done: Sequence[Done], *, by: Any, at: datetime) -> list[Earning]:
    """Count all of these, or none.

    Raises:
        many.RefusedOne: for the first for which nothing may be given.
    """
    found = list[Earning]()
    with transaction.atomic():
        for nth, answer in enumerate(award_each(done, by=by, at=at)):
            if isinstance(answer, Refused):
                raise many.RefusedOne(nth, answer)
            found.append(answer)
    return found


def award_each(done: Sequence[Done], *, by: Any, at: datetime) -> list[Answer]:
    """Count those of these that can be counted; the others' place in the answer says why not.

    Their accounts are held until the transaction of the caller ends.
    """
    with transaction.atomic():
        accounts = _accounts(done, by, at)
        held = many.hold_accounts(account.pk for account in accounts.values())
        rows = [
            Earning(
                id=one.id, scheme=one.scheme, account=held[accounts[_holder(one)].pk],
                activity=one.activity, quantity=one.quantity, on=one.on, source=one.source,
                receiver=one.receiver, by=drafts.user(by), at=at,
            )
            for one in done
        ]  # fmt: skip
        try:
            with transaction.atomic():
                return _counted(rows, done)
        except (IntegrityError, Refused):
            # The ledger refused one, or another transaction was a moment earlier: which one?
            return [_one(one, by, at) for one in done]


def _holder(one: Done) -> Key:
    return one.scheme.pk, one.person.pk


def _accounts(done: Sequence[Done], by: Any, at: datetime) -> dict[Key, Account]:
    """Everybody's account, by scheme and person; opened in the order of the persons where there is
    none, so that two that open the same ones wait in turn."""
    known: dict[Key, Account] = {
        (row.scheme_id, row.person_id): row
        for row in Account.objects.filter(
            scheme__in={one.scheme.pk for one in done}, person__in={one.person.pk for one in done},
            closed_at=None,
        )
    }  # fmt: skip
    for one in sorted(done, key=_holder):
        if _holder(one) not in known or one.person.merged_into_id:
            known[_holder(one)] = account_of(one.person, one.scheme, by=by, at=at)
    return known


def _counted(rows: list[Earning], done: Sequence[Done]) -> list[Answer]:
    """Weigh each after those before it, then write all that is new."""
    known = Earning.objects.in_bulk([row.pk for row in rows])
    counted = earned.sources(rows)
    rulings, given = earned.Rulings(rows), earned.given(rows)
    answers, new, moves = list[Answer](), list[Earning](), list[tuple[Earning, Transfer]]()
    ends = {row.scheme_id: row.scheme for row in rows}
    sources = {key: earned.source_of(scheme) for key, scheme in ends.items()}
    for row, one in zip(rows, done, strict=True):
        if first := known.get(row.pk):
            same = awarding.is_same(first, row)
            answers.append(first if same else Refused(refusals.other_content()))
            continue
        try:
            awarding.weigh(
                row, rulings.on(row.scheme_id, row.on), one.helped, partial(_sofar, given, row)
            )
        except Refused as no:
            answers.append(no)
            continue
        if row.source and (row.scheme_id, row.source) in counted:
            answers.append(awarding.counted_before())
            continue
        counted.add((row.scheme_id, row.source))
        given.add(row)
        known[row.pk] = row
        new.append(row)
        answers.append(row)
        if draft := awarding.draft_of(row, sources[row.scheme_id]):
            moves.append((row, draft))
    for (row, _draft), moved in zip(moves, many.book_all([d for _r, d in moves]), strict=True):
        row.transfer = moved
    Earning.objects.bulk_create(new)
    return answers


def _sofar(given: earned.Given, row: Earning, terms: Terms, kind: Activity) -> Sofar:
    return given.sofar(row.account_id, terms, kind.code, row.on)


def _one(one: Done, by: Any, at: datetime) -> Answer:
    try:
        return awarding.award(
            id=one.id, scheme=one.scheme, person=one.person, activity=one.activity,
            quantity=one.quantity, on=one.on, source=one.source, receiver=one.receiver,
            helped=one.helped, by=by, at=at,
        )  # fmt: skip
    except Refused as no:
        return no
