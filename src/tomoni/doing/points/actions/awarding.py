"""Points for something somebody did, by the rules of that day."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core.chain import link
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.points.actions import ledger
from tomoni.doing.points.actions.accounts import account_of
from tomoni.doing.points.models import Account, Earning, Scheme, Transfer
from tomoni.doing.points.queries import earned
from tomoni.doing.points.rules import earning, refusals
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
        source=source, receiver=receiver, by=ledger._user(by), at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            return _count(asked, account, helped)
    except IntegrityError as told:
        first: Earning | None = Earning.objects.filter(pk=id).first()
        if first is None:
            raise _refusal(str(told), told) from None
    if any(getattr(first, name) != getattr(asked, name) for name in CONTENT):
        raise Refused(refusals.other_content())
    return first


def _count(asked: Earning, account: Account, helped: Person | None) -> Earning:
    """Hold the account, so that two cannot both see room below a cap; then count and write."""
    account = lock(account)
    if first := Earning.objects.filter(pk=asked.pk).first():
        raise IntegrityError(first.pk)  # Asked before; the caller compares.
    scheme = account.scheme
    ruling = earned.ruling_on(scheme, asked.on)
    if ruling is None:
        raise Refused(_("その日の決まりがまだありません。先に、制度の決まりを登録してください。"))
    terms = ruling.read
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
    sofar = earned.sofar(account, terms, kind.code, asked.on)
    found = earning.worth(terms, kind, asked.quantity, sofar)
    asked.ruling, asked.full, asked.points, asked.cut = ruling, found.full, found.points, found.cut
    if found.points:
        asked.transfer = ledger.transfer(
            # Of its own: what earns nothing books nothing, and a key must not be free by that.
            id=uuid5(asked.pk, "earned"),
            debit=earned.source_of(scheme),
            credit=account,
            amount=found.points,
            purpose=Transfer.Purpose.EARNED,
            by=asked.by,
            at=asked.at,
        )
    link([asked])
    asked.save(force_insert=True)
    return asked


def _refusal(told: str, problem: IntegrityError) -> Exception:
    # SQLite names the columns of a unique index, PostgreSQL the index.
    if "points_once_for_one_thing" in told or "points_earning.source" in told:
        return Refused(
            _("この活動のポイントは、もうついています。明細を確かめてください。"), field="source"
        )
    if words := refusals.sentence(told):
        return Refused(words)
    return problem
