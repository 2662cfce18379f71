"""The lists as files: CSV for every spreadsheet, CP932 for old ones, and Excel."""

import csv
import io
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from tomoni.core.tables.cells import guarded

MOMENT = b"1980-01-01T00:00:00Z"
GETA = "〓"  # What printers have always put where a type was missing.


def csv_lines(header: list[str], rows: Iterable[list[str]], encoding: str) -> Iterator[bytes]:
    """Lines of a CSV file, one by one; CRLF, and a mark of UTF-8 for Excel."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")

    def line(cells: list[str]) -> bytes:
        writer.writerow(cells)
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return encoded(text, encoding)

    if encoding == "utf-8":
        yield b"\xef\xbb\xbf"
    yield line(header)
    for row in rows:
        yield line([guarded(cell) for cell in row])


def encoded(text: str, encoding: str) -> bytes:
    """The text in bytes; a character CP932 lacks becomes 〓, never a silent `?`."""
    if encoding != "cp932":
        return text.encode(encoding)
    try:
        return text.encode("cp932")
    except UnicodeEncodeError:
        return "".join(c if _fits(c) else GETA for c in _plain_dashes(text)).encode("cp932")


def unmappable(rows: Iterable[list[str]]) -> Counter[str]:
    """The characters that the CP932 file cannot show, and how often each occurs."""
    found: Counter[str] = Counter()
    for row in rows:
        for cell in row:
            try:
                cell.encode("cp932")
            except UnicodeEncodeError:
                found.update(c for c in _plain_dashes(cell) if not _fits(c))
    return found


def workbook(title: str, header: list[str], rows: Iterable[list[str]]) -> IO[bytes]:
    """An Excel file in which every cell is text: no lost zeros, no formulas.

    It carries no moment of its own, so that the same rows are the same bytes.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    sheet.append(header)
    for row in rows:
        sheet.append([_text_cell(sheet, cell) for cell in row])
    with tempfile.TemporaryFile() as saved:
        book.save(saved)
        return _without_moments(saved)


def _without_moments(saved: IO[bytes]) -> IO[bytes]:
    """The same archive with the writing time taken out of its entries and properties."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    with ZipFile(saved) as given, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for entry in given.infolist():
            plain = ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            plain.compress_type, plain.external_attr = ZIP_DEFLATED, 0o644 << 16
            if entry.filename == "docProps/core.xml":
                said = given.read(entry)
                kept.writestr(plain, re.sub(rb"\d{4}-\d\d-\d\dT[\d:]{8}Z", MOMENT, said))
                continue
            with given.open(entry) as source, kept.open(plain, "w") as target:
                shutil.copyfileobj(source, target)
    out.seek(0)
    return out


def _text_cell(sheet: object, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)[:32_767])
    cell.data_type = "s"
    return cell


def _plain_dashes(text: str) -> str:
    """〜 and − have a twin in CP932 that looks the same: no loss worth a mark."""
    return text.translate({0x301C: "～", 0x2212: "－", 0x2016: "∥", 0x2014: "―"})


def _fits(character: str) -> bool:
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True
