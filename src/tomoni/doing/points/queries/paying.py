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
        Refused: when it does not come out as the hash says; then somebody changed a row.
    """
    made = content(file, file.payments.select_related("claim__account").order_by("nth"))
    if sha256(made).hexdigest() != file.digest:
        raise Refused(
            _("ファイルが、作ったときと同じになりません。送らずに、情報担当に知らせてください。")
        )
    return made
