"""Taking in a list of persons (CSV or Excel), row by row, so that one bad row stops no other.

A row is known by its number in the list, or else by name and birthday together. Running the
same file again changes nothing. Rows that were rejected go into a file of their own, with the
reason at the right, to be mended and brought back.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core.dates import read_date
from tomoni.core.errors import Refused
from tomoni.core.phones import read_phone
from tomoni.core.tables import FileRefused, Row, Table, open_table
from tomoni.core.tables.cells import clean, shown, why_unusable
from tomoni.core.tables.headers import normalise
from tomoni.core.tables.rejected import RejectedRows
from tomoni.core.tables.report import FileReport
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
_MEANT = {
    normalise(word): (field, rank)
    for field, words in COLUMNS.items()
    for rank, word in enumerate(words)
}
LARGEST = 64 * 1024 * 1024
HIDDEN = "＊"


def take_in(
    path: Path,
    *,
    by: Any,
    at: datetime,
    dry_run: bool,
    name: str = "",
    rejected: Callable[[], IO[str]] | None = None,
) -> FileReport:
    """Take in one file and say what became of every row; a dry run keeps nothing.

    Args:
        name: What the file is called in the report, when not as on the disk.
        rejected: Opens the file for the rejected rows; asked only when there is one.
    """
    report = FileReport(name or path.name)
    try:
        with transaction.atomic():
            table = open_table(path, _MEANT.get, largest=LARGEST)
            _rows(table, report, RejectedRows(rejected, table) if rejected else None, by, at)
            transaction.set_rollback(dry_run)
    except FileRefused as refusal:
        # Learnt in the middle of a file, it undoes its beginning.
        report = FileReport(report.file, refused=str(refusal))
    return report


def _rows(
    table: Table, report: FileReport, bin_: RejectedRows | None, by: Any, at: datetime
) -> None:
    report.kind, report.encoding = table.kind, table.encoding
    report.notes += table.notes
    columns = _columns(table.headers)
    seen: set[str] = set()
    for row in table.rows():
        if not any(cell.strip() for cell in row.cells):
            continue
        cells = {field: clean(row.cells[n])[0] for field, n in columns.items()}
        try:
            if row.problem:
                raise Refused(row.problem)
            report.count(_one(cells, seen, by=by, at=at))
        except Refused as no:
            # The number of a card goes neither into the report nor into a file to be passed around.
            safe = [HIDDEN if my_number.holds_one(cell) else cell for cell in row.cells]
            value = safe[columns[no.field]] if no.field in columns else ""
            report.reject(row.number, field=no.field or "", value=shown(value), reason=no.sentence)
            if bin_:
                bin_.add(Row(row.number, safe), no.sentence)
    if bin_:
        bin_.close()


def _columns(headers: list[str]) -> dict[str, int]:
    """Field → column; of several headings with one meaning the plainest counts."""
    best: dict[str, tuple[int, int]] = {}
    for column, header in enumerate(headers):
        if (known := _MEANT.get(normalise(header))) and known[1] < best.get(known[0], (99, 0))[0]:
            best[known[0]] = (known[1], column)
    if "name" not in best:
        raise FileRefused(_("「氏名」の列がありません。1行目に列の名前を書いてください。"))
    return {field: column for field, (_rank, column) in best.items()}


def _one(row: dict[str, str], seen: set[str], *, by: Any, at: datetime) -> str:
    values = details_of(row)
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


def details_of(row: Mapping[str, str]) -> dict[str, Any]:
    """Who a row of a list means; an empty cell says nothing and never empties what is known.

    Args:
        row: Cells by the fields of `COLUMNS`; other rooms' lists of people may have fewer.

    Raises:
        Refused: naming the field that cannot be read or kept.
    """
    found: dict[str, Any] = {}
    for field, value in row.items():
        if why := why_unusable(value):
            raise Refused(why, field=field)
        if value == HIDDEN:
            # What was hidden in the file of rejected rows is not an address.
            raise Refused(
                _("個人番号（マイナンバー）は登録できません。この項目から消してください。"),
                field=field,
            )
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
