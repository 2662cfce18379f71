"""Destroying what two persons approved, in breaths that may be cut off anywhere.

A breath is one transaction: rows looked at again, destroyed, ticked off the list and written into
the record, or none of it. So a second run, or one after kill -9, does the rest and nothing twice.
"""

import logging
from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.locks import lock
from tomoni.core.retention import Held, classes
from tomoni.ground.retention import queries
from tomoni.ground.retention.actions import proposing
from tomoni.ground.retention.models import Destruction, Item, Proposal, Rule, newest_rules

log = logging.getLogger("tomoni.retention")
BREATH = 100


def destroy(key: UUID | str, *, now: Callable[[], datetime] = timezone.now) -> int:
    """Do all that is left of an approved list; gives how many breaths it took.

    Args:
        now: The clock, asked afresh for each breath.
    """
    breaths = 0
    while breathe(key, at=now()):
        breaths += 1
    return breaths


@transaction.atomic
def breathe(key: UUID | str, *, at: datetime) -> bool:
    """One breath; False when nothing is left to do."""
    proposal = Proposal.objects.filter(pk=key).first()
    if proposal is None:
        return False
    proposal = lock(proposal)
    if proposal.status != Proposal.Status.APPROVED:
        return False
    waiting = proposal.items.filter(outcome=Item.Outcome.WAITING)
    codes = set(waiting.order_by().values_list("held", flat=True).distinct())
    if not codes:
        _finish(proposal, at)
        return False
    known = next((one for one in classes() if one.code in codes), None)
    code = known.code if known else min(codes)  # A class whose room is gone is only ticked off.
    items = {item.key: item for item in waiting.filter(held=code).order_by("pk")[:BREATH]}
    rule = newest_rules(timezone.localdate(at)).get(code)
    outcomes = dict.fromkeys(items, Item.Outcome.NOT_DUE)
    if known and rule:
        outcomes |= _destroy(known, rule, list(items), at)
    for outcome in set(outcomes.values()):
        named = [items[key].pk for key, each in outcomes.items() if each == outcome]
        proposal.items.filter(pk__in=named).update(outcome=outcome)
    gone = [items[key] for key, each in outcomes.items() if each == Item.Outcome.DESTROYED]
    if gone and known and rule:
        _write_down(proposal, known, rule, gone, at)
    return True


def _destroy(known: Held, rule: Rule, keys: list[str], at: datetime) -> dict[str, Any]:
    """What became of each key. Rows are held while they are looked at, so that somebody who
    signs in at this moment is either seen or waits."""
    rows = known.due(rule.term, at=at).filter(pk__in=keys)
    if connection.features.has_select_for_update_of:
        rows = rows.select_for_update(of=("self",))
    due = {str(row.pk) for row in rows}
    kept = queries.held_back(known, on=timezone.localdate(at))
    back = {str(pk) for pk in known.rows().filter(kept, pk__in=keys).values_list("pk", flat=True)}
    outcomes: dict[str, Any] = dict.fromkeys(due & back, Item.Outcome.HELD)
    free = sorted(due - back)
    if free and not _tried(known, free, at):
        for key in free:  # One that cannot go does not keep the others.
            good = _tried(known, [key], at)
            outcomes[key] = Item.Outcome.DESTROYED if good else Item.Outcome.FAILED
        return outcomes
    return outcomes | dict.fromkeys(free, Item.Outcome.DESTROYED)


def _tried(known: Held, keys: list[str], at: datetime) -> bool:
    try:
        with transaction.atomic():
            known.destroy(keys, at=at)
    except Exception as problem:
        # The cause could quote the row, so only its kind is written.
        log.error(
            "could not destroy",
            extra={"held": known.code, "rows": len(keys), "problem": type(problem).__name__},
        )
        return False
    return True


def _write_down(
    proposal: Proposal, known: Held, rule: Rule, gone: list[Item], at: datetime
) -> None:
    first, second = proposal.first_by, proposal.second_by
    if first is None or second is None:
        raise LookupError("destroyed without two approvals")
    days: list[date] = sorted(item.begins_on for item in gone)
    Destruction.objects.create(
        proposal=proposal,
        nth=proposal.destructions.count() + 1,
        held=known.code,
        rule=rule,
        way=known.way.value,
        count=len(gone),
        digest=digest(item.key for item in gone),
        oldest_on=days[0],
        newest_on=days[-1],
        first_by=first,
        second_by=second,
        at=at,
    )
    audit.record("retention.destroyed", proposal, by=None, at=at, note=f"{known.code} {len(gone)}")


def digest(keys: Any) -> str:
    """SHA-256 over the keys in order, one a line: the list on paper can be held against it."""
    return sha256("\n".join(sorted(keys)).encode()).hexdigest()


def _finish(proposal: Proposal, at: datetime) -> None:
    gone = proposal.items.filter(outcome=Item.Outcome.DESTROYED).count()
    words = _("%(gone)s件を破棄しました。") % {"gone": gone}
    proposing.end(proposal, Proposal.Status.DONE, words=words, at=at)
