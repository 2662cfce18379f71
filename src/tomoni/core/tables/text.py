"""CSV and TSV, in any of the encodings offices use."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from tomoni.core.tables.decoding import encoding_of
from tomoni.core.tables.headers import Meaning, find_header, headings
from tomoni.core.tables.table import FileRefused, Row, Table, unique

# A cell longer than this is an unclosed quotation mark that swallowed the rest of the file.
LONGEST_CELL = 200_000
HEAD = 30


def open_text(path: Path, meaning: Meaning) -> Table:
    """Open a delimited file; headings may stand below a preamble."""
    encoding = encoding_of(path)
    delimiter = _delimiter(path, encoding)
    head = []
    for number, cells in _records(path, encoding, delimiter):
        head.append((number, cells))
        if len(head) >= HEAD:
            break
    at = find_header([cells for _number, cells in head], meaning)
    if at is None:
        raise FileRefused(_("見出しの行が見つかりません。1行目に列の名前を書いてください。"))
    names, at = headings([cells for _number, cells in head], at, meaning)
    first = head[at][0]
    headers = unique(_trimmed(names))
    preamble = [_trimmed(cells) for _number, cells in head[:at] if any(cells)]

    def rows() -> Iterator[Row]:
        for number, cells in _records(path, encoding, delimiter):
            if number > first and not is_remark(cells):
                yield _row(number, cells, len(headers))

    notes = []
    if encoding not in {"utf-8", "utf-8-sig"}:
        notes.append(_("文字コードを %(name)s と判断しました。") % {"name": known_as(encoding)})
    return Table("csv", encoding, headers, rows, preamble, notes)


def known_as(encoding: str) -> str:
    """The name by which spreadsheet programs call an encoding."""
    return {"cp932": "Shift_JIS", "euc_jp": "EUC-JP"}.get(encoding, encoding.upper())


def is_remark(cells: list[str]) -> bool:
    """`#object_type_xsd` and the like describe columns; `#` followed by a value is no place."""
    return bool(cells) and cells[0].startswith("#")


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, errors=_errors(encoding), newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        number = 0
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise FileRefused(
                    _('%(row)s行目から読めません。引用符（"）が閉じているか確かめてください。')
                    % {"row": number + 1}
                ) from error
            except UnicodeError as error:
                raise FileRefused(
                    _("%(row)s行目から文字を読めません。UTF-8 で保存し直してください。")
                    % {"row": number + 1}
                ) from error
            number += 1
            if cells:
                yield number, cells


def _errors(encoding: str) -> str:
    return "replace" if encoding.startswith(("utf-16", "utf-32", "iso")) else "surrogateescape"


def _row(number: int, cells: list[str], width: int) -> Row:
    row = Row(number, cells)
    if len(cells) > width:
        if any(cell.strip() for cell in cells[width:]):
            row.problem = _(
                "見出しより列が多い行です。値の中の「,」が引用符で囲まれているか確かめてください。"
            )
        del cells[width:]
    cells.extend([""] * (width - len(cells)))
    return row


def _trimmed(cells: list[str]) -> list[str]:
    """Spreadsheets leave hundreds of empty columns to the right."""
    cells = [cell.strip() for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _delimiter(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, errors=_errors(encoding), newline="") as file:
        head = file.read(4096)
    return max((",", "\t", ";"), key=lambda mark: (head.count(mark), mark == ","))
