"""The rows that were rejected, in the layout they came in, to be mended and brought back."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import IO

from tomoni.core.tables.cells import guarded
from tomoni.core.tables.headers import REASON_HEADER, ROW_HEADER
from tomoni.core.tables.table import Row, Table


class RejectedRows:
    """Writes the file only when there is a row for it."""

    def __init__(self, open_file: Callable[[], IO[str]], table: Table) -> None:
        self._open, self._table = open_file, table
        self._file: IO[str] | None = None

    def add(self, row: Row, reason: str) -> None:
        headers = self._table.headers
        # A file that was mended once has our two columns already; they are written anew.
        keep = [n for n, h in enumerate(headers) if h not in {REASON_HEADER, ROW_HEADER}]
        if self._file is None:
            self._file = self._open()
            self._writer = csv.writer(self._file, lineterminator="\r\n")
            for line in self._table.preamble:
                self._writer.writerow(map(_plain, line))
            self._writer.writerow([*(_plain(headers[n]) for n in keep), REASON_HEADER, ROW_HEADER])
        cells = [row.cells[n] if n < len(row.cells) else "" for n in keep]
        self._writer.writerow([*map(_plain, cells), reason, row.number])

    def close(self) -> bool:
        """Whether there was any row."""
        if self._file is None:
            return False
        self._file.close()
        return True


def _plain(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula is shown as text."""
    cell = cell.encode("utf-8", "replace").decode("utf-8")
    return guarded(cell)


def beside(path: Path) -> Path:
    """`sites.csv` → `sites.rejected.csv`; mending twice does not pile up endings."""
    stem = path.stem.removesuffix(".rejected")
    return path.with_name(f"{stem}.rejected.csv")
