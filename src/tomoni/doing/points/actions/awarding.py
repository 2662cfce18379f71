"""Points for something somebody did, by the rules of that day."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core.chain import link
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.points.actions import drafts, ledger
from tomoni.doing.points.actions.accounts import account_of
from tomoni.doing.points.models import Account, Earning, Ruling, Scheme, Transfer
from tomoni.doing.points.queries import earned
from tomoni.doing.points.rules import earning, refusals
from tomoni.doing.points.rules.earning import Sofar
from tomoni.doing.points.rules.terms import Activity, Terms
from tomoni.ground.people.models import Organisation, Person

CONTENT = ("scheme_id", "account_id", "activity", "quantity", "on", "source")


@transaction.atomic
def award(
    *,
    id: UUID,
    scheme: Scheme,
    person: Person,
    activity: str,
    quantity: int,
    on: date,
    by: Any,
    at: datetime,
    source: str = "",
    receiver: Organisation | None = None,
    helped: Person | None = None,
) -> Earning:
    """Count what somebody did and give the points it is worth, none when a cap is reached.

    For other rooms too, in their own transaction.

    Args:
        id: Made by whoever asks; asked again with the same content, the first answer comes back.
        activity: A code of the rules in force on `on`.
        quantity: Minutes where the activity counts hours, else times or stamps.
        source: What it is for, such as ``volunteering.attendance:<id>``; one thing earns once.
        receiver: The organisation that was helped.
        helped: The person who was helped; never the one who helped.

    Raises:
        Refused: when nothing may be given for this, or it was counted before.
    """
    account = account_of(person, scheme, by=by, at=at)
    asked = Earning(
        id=id, scheme=scheme, account=account, activity=activity, quantity=quantity, on=on,
        source=source, receiver=receiver, by=drafts.user(by), at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            return _count(asked, account, helped)
    except IntegrityError as told:
        first: Earning | None = Earning.objects.filter(pk=id).first()
        if first is None:
            raise _refusal(str(told), told) from None
    if not is_same(first, asked):
        raise Refused(refusals.other_content())
    return first


def _count(asked: Earning, account: Account, helped: Person | None) -> Earning:
    """Hold the account, so that two cannot both see room below a cap; then count and write."""
    account = asked.account = lock(account)
    if first := Earning.objects.filter(pk=asked.pk).first():
        raise IntegrityError(first.pk)  # Asked before; the caller compares.
    scheme = account.scheme
    weigh(
        asked,
        earned.ruling_on(scheme, asked.on),
        helped,
        lambda terms, kind: earned.sofar(account, terms, kind.code, asked.on),
    )
    if found := draft_of(asked, earned.source_of(scheme)):
        asked.transfer = ledger.asked(found)
    link([asked])
    asked.save(force_insert=True)
    return asked


def weigh(
    asked: Earning,
    ruling: Ruling | None,
    helped: Person | None,
    sofar: Callable[[Terms, Activity], Sofar],
) -> None:
    """Write into the row what it is worth by the rules of its day.

    Args:
        sofar: What the account was given before, asked only when something may be given at all.

    Raises:
        Refused: when nothing may be given for this.
    """
    if ruling is None:
        raise Refused(_("その日の決まりがまだありません。先に、制度の決まりを登録してください。"))
    account, scheme, terms = asked.account, asked.account.scheme, ruling.read
    kind = terms.activity(asked.activity)
    why = earning.why_not(
        terms,
        activity=kind,
        quantity=asked.quantity,
        on=asked.on,
        today=timezone.localdate(asked.at),
        begins_on=scheme.begins_on,
        ends_on=scheme.ends_on,
        birth_on=account.person.birth_on if account.person else None,
        is_own_receiver=helped is not None and helped.pk == account.person_id,
    )
    if why or kind is None:
        raise Refused(why or "")
    found = earning.worth(terms, kind, asked.quantity, sofar(terms, kind))
    asked.ruling, asked.full, asked.points, asked.cut = ruling, found.full, found.points, found.cut


def draft_of(asked: Earning, source: Account) -> Transfer | None:
    """The points of a weighed row on their way; None where it earned nothing."""
    if not asked.points:
        return None
    return drafts.move(
        # Of its own: what earns nothing books nothing, and a key must not be free by that.
        id=uuid5(asked.pk, "earned"), debit=source, credit=asked.account, amount=asked.points,
        purpose=Transfer.Purpose.EARNED, by=asked.by, at=asked.at,
    )  # fmt: skip


def is_same(first: Earning, again: Earning) -> bool:
    """Whether two askings with one key ask for the same."""
    return all(getattr(first, name) == getattr(again, name) for name in CONTENT)


def counted_before() -> Refused:
    """What earns once was counted already."""
    return Refused(
        _("この活動のポイントは、もうついています。明細を確かめてください。"), field="source"
    )


def _refusal(told: str, problem: IntegrityError) -> Exception:
    # SQLite names the columns of a unique index, PostgreSQL the index.
    if "points_once_for_one_thing" in told or "points_earning.source" in told:
        return counted_before()
    if words := refusals.sentence(told):
        return Refused(words)
    return problem
