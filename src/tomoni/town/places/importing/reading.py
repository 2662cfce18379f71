"""From a row of cells to an entry, or to the reason why there is none."""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from tomoni.core.codes import read_municipality
from tomoni.core.coordinates import Box, Point, from_tokyo_datum, read_point, split_pair
from tomoni.core.reading import Reading
from tomoni.core.tables.cells import clean, shown, why_unusable
from tomoni.core.tables.headers import normalise
from tomoni.core.tables.table import Row, Table
from tomoni.core.text import search_key
from tomoni.town.places.actions.incoming import Entry, Source
from tomoni.town.places.importing import filling
from tomoni.town.places.importing.specs import Binding


class RowRefused(Exception):
    """This row cannot be taken in; names the heading, the value and what to do."""

    def __init__(self, sentence: str, *, field: str = "", value: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.field, self.value = sentence, field, shown(value)


@dataclass(frozen=True)
class Whose:
    """Whose list this is: decides whether coordinates must lie in the own city."""

    source: Source
    own_code: str
    own_name: str
    own_box: Box
    foreign: bool = False


@dataclass
class Cells:
    """The named cells of one row, with the notes that reading them leaves behind."""

    headers: list[str]
    row: list[str]
    at: dict[str, tuple[int, ...]]
    join: str
    notes: list[dict[str, str]] = field(default_factory=list)

    def text(self, name: str) -> str:
        """What stands under the field's headings, joined when there are several."""
        columns = self.at.get(name, ())
        if len(columns) == 1:
            return self.row[columns[0]]
        return self.join.join(part for c in columns if (part := self.row[c]))

    def heading(self, name: str) -> str:
        return "・".join(self.headers[c] for c in self.at.get(name, ())) or name

    def note(self, name: str, sentence: str, value: str = "") -> None:
        self.notes.append(
            {
                "field": self.heading(name),
                "value": shown(value or self.text(name)),
                "note": sentence,
            }
        )

    def read(self, name: str, reader: Callable[[str], Reading[Any]]) -> Any:
        """The value, its repair noted; what cannot be read is noted and kept as text."""
        got = reader(self.text(name))
        if got.repaired:
            self.note(name, got.repaired)
        if got.problem:
            self.note(name, got.problem + _("この値は取り込んでいません。"))
        return got.value


def read_row(row: Row, table: Table, binding: Binding, whose: Whose, hint: str = "") -> Entry:
    """One entry.

    Raises:
        RowRefused: with a sentence a clerk can act on.
    """
    if row.problem:
        raise RowRefused(row.problem)
    if not any(cell.strip() for cell in row.cells):
        raise RowRefused(_("空の行です。行ごと消してください。"))
    if binding.spec.kind != "place":
        raise RowRefused(binding.spec.refusal)
    cells = Cells(table.headers, row.cells, binding.at, binding.spec.join)
    _clean(cells)
    for sentence in row.notes:
        cells.note("lat", sentence)
    name = cells.text("name")
    if not name:
        raise RowRefused(
            _("「%(field)s」が空です。名前を書いてください。") % {"field": cells.heading("name")},
            field=cells.heading("name"),
        )
    _refuse_no_place(cells, name)
    code = _code(cells)
    address = filling.address(cells)
    point = _point(cells, whose, code or whose.source.city_code, address)
    if not address and point is None and not cells.text("phone"):
        raise RowRefused(
            _("住所も位置も電話番号も書かれていません。どれか一つを書いてください。"),
            field=cells.heading("address"),
        )
    values, extra = filling.values(cells, binding.spec, address=address, point=point, hint=hint)
    for column in binding.leftover:
        if text := cells.row[column]:
            extra[table.headers[column]] = text
    if code or whose.source.city_code:
        values["place.city_code"] = code or whose.source.city_code
    own_id = cells.text("id")
    natural = natural_key(name, address, point, values.get("at.label", ""))
    return Entry(
        row.number,
        whose.source,
        own_id[:80],
        natural,
        values,
        extra,
        cells.notes,
        binding.covers,
        binding.headings,
    )


# 合計, 小計 and 総　計, followed by nothing or by how many there are.
_TOTAL = re.compile(r"[(【\[]?(?:[合総小累]\s*)?計[)】\]]?(?:$|[\s:0-9])")
_REMARK = re.compile(r"[※＊*]|[(（【]?注[)）】:：\d]|出典[:：]|資料[:：]")


def _refuse_no_place(cells: Cells, name: str) -> None:
    """Rows between the places: headings said again, totals, remarks below the table."""
    heading = cells.heading("name")
    if normalise(name) == normalise(heading):
        raise RowRefused(
            _("見出しがもう一度書かれている行です。行ごと消してください。"),
            field=heading,
            value=name,
        )
    if any(cells.text(where) for where in ("address", "lat", "location", "phone")):
        return
    if _TOTAL.match(unicodedata.normalize("NFKC", name)):
        raise RowRefused(
            _("合計の行のようです。施設ではないので取り込みません。行ごと消してください。"),
            field=heading,
            value=name,
        )
    if _REMARK.match(name):
        raise RowRefused(
            _("注記の行のようです。施設ではないので取り込みません。行ごと消してください。"),
            field=heading,
            value=name,
        )


def natural_key(name: str, address: str, point: Point | None, label: str) -> str:
    """What makes a place the same place when its number is missing or was given anew."""
    where = address or (f"{point.lat:.5f},{point.lon:.5f}" if point else "")
    words = "|".join(search_key(part).replace(" ", "") for part in (name, _plain(where), label))
    return hashlib.blake2b(words.encode(), digest_size=8).hexdigest()


def _plain(address: str) -> str:
    return address.replace("番地", "-").replace("番", "-").replace("号", "").replace("の", "-")


def _clean(cells: Cells) -> None:
    cleaned = []
    for header, cell in zip(cells.headers, cells.row, strict=True):
        text, said = clean(cell)
        if why := why_unusable(text):
            raise RowRefused(why, field=header, value=text)
        if said:
            cells.notes.append({"field": header, "value": shown(text), "note": said})
        cleaned.append(_unguarded(text))
    cells.row = cleaned


def _unguarded(text: str) -> str:
    """Our own files put `'` before what a spreadsheet would run as a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in set("=+-@") else text


def _code(cells: Cells) -> str:
    """The row's municipality; some lists keep a prefecture's code there, which says little."""
    code = cells.read("code", read_municipality)
    return code if code and code[2:5] != "000" else ""


def _point(cells: Cells, whose: Whose, code: str, address: str) -> Point | None:
    lat, lon, name = cells.text("lat"), cells.text("lon"), "lat"
    if not lat and not lon and (pair := cells.text("location").strip(" ,，、")):
        name = "location"
        lat, lon = split_pair(pair)
        if not lat:
            raise RowRefused(
                _(
                    "「%(value)s」を緯度と経度の組として読めません。43.19,140.99 のように書いてください。"
                )
                % {"value": shown(pair)},
                field=cells.heading(name),
                value=pair,
            )
    own = _is_own(whose, code, address)
    got = read_point(lat, lon, within=whose.own_box if own else None, where=whose.own_name)
    if got.problem:
        heading = cells.heading(name)
        if name == "lat":
            heading = f"{heading}・{cells.heading('lon')}"
        raise RowRefused(got.problem, field=heading, value=f"{lat}, {lon}")
    if got.repaired:
        cells.note(name, got.repaired, value=f"{lat}, {lon}")
    point = got.value
    if point is not None and filling.is_tokyo_datum(cells.text("datum")):
        point = from_tokyo_datum(point)
        cells.note("datum", _("日本測地系の座標を世界測地系に直しました。"))
    return point


def _is_own(whose: Whose, code: str, address: str) -> bool:
    """Whether the row claims to lie in the own city; then its point must lie there."""
    if whose.own_name and whose.own_name in address:
        return True
    if code:
        return code == whose.own_code
    return not whose.foreign and not filling.names_another_city(address, whose.own_name)
