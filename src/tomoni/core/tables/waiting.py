"""A list that a clerk brings: it waits on disk between the trial and taking it in, for a day at most.

Such a list is personal data, so nothing of it lies in the database before it is taken in; the
folder is opened by whoever uploaded it and by nobody else, and its list goes as soon as it is in.
"""

import json
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.core.tables.report import FileReport

LARGEST = 10 * 2**20
KEPT = timedelta(days=1)
MOST_SHOWN = 1000
LIST, REJECTED, REPORT = "list", "rejected.csv", "report.json"

# Reads the file under that path as the room reads its lists: `name` is what it is called, `rejected`
# opens the file for the rows that are not taken in.
Reader = Callable[..., FileReport]


class Waiting:
    """The lists of one room, each in a folder of its own below that of whoever brought it.

    Args:
        word: The name of the room's folder, such as ``lists-of-persons``.
    """

    def __init__(self, word: str) -> None:
        self.word = word

    def try_file(self, file: "UploadedFile[Any]", read: Reader, *, by: Any, at: datetime) -> UUID:
        """Read an uploaded list and say what would happen; nothing is taken in.

        Raises:
            Refused: when the file cannot be read as a list at all.
        """
        if (file.size or 0) > LARGEST:
            raise Refused(
                _("ファイルが大きすぎます（10MB まで）。行を分けてください。"), field="file"
            )
        key = uuid4()
        folder = self._folder(by, key)
        folder.mkdir(parents=True)
        with (folder / LIST).open("wb") as out:
            for block in file.chunks():
                out.write(block)
        name = Path(file.name or "list").name[:200]
        report = self._run(folder, name, read, by, at, dry_run=True)
        if report.refused or not report.rows:
            shutil.rmtree(folder)
            nothing = _("行がありません。見出しの下に行を書いてください。")
            raise Refused(report.refused or nothing, field="file")
        return key

    def carry_out(self, key: UUID, read: Reader, *, by: Any, at: datetime) -> FileReport:
        """Take the tried list in, once; inside the caller's transaction.

        Raises:
            Refused: when the list is not kept any more.
        """
        folder = self._folder(by, key)
        taken = folder / f"{LIST}.taken"
        try:
            # Whoever renames it takes it in; a second press finds nothing.
            (folder / LIST).rename(taken)
            name = self.report_of(by, key)["file"]
        except OSError:
            raise Refused(
                _("このファイルはもう手元にありません。もう一度選んでください。")
            ) from None
        report = self._run(folder, name, read, by, at, dry_run=False, source=taken.name)
        taken.unlink()
        return report

    def report_of(self, by: Any, key: UUID) -> dict[str, Any]:
        """What would happen, or what has happened.

        Raises:
            FileNotFoundError: for a list of somebody else, or one that is forgotten.
        """
        path = self._folder(by, key) / REPORT
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found

    def rejected_rows(self, by: Any, key: UUID) -> Path | None:
        path = self._folder(by, key) / REJECTED
        return path if path.is_file() else None

    def forget_old(self, at: datetime) -> None:
        """Lists that nobody took in go after a day."""
        for folder in self._root().glob("*/*"):
            if folder.stat().st_mtime < (at - KEPT).timestamp():
                shutil.rmtree(folder, ignore_errors=True)

    def _run(
        self, folder: Path, name: str, read: Reader, by: Any, at: datetime, *, dry_run: bool,
        source: str = LIST,
    ) -> FileReport:  # fmt: skip
        mend = folder / REJECTED
        mend.unlink(missing_ok=True)
        report = read(
            folder / source, by=by, at=at, dry_run=dry_run, name=name,
            rejected=lambda: mend.open("w", encoding="utf-8-sig", newline=""),
        )  # fmt: skip
        whole = {**report.whole(MOST_SHOWN), "dry_run": dry_run}
        (folder / REPORT).write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
        return report

    def _root(self) -> Path:
        return Path(settings.DATA_DIR) / self.word

    def _folder(self, by: Any, key: UUID) -> Path:
        whose: str = by.pk.hex
        return self._root() / whose / key.hex
