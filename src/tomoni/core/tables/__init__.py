"""Opening a file by what it is, whatever its name says."""

from pathlib import Path

from django.utils.translation import gettext as _

from tomoni.core.tables.geojson import open_geojson
from tomoni.core.tables.headers import Meaning
from tomoni.core.tables.sheet import open_sheet
from tomoni.core.tables.table import FileRefused, Row, Table
from tomoni.core.tables.text import open_text

__all__ = ["FileRefused", "Row", "Table", "open_table"]

LARGEST = 512 * 1024 * 1024


def open_table(path: Path, meaning: Meaning, *, largest: int = LARGEST) -> Table:
    """Open a CSV, TSV, Excel or GeoJSON file; its first bytes decide which it is.

    Args:
        meaning: What a heading means in this kind of list; the row that says most is the head.

    Raises:
        FileRefused: with a sentence for whoever chose the file.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise FileRefused(_("ファイルを開けません: %(why)s") % {"why": error.strerror}) from error
    if size > largest:
        raise FileRefused(
            _("ファイルが大きすぎます（%(mb)sMB まで）。行を分けて保存してください。")
            % {"mb": largest // (1024 * 1024)}
        )
    if not head.strip():
        raise FileRefused(_("ファイルが空です。"))
    if head.startswith(b"PK\x03\x04"):
        table = open_sheet(path, meaning)
        if path.suffix.lower() in {".csv", ".tsv", ".txt"}:
            table.notes.append(_("名前は CSV ですが、中身は Excel のファイルでした。"))
        return table
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused(
            _("古い形式（.xls）か、パスワード付きの Excel です。.xlsx で保存し直してください。")
        )
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        raise FileRefused(_("表のファイルではありません。CSV、Excel、GeoJSON を選んでください。"))
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return open_geojson(path)
    if (
        head.lstrip(b"\xef\xbb\xbf \t\r\n")[:15]
        .lower()
        .startswith((b"<!doctype", b"<html", b"<?xml"))
    ):
        raise FileRefused(
            _("ウェブページか XML のファイルです。CSV、Excel、GeoJSON を選んでください。")
        )
    return open_text(path, meaning)
