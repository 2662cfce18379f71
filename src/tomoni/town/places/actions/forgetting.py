"""What people told us, and receipts of lists taken in, go when their term is over."""

import shutil
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tomoni.core import audit
from tomoni.town.places.actions.receipts import folder
from tomoni.town.places.models import Feedback, ImportBatch, Suggestion

GONE = "（保存期間が過ぎたため消しました）"


@transaction.atomic
def told(keys: Sequence[str], *, at: datetime, model: Any) -> None:
    """The words and the contact of closed suggestions or voices; kind, entry and day stay."""
    rows = list(model.objects.filter(pk__in=keys, baton__status="closed"))
    gone = [row.pk for row in rows]
    model.objects.filter(pk__in=gone).update(text=GONE, contact="", from_hash="", token=None)
    audit.record_many("places.words_forgotten", ((row, None) for row in rows), by=None, at=at)


@transaction.atomic
def with_batons(*, keys: Sequence[UUID], at: datetime) -> None:
    """When a matter is emptied, so is what was told with it."""
    for model in (Suggestion, Feedback):
        found = model.objects.filter(baton__in=keys).values_list("pk", flat=True)
        told([str(key) for key in found], at=at, model=model)


@transaction.atomic
def imports(keys: Sequence[str], *, at: datetime) -> None:
    """Receipts with the values of rejected rows, and the files beside them."""
    rows = list(ImportBatch.objects.filter(pk__in=keys, under_way=False))
    audit.record_many("places.import_forgotten", ((row, None) for row in rows), by=None, at=at)
    for row in rows:
        # Before the row: when this is cut off, the row is still there and it is done again.
        shutil.rmtree(folder(row.pk), ignore_errors=True)
    ImportBatch.objects.filter(pk__in=[row.pk for row in rows]).delete()
