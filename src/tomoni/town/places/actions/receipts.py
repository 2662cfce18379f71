"""The receipts of imports: what a file was, and what became of its rows."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.town.places.models import ImportBatch


def folder(key: UUID) -> Path:
    """Where the file of an import and its rejected rows lie."""
    return Path(settings.DATA_DIR) / "imports" / key.hex


def begin(*, by: Any, at: datetime, receipt_id: UUID, **values: Any) -> ImportBatch:
    """The receipt of a file whose rows are about to be written."""
    return ImportBatch.objects.create(id=receipt_id, under_way=True, by=by, at=at, **values)


def reach(*, batch: ImportBatch, written_to: int) -> None:
    """Remember how far a file is written, in the transaction that wrote it."""
    batch.written_to = written_to
    batch.save(update_fields=["written_to"])


def shown(*, batch: ImportBatch) -> None:
    """The new entries are public although more is to be written; kept pages are now old."""
    audit.record("places.import_shown", batch, by=batch.by, at=batch.at, note=batch.file[:400])


def finish(*, batch: ImportBatch) -> None:
    """The whole file is written: from now on the receipt stands as it is."""
    batch.under_way = False
    batch.save(update_fields=["under_way"])
    audit.record("places.imported", batch, by=batch.by, at=batch.at, note=batch.file[:400])


@transaction.atomic
def break_off(*, batch: ImportBatch, at: datetime) -> None:
    """What was left to write is gone; the clerk brings the file once more."""
    batch.under_way = False
    batch.report["refused"] = str(
        _(
            "書き込みの途中で止まり、続きが残っていません。同じファイルをもう一度取り込んでください。"
        )
    )
    batch.save(update_fields=["under_way", "report"])
    audit.record("places.import_broke_off", batch, by=None, at=at, note=batch.file[:400])


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
