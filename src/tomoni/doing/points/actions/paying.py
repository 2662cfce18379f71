"""The bank's file, and what the bank says of it."""

from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.points.actions import claims, ledger
from tomoni.doing.points.models import BankFile, Claim, Payee, Payment, Scheme, Transfer
from tomoni.doing.points.queries import earned, paying
from tomoni.doing.points.rules.zengin import Payer
from tomoni.ground.batons import actions as batons

Status = Claim.Status


@transaction.atomic
def set_payer(*, scheme: Scheme, payer: Mapping[str, Any], by: Any, at: datetime) -> Scheme:
    """The account the money comes from."""
    try:
        read: Any = Payer.typed(payer).to_plain()
    except ValueError as problem:
        raise Refused(str(problem)) from None
    scheme = lock(scheme)
    scheme.payer = read
    scheme.save(update_fields=["payer"])
    audit.record("points.payer_set", scheme, by=by, at=at)
    return scheme


@transaction.atomic
def make_file(*, id: UUID, scheme: Scheme, pay_on: date, by: Any, at: datetime) -> BankFile:
    """All approved transfers of a scheme in one file; asked twice with one key, it is one file.

    Raises:
        Refused: when there is nothing to pay, no payer is set, or the day is not in the future.
    """
    scheme = lock(scheme)
    if known := BankFile.objects.filter(pk=id, scheme=scheme).first():
        return known
    if not scheme.payer:
        raise Refused(_("振り込む側の口座がまだありません。先に登録してください。"))
    if pay_on <= timezone.localdate(at):
        raise Refused(_("振込日は、あしたからの日にしてください。"), field="pay_on")
    rows = list(
        Claim.objects.select_for_update(of=("self",))
        .select_related("account", "baton")
        .filter(account__scheme=scheme, way=Claim.Way.BANK, status=Status.APPROVED)
        .order_by("asked_at", "pk")
    )
    if not rows:
        raise Refused(_("二人が承認した振り込みが、まだありません。"))
    details = {row.claim_id: row.details for row in Payee.objects.filter(claim__in=rows)}
    payer: Any = scheme.payer
    file = BankFile(
        id=id, scheme=scheme, pay_on=pay_on, payer=payer, count=len(rows),
        yen=sum(row.yen for row in rows), made_at=at,
        made_by=by if getattr(by, "pk", None) else None,
    )  # fmt: skip
    payments = [
        Payment(
            id=uuid5(id, str(row.pk)), file=file, claim=row, nth=nth, yen=row.yen,
            details=details[row.pk],
        )
        for nth, row in enumerate(rows, start=1)
    ]  # fmt: skip
    file.digest = sha256(paying.content(file, payments)).hexdigest()
    file.save(force_insert=True)
    Payment.objects.bulk_create(payments)
    Claim.objects.filter(pk__in=[row.pk for row in rows]).update(status=Status.SENT)
    for row in rows:
        batons.note(
            baton=row.baton, text="", next_step=gettext_noop("銀行の結果を入れる"), by=None, at=at
        )
    audit.record("points.file_made", file, by=by, at=at, note=file.digest[:16])
    return file


@transaction.atomic
def settle(*, file: BankFile, returned: Mapping[UUID, str], by: Any, at: datetime) -> BankFile:
    """What the bank said: these came back, with why; all others were paid.

    A payment that comes back later than the others is told by `came_back`.
    """
    file = lock(file)
    if file.settled_at:
        return file
    if file.pay_on > timezone.localdate(at):
        raise Refused(_("振込日がまだ来ていません。振込日のあとに入れてください。"))
    for payment in file.payments.select_related("claim").order_by("nth"):
        claim = lock(payment.claim)
        if payment.pk in returned:
            _return(payment, claim, returned[payment.pk], by, at)
        else:
            payment.outcome = Payment.Outcome.PAID
            payment.save(update_fields=["outcome"])
            claims.paid(claim, uuid5(payment.pk, "paid"), by, at)
    file.settled_at = at
    file.save(update_fields=["settled_at"])
    audit.record("points.file_settled", file, by=by, at=at, note=str(len(returned)))
    return file


@transaction.atomic
def came_back(*, payment: Payment, reason: str, by: Any, at: datetime) -> Payment:
    """A payment that had counted as paid came back after all: the points return and are held
    again for the same claim, whose baton runs again."""
    payment = lock(payment)
    if payment.outcome == Payment.Outcome.RETURNED:
        raise Refused(
            _(
                "この振り込みは、もう戻ったことになっています。交換の画面で、次にすることを見てください。"
            )
        )
    if payment.outcome != Payment.Outcome.PAID:
        raise Refused(
            _("銀行の結果がまだ入っていません。先に、ファイルの画面で結果を入れてください。")
        )
    claim = lock(payment.claim)
    post = Transfer.objects.get(of=claim.held, kind=Transfer.Kind.POST)
    ledger.reverse(id=uuid5(payment.pk, "back"), what=post, by=by, at=at, note=reason[:200])
    claim.held = ledger.hold(
        id=uuid5(payment.pk, "held again"), debit=claim.account,
        credit=earned.purse_of(claim.account.scheme), amount=claim.points,
        purpose=Transfer.Purpose.CLAIMED, by=by, at=at,
    )  # fmt: skip
    batons.reopen(baton=claim.baton, reason=reason, by=None, at=at)
    _return(payment, claim, reason, by, at)
    return payment


def _return(payment: Payment, claim: Claim, reason: str, by: Any, at: datetime) -> None:
    if not reason.strip():
        raise Refused(_("戻ったわけを選んでください。"))
    payment.outcome, payment.reason = Payment.Outcome.RETURNED, reason.strip()[:100]
    payment.save(update_fields=["outcome", "reason"])
    claim.status, claim.reason = Status.RETURNED, reason.strip()[:200]
    claim.ended_at = claim.ended_by = None
    claim.save(update_fields=["status", "reason", "held", "ended_at", "ended_by"])
    batons.note(
        baton=claim.baton, text=_("振り込めずに戻った"), by=None, at=at,
        next_step=gettext_noop("本人に聞いて、振込先を直す"),
    )  # fmt: skip
    audit.record("points.payment_returned", claim, by=by, at=at)
