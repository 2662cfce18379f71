"""What goes when a term is over: whose account it was, where money went, and why; what was paid stays."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tomoni.core import audit
from tomoni.doing.points.models import Account, Claim, Payee, Payment
from tomoni.ground.people.actions.forgetting import nobody


@transaction.atomic
def accounts(keys: Sequence[int], *, at: datetime) -> None:
    """Closed accounts belong to nobody from now on; the ledger between them adds up as before.

    Each gets an empty entry of its own, so that not even which of them were one person's is left.
    """
    rows = list(Account.objects.filter(pk__in=keys, closed_at__isnull=False, person__isnull=False))
    for row in rows:
        Claim.objects.filter(account=row, asked_by__person=row.person_id).update(asked_by=None)
        row.person, row.card = nobody(at=at), None
        row.save(update_fields=["person", "card"])
    audit.record_many("points.account_forgotten", ((row, None) for row in rows), by=None, at=at)


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
