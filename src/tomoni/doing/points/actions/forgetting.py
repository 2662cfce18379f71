"""What goes when an exchange's term is over: where the money went, and why; what was paid stays."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tomoni.doing.points.models import Payee, Payment


@transaction.atomic
def with_batons(*, keys: Sequence[UUID], at: datetime) -> None:
    """The bank's account of somebody goes from the claim and from each payment of it.

    Number, yen and outcome stay with the ledger. A bank file with such a payment cannot be made
    again; `queries.paying.again` says so.
    """
    Payee.objects.filter(claim__baton__in=keys).delete()
    for payment in Payment.objects.filter(claim__baton__in=keys):  # Sealed: bound to its row.
        payment.details, payment.reason = {}, ""
        payment.save(update_fields=["details", "reason"])
