"""Acts with points as somebody in a hurry might have written them: look, think, write."""

import time
from uuid import uuid4

from tests.races.pace import PAUSE


def _adjust(*, id, account, points, note, by, at):
    """Sum what is there, then write; and a repeated sending is looked for by its words."""
    from tomoni.core.errors import Refused
    from tomoni.doing.points.actions import ledger
    from tomoni.doing.points.models import Transfer
    from tomoni.doing.points.queries import balances, earned

    if balances.stood(account, at)[0] + points < 0:
        raise Refused("few")
    if first := Transfer.objects.filter(note=str(id)).first():
        return first
    time.sleep(PAUSE)
    source = earned.source_of(account.scheme)
    debit, credit = (source, account) if points > 0 else (account, source)
    return ledger.transfer(
        id=uuid4(), debit=debit, credit=credit, amount=abs(points), purpose="adjusted", by=by,
        at=at, note=str(id),
    )  # fmt: skip


def _key_card(*, id, scheme, card, activity, days, by, at):
    """Look whether the card's day was keyed, then key it."""
    from tomoni.core.errors import Refused
    from tomoni.doing.points.models import Account, Earning

    account = Account.objects.get(scheme=scheme, card=card)
    if Earning.objects.filter(account=account, on=days[0][0]).exists():
        raise Refused("already")
    time.sleep(PAUSE)
    return [_write(account, activity, days[0][1], days[0][0], 1, by, at)]


def _award(*, id, scheme, person, activity, quantity, on, by, at, **_more):
    """Count what the day has left, then give it."""
    from tomoni.doing.points.models import Account
    from tomoni.doing.points.queries import earned

    account = Account.objects.get(scheme=scheme, person=person)
    terms = earned.ruling_on(scheme, on).read
    left = terms.daily_most - earned.sofar(account, terms, activity, on).that_day
    time.sleep(PAUSE)
    return _write(account, activity, quantity, on, max(0, min(1, left)), by, at)


def _write(account, activity, quantity, on, points, by, at):
    from tomoni.doing.points.actions import ledger
    from tomoni.doing.points.models import Earning
    from tomoni.doing.points.queries import earned

    key, row = uuid4(), None
    if points:
        row = ledger.transfer(
            id=key, debit=earned.source_of(account.scheme), credit=account, amount=points,
            purpose="earned", by=by, at=at,
        )  # fmt: skip
    return Earning.objects.create(
        id=key, scheme=account.scheme, account=account, activity=activity, quantity=quantity,
        on=on, ruling=earned.ruling_on(account.scheme, on), full=1, points=points, transfer=row,
        by=by, at=at,
    )  # fmt: skip


def _approve(*, claim, by, at):
    """Look whether somebody has approved, then write."""
    if claim.first_by_id == by.pk:
        return claim
    which = "second" if claim.first_by_id else "first"
    time.sleep(PAUSE)
    type(claim).objects.filter(pk=claim.pk).update(**{f"{which}_by": by})
    return claim


def _open_for(*, id, scheme, person, details, by, at):
    """Enter whoever stands at the counter; that this was pressed before is not looked for."""
    from tomoni.doing.points.actions import account_of
    from tomoni.ground.people.actions import persons

    time.sleep(PAUSE)
    return account_of(person or persons.create(by=by, at=at, **details), scheme, by=by, at=at)


def _open_scheme(*, slug, name, team, begins_on, terms, source, by, at, about=""):
    """Look whether the word is free, think, and put a number behind it to be safe."""
    from tomoni.core.errors import Refused
    from tomoni.doing.points.models import Scheme

    if Scheme.objects.filter(slug__startswith=slug).exists():
        raise Refused("taken")
    time.sleep(PAUSE)
    return Scheme.objects.create(
        slug=f"{slug}-{uuid4().hex[:6]}", name=name, team=team, begins_on=begins_on, about=about
    )


def _came_back(*, payment, reason, by, at):
    """Look whether it counts as paid, then give the points back."""
    from tomoni.core.errors import Refused
    from tomoni.doing.points.actions import ledger
    from tomoni.doing.points.queries import earned

    if payment.outcome != "paid":
        raise Refused("already")
    time.sleep(PAUSE)
    account = payment.claim.account
    ledger.transfer(
        id=uuid4(), debit=earned.purse_of(account.scheme), credit=account,
        amount=payment.claim.points, purpose="claimed", by=by, at=at,
    )  # fmt: skip
    payment.outcome = "returned"
    payment.save(update_fields=["outcome"])
    return payment


def _give(*, id, account, card, points, by, at, name=None, has_consent=False):
    """Look what is there and what the year allows, think, then write."""
    from tomoni.core.errors import Refused
    from tomoni.doing.points.actions import ledger
    from tomoni.doing.points.queries import balances, earned, giving

    to = giving.receiver(account, card, name)
    most = earned.ruling_on(account.scheme, at.date()).read.yearly_give_most
    given = sum(row.moved for row in giving.gifts(account))
    if balances.stood(account, at)[0] < points or (most and given + points > most):
        raise Refused("few")
    time.sleep(PAUSE)
    row = ledger.transfer(
        id=id, debit=account, credit=to, amount=points, purpose="given", by=by, at=at
    )
    return giving.gift(row.pk)


def points():
    from tomoni.doing.points import importing
    from tomoni.doing.points.actions import (
        awarding,
        claims,
        counter,
        giving,
        keying,
        paying,
        ruling,
    )
    from tomoni.doing.points.views import claims as pages

    keying.adjust, keying.key_card, awarding.award = _adjust, _key_card, _award
    giving.give = _give
    importing.lock_word = lambda word: time.sleep(
        PAUSE
    )  # A list is read while another is taken in.
    claims.approve, counter.open_for = _approve, _open_for
    ruling.open_scheme, paying.came_back = _open_scheme, _came_back
    pages.DEEDS["approve"] = (_approve, *pages.DEEDS["approve"][1:])
