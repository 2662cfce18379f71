"""Writing what an import has laid down, in breaths between which other people can write.

SQLite lets one writer in at a time.  A file that needs longer than one breath is written in
several transactions, each of which remembers in the receipt how far it came.  New entries
arrive as drafts and are shown together in one transaction; so a program that is stopped
leaves nothing half shown, and the next start goes on from the last breath (see
docs/adr/0015-import-in-breaths.md).
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.core.holding import Hold
from tomoni.town.places.actions import receipts, taking_in
from tomoni.town.places.actions.known_rows import Known
from tomoni.town.places.actions.staging import SHOW, Stage
from tomoni.town.places.models import ImportBatch

BREATH = 1.2  # Seconds in which one transaction takes on further parcels.
REST = 0.3  # Waiting writers of SQLite look again every tenth of a second.
PATIENCE = 30.0
ALONE = "places.import"


def apply(stage: Stage, *, batch: ImportBatch, known: Known) -> None:
    """Write the parcels that are left, breath by breath."""
    while batch.under_way:
        with transaction.atomic():
            _one_breath(stage, batch, known)
        if batch.under_way:
            time.sleep(REST)


def _one_breath(stage: Stage, batch: ImportBatch, known: Known) -> None:
    began, place, phase = time.monotonic(), batch.written_to, None
    has_shown = False
    while found := stage.next(place):
        # All of a file is shown in one moment, however many entries it has.
        is_tired = phase is not None and time.monotonic() - began > BREATH
        if is_tired and not (phase == SHOW == found[1]):
            receipts.reach(batch=batch, written_to=place)
            if has_shown:
                receipts.shown(batch=batch)
            return
        place, phase, parcel = found
        has_shown = has_shown or phase == SHOW
        taking_in.write_parcel(phase, parcel, known=known, by=batch.by, at=batch.at)
    receipts.reach(batch=batch, written_to=place)
    receipts.finish(batch=batch)


def write_file(
    stage: Stage, *, receipt_id: UUID, own_city: str, by: Any, at: datetime, **values: Any
) -> ImportBatch:
    """Write a whole file; a file of one breath is one transaction with its receipt."""
    stage.tell(own_city=own_city)
    stage.seal()
    known = Known(own_city=own_city)
    with transaction.atomic():
        batch = receipts.begin(receipt_id=receipt_id, by=by, at=at, **values)
        _one_breath(stage, batch, known)
    if batch.under_way:
        time.sleep(REST)
        apply(stage, batch=batch, known=known)
    return batch


def finish_interrupted(*, at: datetime) -> list[ImportBatch]:
    """Go on with files whose writing was stopped; called while we are `alone`."""
    done = []
    for batch in ImportBatch.objects.filter(under_way=True).order_by("at", "id"):
        path = stage_path(batch.pk)
        if not path.is_file():
            receipts.break_off(batch=batch, at=at)
            continue
        stage = Stage(path)
        apply(stage, batch=batch, known=Known(own_city=stage.told("own_city") or ""))
        stage.close()
        path.unlink(missing_ok=True)
        done.append(batch)
    _sweep()
    return done


@contextmanager
def alone() -> Iterator[None]:
    """One import at a time; the hold ends with the program, however it ends.

    Raises:
        Refused: when another import goes on for too long.
    """
    deadline = time.monotonic() + PATIENCE
    while not (hold := Hold(ALONE)).taken:
        if time.monotonic() > deadline:
            raise Refused(_("別の取り込みが続いています。終わってから、もう一度試してください。"))
        time.sleep(0.2)
    try:
        _folder().mkdir(parents=True, exist_ok=True)
        yield
    finally:
        hold.let_go()


def stage_path(receipt_id: UUID) -> Path:
    return _folder() / f"{receipt_id.hex}.stage"


def _sweep() -> None:
    """Stages of files that were stopped while they were read: nothing was written of them."""
    for left in _folder().glob("*.stage*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "imports" / "stages"
