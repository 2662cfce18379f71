"""A clerk's import: the file waits on disk between the trial and the real run."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from tomoni.core.city import city
from tomoni.core.errors import Refused
from tomoni.core.tables.rejected import beside
from tomoni.core.tables.report import FileReport
from tomoni.town.places.actions import receipts
from tomoni.town.places.actions.receipts import folder
from tomoni.town.places.importing.running import Options, import_file, receipt_values
from tomoni.town.places.models import ImportBatch

# What one request can take in while the clerk waits; longer lists go by the command line.
LARGEST = 10 * 2**20
KEPT = timedelta(days=30)


def try_file(
    *, file: UploadedFile, publish: bool = True, city_code: str = "", by: Any, at: datetime
) -> ImportBatch:
    """Read an uploaded list and say what would happen, row by row; nothing is taken in.

    Raises:
        Refused: when the file cannot be read as a list at all.
    """
    if (file.size or 0) > LARGEST:
        raise Refused(
            _(
                "ファイルが大きすぎます（10MB まで）。行を分けるか、担当者に一括の取り込みを頼んでください。"
            ),
            field="file",
        )
    _forget_old(at)
    key = uuid4()
    path = folder(key) / f"list{_ending(file.name or '')}"
    path.parent.mkdir(parents=True)
    with path.open("wb") as out:
        for block in file.chunks():
            out.write(block)
    name = Path(file.name or "list").name[:200]
    asked = {"publish": publish, "city_code": city_code}
    report = _run(path, key, name, asked, by, at, dry_run=True)
    if not report.rows:
        shutil.rmtree(path.parent, ignore_errors=True)
        raise Refused(
            report.refused or _("行がありません。見出しの下に行を書いてください。"), field="file"
        )
    values = receipt_values(path, report)
    values["report"]["asked"] = asked
    return receipts.keep_trial(receipt_id=key, by=by, at=at, **values)


def carry_out(*, batch: ImportBatch, by: Any, at: datetime) -> ImportBatch:
    """Take the tried list in.

    Raises:
        Refused: when the list is not kept any more.
    """
    path = _list_of(batch)
    if not batch.dry_run or path is None:
        raise Refused(_("このファイルはもう手元にありません。もう一度選んでください。"))
    key = uuid4()
    target = folder(key) / path.name
    target.parent.mkdir(parents=True)
    shutil.copyfile(path, target)
    _run(target, key, batch.file, batch.report.get("asked", {}), by, at, dry_run=False)
    target.unlink()
    done = ImportBatch.objects.filter(pk=key).first()
    if done is None:
        raise Refused(_("取り込めませんでした。もう一度ファイルを選んで試してください。"))
    receipts.forget_trial(batch=batch, by=by, at=at)
    shutil.rmtree(path.parent, ignore_errors=True)
    return done


def rejected_rows(batch: ImportBatch) -> Path | None:
    """The file of rejected rows, while it is kept."""
    path = folder(batch.pk) / "rejected.csv"
    return path if path.is_file() else None


def rejected_name(batch: ImportBatch) -> str:
    return beside(Path(batch.file)).name


def _run(
    path: Path, key: UUID, name: str, asked: dict[str, Any], by: Any, at: datetime, *, dry_run: bool
) -> FileReport:
    options = Options(
        city=city(),
        by=by,
        at=at,
        dry_run=dry_run,
        keep_drafts=not asked.get("publish", True),
        city_code=asked.get("city_code", ""),
        name=name,
        receipt_id=key,
    )
    target = path.parent / "rejected.csv"
    return import_file(
        path, options, rejected=lambda: target.open("w", encoding="utf-8-sig", newline="")
    )


def _list_of(batch: ImportBatch) -> Path | None:
    return next(iter(sorted(folder(batch.pk).glob("list*"))), None)


def _ending(name: str) -> str:
    """Only an ending we know becomes part of a path; the content decides anyway."""
    ending = Path(name).suffix.lower()
    return ending if ending in {".csv", ".tsv", ".txt", ".xlsx", ".json", ".geojson"} else ".csv"


def _forget_old(at: datetime) -> None:
    """Files of long ago are of no use to anybody."""
    root = Path(settings.DATA_DIR) / "imports"
    if not root.is_dir():
        return
    for left in root.iterdir():
        if left.stat().st_mtime < (at - KEPT).timestamp():
            shutil.rmtree(left, ignore_errors=True)
