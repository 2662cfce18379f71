"""A claim from its asking to its approval by two; until it is paid its points are held."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tomoni.core import audit, link_keys
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.points.actions import ledger
from tomoni.doing.points.models import Account, Claim, Payee, Transfer
from tomoni.doing.points.queries import claiming, earned
from tomoni.doing.points.rules import claiming as rules
from tomoni.doing.points.rules.zengin import BankAccount
from tomoni.ground.batons import actions as batons
from tomoni.ground.batons.models import Baton

KIND = "points.claim"
Status = Claim.Status
OPEN_TO_REFUSE = (Status.ASKED, Status.CHECKED, Status.APPROVED, Status.RETURNED)
OPEN_TO_CORRECT = (Status.RETURNED, Status.ASKED)


@transaction.atomic
def claim(
    *,
    id: UUID,
    account: Account,
    points: int,
    way: str,
    by: Any,
    at: datetime,
    declared: Collection[str] = (),
    has_consent: bool = False,
    bank: Mapping[str, Any] | None = None,
) -> Claim:
    """Ask for points to be exchanged. Asked twice with one key, the first claim comes back.

    Args:
        declared: The conditions the person says they meet.
        has_consent: The guardian's paper is here.
        bank: Where the money goes, as written down; needed for a transfer.

    Raises:
        Refused: when the rules of today do not allow it, or the bank would send it back.
    """
    account = lock(account)
    if known := Claim.objects.filter(pk=id, account=account, points=points, way=way).first():
        return known
    scheme, on = account.scheme, timezone.localdate(at)
    ruling = earned.ruling_on(scheme, on)
    if ruling is None:
        raise Refused(_("この制度の決まりがまだありません。窓口に聞いてください。"))
    terms = ruling.read
    holder = claiming.holder(account, terms, on, declared=declared, has_consent=has_consent)
    if why := rules.why_not(terms, holder, points=points, way=way, on=on):
        raise Refused(why)
    payee = _payee(bank) if way == Claim.Way.BANK else None
    held = ledger.hold(
        id=id, debit=account, credit=earned.purse_of(scheme), amount=points,
        purpose=Transfer.Purpose.CLAIMED, by=by, at=at,
    )  # fmt: skip
    baton = batons.open_baton(
        kind=KIND, title=_("ポイントの交換"), team=scheme.team, by=by, at=at,
        next_step=gettext_noop("内容を確かめる"),
    )  # fmt: skip
    said: Any = sorted(declared)
    made = Claim.objects.create(
        id=id, number=link_keys.number("P", at), baton=baton, account=account, held=held,
        points=points, yen=terms.yen(points), way=way, declared=said, asked_at=at,
        asked_by=by if getattr(by, "pk", None) else None,
    )  # fmt: skip
    if payee:
        Payee.objects.create(claim=made, details=payee.to_plain())
    audit.record("points.claimed", made, by=by, at=at)
    return made


def _payee(bank: Mapping[str, Any] | None) -> BankAccount:
    try:
        return BankAccount.typed(bank or {})
    except ValueError as problem:
        raise Refused(str(problem)) from None


@transaction.atomic
def check(*, claim: Claim, by: Any, at: datetime) -> Claim:
    """Somebody has compared it with the papers; then two others may approve."""
    claim = _taken(claim, by, Status.ASKED)
    claim.status, claim.checked_by = Status.CHECKED, by
    claim.save(update_fields=["status", "checked_by"])
    _next(claim, _("二人で承認する"), at)
    audit.record("points.claim_checked", claim, by=by, at=at)
    return claim


@transaction.atomic
def approve(*, claim: Claim, by: Any, at: datetime) -> Claim:
    """The first yes, or the second one by somebody else."""
    claim = _taken(claim, by, Status.CHECKED)
    if claim.first_by_id is None:
        claim.first_by = by
    elif claim.first_by_id == by.pk:
        raise Refused(_("一人目の承認はあなたです。二人目は、別の人が承認します。"))
    else:
        claim.second_by, claim.status = by, Status.APPROVED
        _next(
            claim,
            _("銀行のファイルに入れる") if claim.way == Claim.Way.BANK else _("窓口で渡す"),
            at,
        )
    claim.save(update_fields=["first_by", "second_by", "status"])
    audit.record("points.claim_approved", claim, by=by, at=at)
    return claim


@transaction.atomic
def refuse(*, claim: Claim, reason: str, by: Any, at: datetime) -> Claim:
    """Nothing is paid; the points are free again."""
    claim = _taken(claim, by, *OPEN_TO_REFUSE)
    if not reason.strip():
        raise Refused(_("支払わないわけを書いてください。本人が読みます。"), field="reason")
    return give_back(claim, Status.REFUSED, reason.strip(), by, at)


@transaction.atomic
def withdraw(*, claim: Claim, by: Any, at: datetime) -> Claim:
    """The person takes it back, as long as nobody has checked it."""
    claim = lock(claim)
    if claim.status != Status.ASKED:
        raise Refused(_("もう手続きが進んでいます。取りやめたいときは、窓口に電話してください。"))
    return give_back(claim, Status.WITHDRAWN, _("本人が取り下げた"), by, at)


def give_back(claim: Claim, status: str, reason: str, by: Any, at: datetime) -> Claim:
    """The held points are free again, and the claim is over; inside the caller's transaction."""
    ledger.void(id=uuid5(claim.pk, "void"), held=claim.held, by=by, at=at)
    return _end(claim, status, reason, Baton.Outcome.DECLINED, by, at)


@transaction.atomic
def correct(*, claim: Claim, bank: Mapping[str, Any], by: Any, at: datetime) -> Claim:
    """A new bank account after the money came back; checked and approved anew."""
    claim = _taken(claim, by, *OPEN_TO_CORRECT)
    if claim.way != Claim.Way.BANK:
        raise Refused(_("振り込みでない交換です。"))
    payee = Payee.objects.get(claim=claim)
    payee.details = _payee(bank).to_plain()
    payee.save(update_fields=["details"])
    claim.status, claim.reason = Status.ASKED, ""
    claim.checked_by = claim.first_by = claim.second_by = None
    claim.save(update_fields=["status", "reason", "checked_by", "first_by", "second_by"])
    _next(claim, _("内容を確かめる"), at)
    audit.record("points.payee_corrected", claim, by=by, at=at)
    return claim


@transaction.atomic
def hand_over(*, claim: Claim, by: Any, at: datetime) -> Claim:
    """Cash, vouchers or goods are handed over at the counter, against the signed receipt."""
    claim = _taken(claim, by, Status.APPROVED)
    if claim.way == Claim.Way.BANK:
        raise Refused(_("振り込みの交換です。銀行のファイルに入れてください。"))
    return paid(claim, uuid5(claim.pk, "handed"), by, at)


def paid(claim: Claim, key: UUID, by: Any, at: datetime) -> Claim:
    """The points are moved and the claim is over; inside the caller's transaction."""
    ledger.post(id=key, held=claim.held, by=by, at=at)
    return _end(claim, Status.PAID, "", Baton.Outcome.DONE, by, at)


def _taken(claim: Claim, by: Any, *statuses: str) -> Claim:
    """The claim, held, when it is in one of these states and not the official's own."""
    claim = lock(claim)
    if claim.status not in statuses:
        raise Refused(_("状態がすでに変わっています。画面を開き直して、もう一度お確かめください。"))
    person = claim.account.person
    if person is not None and person.user_id is not None and person.user_id == by.pk:
        raise Refused(_("自分の交換は、自分では進められません。別の職員に頼んでください。"))
    return claim


def _next(claim: Claim, words: str, at: datetime) -> None:
    batons.note(baton=claim.baton, text="", next_step=words, by=None, at=at)


def _end(claim: Claim, status: str, reason: str, outcome: str, by: Any, at: datetime) -> Claim:
    claim.status, claim.reason, claim.ended_at = status, reason, at
    claim.ended_by = by if getattr(by, "pk", None) else None
    claim.save(update_fields=["status", "reason", "ended_at", "ended_by"])
    words = reason or str(claim.get_status_display())
    batons.close(baton=claim.baton, outcome=outcome, words=words, by=None, at=at)
    audit.record(f"points.claim_{status}", claim, by=by, at=at)
    return claim
