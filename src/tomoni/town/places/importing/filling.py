"""Which cell goes where in the directory, and how it is read on the way."""

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tomoni.core.clock import DAY, read_days, read_time, show
from tomoni.core.codes import read_corporate_number, read_postcode
from tomoni.core.coordinates import Point
from tomoni.core.counts import read_count, read_yes_no
from tomoni.core.dates import read_date
from tomoni.core.phones import read_phone
from tomoni.town.places.importing.categories import category_of
from tomoni.town.places.importing.specs import Spec

if TYPE_CHECKING:
    from tomoni.town.places.importing.reading import Cells

# Texts that go as they are: field of the row → (where it goes, how long it may be there).
TEXTS = {
    "name": ("name", 200),
    "name_kana": ("name_kana", 300),
    "name_en": ("name_en", 200),
    "common_name": ("also", 300),
    "description": ("description", None),
    "ages": ("who_for", None),
    "building": ("place.building", 200),
    "access": ("place.access_text", None),
    "parking": ("place.parking_text", 300),
    "install_position": ("at.label", 100),
    "contact_name": ("contact.label", 100),
    "contact_note": ("contact.note", 300),
}
# Kept beside the entry under the file's own heading, because no page has a place for them.
BESIDE = ("kind", "services", "image", "image_licence", "poi_code", "note", "town_id", "seat_code")
FACTS = {
    "yesno.wheelchair_toilet": "wheelchair_toilet",
    "yesno.ostomate_toilet": "ostomate",
    "yesno.infant_toilet": "nappy_table",
    "yesno.nursing_room": "nursing_room",
    "yesno.disabled_parking": "disabled_parking",
    "yesno.step_free": "step_free",
}
READERS = {"count": read_count, "yesno": read_yes_no, "date": read_date}
_CITY = re.compile(
    r"^(?:〒?\d{3}-?\d{4}\s*)?(?:北海道|東京都|(?:京都|大阪)府|.{2,3}県)?[^\d\s]{1,6}?[市町村区]"
)


def values(
    cells: "Cells", spec: Spec, *, address: str, point: Point | None, hint: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """Everything the row says, by where it goes; and what is kept beside it."""
    out: dict[str, Any] = {}
    extra: dict[str, str] = {}
    for name, (where, most) in TEXTS.items():
        if text := _wide(cells, name):
            out[where] = _fit(cells, name, text, most, extra)
    out["category"] = category_of(cells, spec, hint)
    out["place.address"] = _fit(cells, "address", address, 300, extra)
    if point is not None:
        out["place.lat"], out["place.lng"] = point.lat, point.lon
    for name in BESIDE:
        if text := cells.text(name):
            extra[cells.heading(name)] = text
    _contact(cells, out, extra)
    _hours(cells, out, extra)
    _fees(cells, out, extra)
    _numbers(cells, out, extra)
    _organisation(cells, out, extra)
    _facts(cells, out, extra)
    return {key: value for key, value in out.items() if value not in ("", None)}, extra


_HALF = re.compile(r"[\uff61-\uff9f]+")


def _wide(cells: "Cells", name: str) -> str:
    """The text with half-width kana in full width, as every reader of a page expects them."""
    text = cells.text(name)
    if not _HALF.search(text):
        return text
    cells.note(name, _("半角カナを全角に直しました。"))
    return _HALF.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)


def address(cells: "Cells") -> str:
    """The whole address: as written, or put together from the standard's parts."""
    whole = cells.text("address")
    if not whole:
        parts = ("prefecture", "municipality", "town", "block")
        whole = "".join(cells.text(part) for part in parts) if cells.text("town") else ""
    # 〇〇市（以下略）and a row of ＊ hide the address on purpose; the town is still worth keeping.
    return re.sub(r"^〒?\s*\d{3}-?\d{4}\s+", "", re.sub(r"[＊*]+$", "", whole)).strip()


def names_another_city(address: str, own: str) -> bool:
    """小樽市花園 is ours, 札幌市中央区 is not, and 花園2丁目 does not say."""
    m = _CITY.match(address)
    return bool(m) and own not in address


def is_tokyo_datum(text: str) -> bool:
    return bool(re.search(r"日本測地系(?!2)|tokyo|旧", text, re.IGNORECASE))


def _fit(cells: "Cells", name: str, text: str, most: int | None, extra: dict[str, str]) -> str:
    """Cut what is too long for its place and keep the whole beside it."""
    if most is None or len(text) <= most:
        return text
    extra[cells.heading(name)] = text
    cells.note(
        name, _("長いため%(most)s字までを載せました。全文は控えに残しました。") % {"most": most}
    )
    return text[: most - 1] + "…"


def _contact(cells: "Cells", out: dict[str, Any], extra: dict[str, str]) -> None:
    for name, where in (("phone", "contact.phone"), ("fax", "contact.fax")):
        phone = cells.read(name, read_phone)
        if phone is None:
            if text := cells.text(name):
                extra[cells.heading(name)] = text
            continue
        out[where] = phone.number
        if name == "phone" and phone.extension:
            out["contact.extension"] = phone.extension[:40]
    if text := cells.text("extension"):
        out["contact.extension"] = _fit(cells, "extension", text, 40, extra)
    if text := cells.text("email"):
        if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) and len(text) <= 254:
            out["contact.email"] = text
        else:
            _aside(cells, "email", extra, _("メールアドレスとして読めません。"))
    for name, where in (("url", "url"), ("form_url", "contact.url")):
        if text := cells.text(name):
            first = re.split(r"\s+|[、;]", text)[0]
            if re.match(r"https?://[^\s/]+\.", first) and len(first) <= 500:
                out[where] = first
                if first != text:
                    _aside(cells, name, extra, _("一つ目のアドレスだけを載せました。"))
            elif re.match(r"www\.[^\s]+\.", first):
                out[where] = f"http://{first}"
                cells.note(name, _("アドレスの先頭に http:// を補いました。"))
            else:
                _aside(cells, name, extra, _("ホームページのアドレスとして読めません。"))
    postcode = cells.read("postcode", read_postcode)
    if postcode:
        out["place.postcode"] = postcode


def _aside(cells: "Cells", name: str, extra: dict[str, str], sentence: str) -> None:
    extra[cells.heading(name)] = cells.text(name)
    cells.note(name, sentence + _("値は控えに残しました。"))


def _hours(cells: "Cells", out: dict[str, Any], extra: dict[str, str]) -> None:
    """Hours become hours only when days and both times are sure; else they stay words."""
    days = read_days(cells.text("days"))
    opens, closes = read_time(cells.text("opens")), read_time(cells.text("closes"))
    words = [cells.text("hours_note")]
    sure = days.value and opens.value is not None and closes.value is not None
    if sure and opens.value < DAY:
        until = closes.value
        if until <= opens.value:
            until += DAY
            cells.note("closes", _("終わりの時刻が始まりより前のため、翌日と読みました。"))
        if until > opens.value and until <= 2 * DAY:
            out["hours"] = [[day, opens.value, until] for day in sorted(days.value)]
    for name, got in (("days", days), ("opens", opens), ("closes", closes)):
        if got.repaired:
            cells.note(name, got.repaired)
        if got.problem:
            cells.note(name, got.problem + _("書かれたとおりに利用時間のメモへ入れました。"))
    if "hours" not in out:
        times = [
            show(t.value) if t.value is not None else cells.text(name)
            for name, t in (("opens", opens), ("closes", closes))
        ]
        span = "～".join(times) if any(times) else ""
        words = [cells.text("days"), span, *words]
    if closed := cells.text("closed_note"):
        words.append(_("休み: %(days)s") % {"days": closed})
    text = " ".join(word for word in words if word)
    if text:
        out["hours_text"] = _fit(cells, "hours_note", text, 500, extra)


def _fees(cells: "Cells", out: dict[str, Any], extra: dict[str, str]) -> None:
    basic, detail = cells.text("fee_basic"), cells.text("fee_detail")
    free = basic in {"無料", "0", "０", "0円", "０円"}
    text = detail if free else " ".join(part for part in (basic, detail) if part)
    if free and not re.search(r"[1-9１-９]", detail):
        out["fee_kind"] = "free"
    elif re.search(r"[1-9１-９][\d０-９,，]*\s*円", text):
        out["fee_kind"] = "partly" if free or "無料" in text else "paid"
    elif free:
        out["fee_kind"] = "partly"
    if text:
        out["fee_text"] = _fit(cells, "fee_detail", text, 300, extra)


def _numbers(cells: "Cells", out: dict[str, Any], extra: dict[str, str]) -> None:
    if text := cells.text("capacity"):
        got = read_count(text)
        if got.value is not None and 0 <= got.value < 1_000_000:
            out["capacity"] = got.value
            if got.repaired:
                cells.note("capacity", got.repaired)
        else:
            out["capacity_text"] = _fit(cells, "capacity", text, 200, extra)
            cells.note(
                "capacity", _("数として読めないため、書かれたとおりに定員のメモへ入れました。")
            )
    if text := cells.text("elevation"):
        try:
            metres = float(text)
        except ValueError:
            _aside(cells, "elevation", extra, _("標高を数として読めません。"))
        else:
            if cells.text("elevation_kind") in {"", "標高"} and -100 < metres < 4000:
                out["place.elevation_m"] = metres
            else:
                extra[cells.heading("elevation")] = text


def _organisation(cells: "Cells", out: dict[str, Any], extra: dict[str, str]) -> None:
    name = cells.text("organisation")
    cells.read("corporate_number", read_corporate_number)  # Says so when it cannot be right.
    if text := cells.text("corporate_number"):
        extra[cells.heading("corporate_number")] = text
    if name:
        out["organisation"] = _fit(cells, "organisation", name, 200, extra)


def _facts(cells: "Cells", out: dict[str, Any], extra: dict[str, str]) -> None:
    """Hazards, barrier-free facts and the counts of one kind of place."""
    hazards = []
    facts: dict[str, str] = {}
    for name in cells.at:
        kind, _dot, code = name.partition(".")
        text = cells.text(name) if _dot else ""
        if not text:
            continue
        if kind == "hazard":
            if _designated(cells, name, text, extra):
                hazards.append(code)
        elif kind == "text":
            extra[cells.heading(name)] = text
        elif kind in READERS:
            # The words stay as they are; only a day and what becomes a fact of the place is read.
            extra[cells.heading(name)] = _day(cells, name, text) if kind == "date" else text
            if name in FACTS and (value := cells.read(name, READERS[kind])) is not None:
                facts[FACTS[name]] = "yes" if value else "no"
    if text := cells.text("barrier_free"):
        extra[cells.heading("barrier_free")] = text
    if hazards or any(name.startswith("hazard.") for name in cells.at):
        out["hazards"] = sorted(hazards)
    if facts:
        out["facts"] = sorted([code, value] for code, value in facts.items())


def _day(cells: "Cells", name: str, text: str) -> str:
    """A day in the form of the standard; one that cannot be read stays as it was written."""
    got = read_date(text)
    if why := got.repaired or got.problem:
        cells.note(name, why)
    return got.value.isoformat() if got.value else text


def _designated(cells: "Cells", name: str, text: str, extra: dict[str, str]) -> bool:
    """Only a plain yes counts: △ means under conditions, and nobody may run there on a maybe."""
    got = read_yes_no(text)
    if got.value is None:
        extra[cells.heading(name)] = text
        cells.note(
            name,
            _("「%(value)s」は条件付きか不明のため、対応する災害に数えていません。")
            % {"value": text},
        )
    return bool(got.value)
