"""Excel workbooks, guarded against files made to exhaust the machine."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

from tomoni.core.tables.headers import Meaning, find_header, headings
from tomoni.core.tables.table import FileRefused, Row, Table, unique

LARGEST = 200 * 1024 * 1024
LARGEST_STRINGS = 64 * 1024 * 1024
MOST_PARTS = 2_000
# A small part that unpacks to a thousand times its size is a bomb, not a table.
SUSPICIOUS_RATIO = 1_000
HEAD = 30
# A sheet may claim a million formatted but empty rows; real gaps are short.
LONGEST_GAP = 2_000
# A stray cell far to the right makes every row as wide; no list of places has so many columns.
MOST_COLUMNS = 500


def open_sheet(path: Path, meaning: Meaning) -> Table:
    """Open the first sheet that holds a table."""
    _refuse_bombs(path)
    names = _sheets(path)
    for name in names:
        head = [cells for _number, cells in zip(range(HEAD), _cells(path, name), strict=False)]
        at = find_header(head, meaning)
        if at is not None:
            break
    else:
        raise FileRefused(_("見出しの行が見つかりません。1行目に列の名前を書いてください。"))
    is_wide = len(max(head, key=len)) > MOST_COLUMNS
    names_of_columns, at = headings(head, at, meaning)
    headers = unique(_trimmed(names_of_columns[:MOST_COLUMNS]))
    preamble = [_trimmed(cells) for cells in head[:at] if any(cells)]

    def rows() -> Iterator[Row]:
        empty: list[Row] = []
        for number, cells in enumerate(_cells(path, name), start=1):
            if number <= at + 1 or (cells and cells[0].startswith("#")):
                continue
            cells = (cells + [""] * len(headers))[: len(headers)]
            row = Row(number, cells)
            if any(cells):
                # Behind a long gap stands a stray row, but the gap itself is no part of the table.
                if len(empty) <= LONGEST_GAP:
                    yield from empty
                empty.clear()
                yield row
            elif len(empty) <= LONGEST_GAP:
                empty.append(row)

    notes = []
    if is_wide:
        notes.append(
            _("%(most)s列より右は読んでいません。離れた所の余分なセルを消してください。")
            % {"most": MOST_COLUMNS}
        )
    if len(names) > 1:
        notes.append(
            _("シート「%(name)s」だけを読みました。ほかのシート: %(others)s")
            % {"name": name, "others": "、".join(other for other in names if other != name)}
        )
    return Table("xlsx", "xlsx", headers, rows, preamble, notes)


def _refuse_bombs(path: Path) -> None:
    broken = _("Excel のファイルとして開けません。表計算ソフトで開いて保存し直してください。")
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
                raise FileRefused(
                    _("展開すると大きすぎるファイルです。行を分けて保存してください。")
                )
            for part in parts:
                if part.flag_bits & 1:
                    raise FileRefused(
                        _("パスワードの付いたファイルは読めません。外して保存してください。")
                    )
                if part.file_size > 1 << 20 and (
                    part.file_size > SUSPICIOUS_RATIO * max(part.compress_size, 1)
                ):
                    raise FileRefused(_("圧縮の仕方が異常なファイルのため開きませんでした。"))
                if part.filename.endswith("sharedStrings.xml") and (
                    part.file_size > LARGEST_STRINGS
                ):
                    raise FileRefused(
                        _("展開すると大きすぎるファイルです。行を分けて保存してください。")
                    )
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        if b"<!" in file.read(1024).replace(b"<!--", b""):
                            raise FileRefused(broken)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise FileRefused(broken) from error


def _sheets(path: Path) -> list[str]:
    with path.open("rb") as file:
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
        except Exception as error:
            # openpyxl raises whatever its XML happens to trip over.
            raise FileRefused(
                _("Excel のファイルとして開けません。表計算ソフトで開いて保存し直してください。")
            ) from error


def _cells(path: Path, name: str) -> Iterator[list[str]]:
    # Given a name, openpyxl would insist on the ending; given a file, it looks at the content.
    with path.open("rb") as file:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        try:
            sheet = book[name]
            sheet.reset_dimensions()
            for values in sheet.iter_rows(values_only=True):
                yield [_text(value) for value in values[: MOST_COLUMNS + 1]]
        except Exception as error:
            # A part that breaks off in the middle shows itself only while it is read.
            raise FileRefused(
                _("Excel のファイルとして開けません。表計算ソフトで開いて保存し直してください。")
            ) from error
        finally:
            book.close()


def _text(value: Any) -> str:
    """A cell the way a person reads it; a number without decimals has no `.0`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)


def _trimmed(cells: list[str]) -> list[str]:
    cells = [cell.strip() for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells
