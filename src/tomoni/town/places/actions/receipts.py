"""The receipts of imports: what a file was, and what became of its rows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.town.places.models import ImportBatch


@transaction.atomic
def keep(*, by: Any, at: datetime, receipt_id: UUID | None = None, **values: Any) -> ImportBatch:
    """Keep the receipt of a file that was taken in, and its row in the audit log."""
    key = {"id": receipt_id} if receipt_id else {}
    batch = ImportBatch.objects.create(by=by, at=at, **values, **key)
    audit.record("places.imported", batch, by=by, at=at, note=batch.file[:400])
    return batch


@transaction.atomic
def keep_trial(*, receipt_id: UUID, by: Any, at: datetime, **values: Any) -> ImportBatch:
    """Keep what a trial found, so that the clerk can read it and then decide."""
    batch = ImportBatch.objects.create(id=receipt_id, dry_run=True, by=by, at=at, **values)
    audit.record("places.import_tried", batch, by=by, at=at, note=batch.file[:400])
    return batch


@transaction.atomic
def forget_trial(*, batch: ImportBatch, by: Any, at: datetime) -> None:
    """A trial that was carried out or given up needs no receipt of its own any more."""
    if not batch.dry_run:
        raise Refused(_("取り込みの記録は消せません。"))
    audit.record("places.import_trial_forgotten", batch, by=by, at=at, note=batch.file[:400])
    batch.delete()
