"""How long something stays, from a day on; and what is held back meanwhile."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit, retention
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.retention import rules
from tomoni.ground.retention.models import Hold, Rule


@transaction.atomic
def set_rule(
    *,
    held: str,
    years: int,
    months: int,
    clock: str,
    source: str,
    from_on: date,
    by: Any,
    at: datetime,
) -> Rule:
    """A new rule for a class; the older one stays in the history.

    Raises:
        Refused: without a term or a source, for a class nobody holds, or a day already past.
    """
    if retention.held(held) is None:
        raise Refused(_("この種類の記録はありません。"), field="held")
    if not years and not months:
        raise Refused(_("年か月を入れてください。"), field="years")
    if by is not None and from_on < timezone.localdate(at):
        raise Refused(_("今日かこれからの日にしてください。"), field="from_on")
    try:
        with transaction.atomic():
            rule = Rule.objects.create(
                held=held, years=years, months=months, clock=clock, source=source.strip(),
                from_on=from_on, by=by, at=at,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(
            _("この日からの決まりがもうあります。別の日にしてください。"), field="from_on"
        ) from None
    audit.record("retention.rule_set", rule, by=by, at=at, note=f"{held} {years}y{months}m {clock}")
    return rule


@transaction.atomic
def hold(*, label: str, words: str, reason: str, until_on: date, by: Any, at: datetime) -> Hold:
    """Nothing of this person or matter is destroyed until that day.

    Args:
        words: What staff know it by: a number, or the address of its page.
    """
    thing = retention.find_subject(label, words)
    if thing is None:
        raise Refused(
            _("見つかりません。番号かページのアドレスをお確かめください。"), field="words"
        )
    days = (until_on - timezone.localdate(at)).days
    if why := rules.why_not_hold(days=days, reason=reason):
        raise Refused(why[1], field=why[0])
    made = Hold.objects.create(
        label=label, key=str(thing.pk), reason=reason.strip(), until_on=until_on,
        placed_by=by, placed_at=at,
    )  # fmt: skip
    audit.record("retention.held", made, by=by, at=at)
    return made


@transaction.atomic
def lift(*, hold: Hold, reason: str, by: Any, at: datetime) -> Hold:
    """The reason for holding it back is over before its day."""
    hold = lock(hold)
    in_force = hold.lifted_at is None and hold.until_on >= timezone.localdate(at)
    if why := rules.why_not_lift(is_in_force=in_force, reason=reason):
        raise Refused(why, field="reason")
    hold.lifted_by, hold.lifted_at, hold.lifted_because = by, at, reason.strip()
    hold.save(update_fields=["lifted_by", "lifted_at", "lifted_because"])
    audit.record("retention.lifted", hold, by=by, at=at)
    return hold
