"""The bank's file, made anew from its rows."""

from collections.abc import Iterable
from hashlib import sha256

from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.doing.points.models import BankFile, Payment
from tomoni.doing.points.rules import zengin


def content(file: BankFile, payments: Iterable[Payment]) -> bytes:
    """The bytes of a file with these payments."""
    payer = dict(file.payer)
    client = payer.pop("client")
    return zengin.written(
        zengin.Payer(zengin.BankAccount(**payer), client),
        file.pay_on,
        [
            zengin.Payment(
                zengin.BankAccount(**payment.details),
                payment.yen,
                f"{int(payment.claim.account.card):010d}{payment.nth:010d}",
            )
            for payment in payments
        ],
    )


def again(file: BankFile) -> bytes:
    """The file as it was made, byte for byte.

    Raises:
        Refused: when it does not come out as the hash says; then somebody changed a row. Also
            when the accounts of those paid are gone, because the term of a claim is over.
    """
    payments = list(file.payments.select_related("claim__account").order_by("nth"))
    if not all(payment.details for payment in payments):
        raise Refused(
            _("保存の期間が終わり、振込先が消されたので、このファイルはもう作れません。金額と結果は、交換の記録に残っています。")
        )  # fmt: skip
    made = content(file, payments)
    if sha256(made).hexdigest() != file.digest:
        raise Refused(
            _("ファイルが、作ったときと同じになりません。送らずに、情報担当に知らせてください。")
        )
    return made
