"""A clerk's list of persons: it waits on disk between the trial and taking it in, for a day at most.

Such a list is personal data, so nothing of it lies in the database before it is taken in; the
folder is opened by whoever uploaded it and by nobody else, and its list goes as soon as it is in.
"""

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.tables.report import FileReport
from tomoni.ground.people import importing
from tomoni.ground.people.models import User

LARGEST = 10 * 2**20
KEPT = timedelta(days=1)
MOST_SHOWN = 1000
LIST, REJECTED, REPORT = "list", "rejected.csv", "report.json"


def try_file(*, file: UploadedFile, by: User, at: datetime) -> UUID:
    """Read an uploaded list and say what would happen; nothing is taken in.

    Raises:
        Refused: when the file cannot be read as a list at all.
    """
    if (file.size or 0) > LARGEST:
        raise Refused(_("ファイルが大きすぎます（10MB まで）。行を分けてください。"), field="file")
    key = uuid4()
    folder = _folder(by, key)
    folder.mkdir(parents=True)
    with (folder / LIST).open("wb") as out:
        for block in file.chunks():
            out.write(block)
    report = _run(folder, Path(file.name or "list").name[:200], by, at, dry_run=True)
    if report.refused or not report.rows:
        shutil.rmtree(folder)
        nothing = _("行がありません。見出しの下に行を書いてください。")
        raise Refused(report.refused or nothing, field="file")
    return key


@transaction.atomic
def carry_out(*, key: UUID, by: User, at: datetime) -> None:
    """Take the tried list in, once.

    Raises:
        Refused: when the list is not kept any more.
    """
    folder = _folder(by, key)
    taken = folder / f"{LIST}.taken"
    try:
        # Whoever renames it takes it in; a second press finds nothing.
        (folder / LIST).rename(taken)
        name = report_of(by, key)["file"]
    except OSError:
        raise Refused(_("このファイルはもう手元にありません。もう一度選んでください。")) from None
    report = _run(folder, name, by, at, dry_run=False, source=taken.name)
    taken.unlink()
    audit.record("people.list_taken_in", by, by=by, at=at, note=str(report.counts))


def report_of(by: User, key: UUID) -> dict[str, Any]:
    """What would happen, or what has happened.

    Raises:
        FileNotFoundError: for a list of somebody else, or one that is forgotten.
    """
    found: dict[str, Any] = json.loads((_folder(by, key) / REPORT).read_text(encoding="utf-8"))
    return found


def rejected_rows(by: User, key: UUID) -> Path | None:
    path = _folder(by, key) / REJECTED
    return path if path.is_file() else None


def forget_old(at: datetime) -> None:
    """Lists that nobody took in go after a day."""
    for folder in _root().glob("*/*"):
        if folder.stat().st_mtime < (at - KEPT).timestamp():
            shutil.rmtree(folder, ignore_errors=True)


def _run(
    folder: Path, name: str, by: User, at: datetime, *, dry_run: bool, source: str = LIST
) -> FileReport:
    mend = folder / REJECTED
    mend.unlink(missing_ok=True)
    report = importing.take_in(
        folder / source, by=by, at=at, dry_run=dry_run, name=name,
        rejected=lambda: mend.open("w", encoding="utf-8-sig", newline=""),
    )  # fmt: skip
    whole = {**report.whole(MOST_SHOWN), "dry_run": dry_run}
    (folder / REPORT).write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return report


def _root() -> Path:
    return Path(settings.DATA_DIR) / "lists-of-persons"


def _folder(by: User, key: UUID) -> Path:
    return _root() / by.pk.hex / key.hex
