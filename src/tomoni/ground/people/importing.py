"""Taking in a list of persons (CSV), row by row, so that one bad row stops no other.

A row is known by its number in the list, or else by name and birthday together. Running the
same file again changes nothing.
"""

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core.dates import read_date
from tomoni.core.errors import Refused
from tomoni.core.phones import read_phone
from tomoni.core.text import search_key
from tomoni.ground.people.actions import persons
from tomoni.ground.people.models import Person
from tomoni.ground.people.rules import keys, my_number

COLUMNS = {
    "own_id": ("番号", "id", "管理番号", "整理番号"),
    "name": ("氏名", "名前", "お名前", "name"),
    "name_kana": ("氏名カナ", "フリガナ", "ふりがな", "かな", "カナ", "氏名（カナ）", "name_kana"),
    "birth_on": ("生年月日", "birth_on"),
    "phone": ("電話番号", "電話", "tel", "phone"),
    "email": ("メールアドレス", "メール", "email"),
    "postcode": ("郵便番号", "postcode"),
    "address": ("住所", "address"),
}
LARGEST = 64 * 1024 * 1024


class FileRefused(Exception):
    """The whole file cannot be read; the sentence says why."""


def take_in(path: Path, *, by: Any, at: datetime, dry_run: bool) -> dict[str, Any]:
    """Take in one file and say what became of every row; a dry run keeps nothing."""
    report: dict[str, Any] = {
        "file": path.name, "rows": 0, "created": 0, "updated": 0, "unchanged": 0, "rejected": 0,
        "rejections": [],
    }  # fmt: skip
    seen: set[str] = set()
    with transaction.atomic():
        for number, row in _rows(path):
            report["rows"] += 1
            try:
                report[_one(row, seen, by=by, at=at)] += 1
            except Refused as no:
                field = no.field or ""
                value = row.get(field, "")
                report["rejected"] += 1
                report["rejections"].append(
                    {
                        "row": number,
                        "field": field,
                        "value": "＊" if my_number.holds_one(value) else value,
                        "reason": no.sentence,
                    }
                )
        transaction.set_rollback(dry_run)
    return report


def _one(row: dict[str, str], seen: set[str], *, by: Any, at: datetime) -> str:
    values = _values(row)
    own_id = row.get("own_id", "")[:64]
    if own_id and own_id in seen:
        raise Refused(_("同じ番号の行が、この名簿に二つあります。"), field="own_id")
    seen.add(own_id)
    if own_id:
        known = Person.objects.filter(own_id=own_id).first()
    else:
        known = Person.objects.filter(
            name_key=keys.name_key(values["name"]),
            birth_on=values.get("birth_on"),
            merged_into=None,
        ).first()
    if known is None:
        persons.create(own_id=own_id, source=Person.Source.LIST, by=by, at=at, **values)
        return "created"
    while known.merged_into is not None:
        known = known.merged_into
    new = {field: value for field, value in values.items() if getattr(known, field) != value}
    if not new:
        return "unchanged"
    persons.edit(person=known, by=by, at=at, **new)
    return "updated"


def _values(row: dict[str, str]) -> dict[str, Any]:
    """What the row says; an empty cell says nothing and never empties what is known."""
    found: dict[str, Any] = {}
    for field in ("name", "name_kana", "email", "postcode", "address"):
        longest = Person._meta.get_field(field).max_length or 200
        value = row.get(field, "")
        if field == "postcode":
            value = "".join(str(int(c)) for c in value if c.isdecimal())
        if len(value) > longest:
            raise Refused(_("長すぎます。"), field=field)
        if value:
            found[field] = value
    for field, read in (("birth_on", read_date), ("phone", read_phone)):
        reading: Any = read(row.get(field, ""))
        if reading.problem:
            raise Refused(reading.problem, field=field)
        if reading.value is not None:
            found[field] = getattr(reading.value, "number", reading.value)
    if not found.get("name"):
        raise Refused(_("お名前を入れてください。"), field="name")
    return found


def _rows(path: Path) -> Any:
    """(line number, field → cell); headers are known by several names."""
    try:
        raw = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    except OSError as error:
        raise FileRefused(_("ファイルを開けません: %(why)s") % {"why": error.strerror}) from error
    if not raw.strip() or raw.startswith(b"PK") or b"\x00" in raw:
        raise FileRefused(_("CSV（UTF-8 か Shift_JIS）で保存し直してください。"))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp932", errors="replace")
    lines = csv.reader(io.StringIO(text, newline=""))
    names = {search_key(word): field for field, words in COLUMNS.items() for word in words}
    head = [names.get(search_key(cell.strip()), "") for cell in next(lines, [])]
    if "name" not in head:
        raise FileRefused(_("「氏名」の列がありません。1行目に列の名前を書いてください。"))
    for cells in lines:
        row = {f: c.strip() for f, c in zip(head, cells, strict=False) if f}
        if any(row.values()):
            yield lines.line_num, row
