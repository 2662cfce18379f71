"""Event lists of cities, by the national standard's headings and by those cities made up."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from tomoni.core.coordinates import read_point
from tomoni.core.dates import read_date
from tomoni.core.tables import Row, Table, open_table
from tomoni.core.tables.cells import clean, shown, why_unusable
from tomoni.core.tables.headers import normalise
from tomoni.doing.events.actions.taking_in import Date, Entry
from tomoni.doing.events.importing.calendar import LONGEST, Unusable

HEADINGS = {
    "title": ("イベント名", "行事名", "催し名", "イベント名称", "eventName", "event_name", "名称"),
    "title_kana": ("イベント名_カナ", "名称_カナ"),
    "start_date": ("開始日", "開催日", "startDate", "日付"),
    "end_date": ("終了日", "endDate"),
    "start_time": ("開始時間", "開始時刻", "startTime"),
    "end_time": ("終了時間", "終了時刻", "endTime"),
    "when_note": ("開始日時特記事項",),
    "description": ("説明", "overview", "概要", "内容"),
    "who_for": ("対象", "対象者"),
    "fee": ("料金(基本)", "料金", "参加費"),
    "fee_more": ("料金(詳細)",),
    "contact": ("連絡先名称", "問い合わせ先(市の担当課)", "問い合わせ先"),
    "phone": ("連絡先電話番号", "TEL", "電話番号"),
    "organiser": ("主催者", "organizer", "主催"),
    "place": ("場所名称", "venue", "会場", "会場名"),
    "building": ("方書", "buildingName", "建物名等(方書)"),
    "prefecture": ("都道府県名", "pref", "所在地_都道府県"),
    "city": ("市区町村名", "cityName", "所在地_市区町村"),
    "town": ("townName", "所在地_町字"),
    "address": ("住所", "所在地_連結表記", "address"),
    "lat": ("緯度", "latitude"),
    "lng": ("経度", "longitude"),
    "access": ("アクセス方法",),
    "url": ("URL",),
    "remarks": ("備考",),
    "category": ("カテゴリー", "種別"),
    "code": ("都道府県コード又は市区町村コード", "全国地方公共団体コード", "prefCode"),
    "number": ("NO", "ID", "no", "№", "No."),
}
_KNOWN = {
    normalise(name): (field_, rank)
    for field_, names in HEADINGS.items()
    for rank, name in enumerate(names)
}
_TIME = re.compile(
    r"(午前|午後|AM|PM)?\s*(\d{1,2})\s*(?:[:時])\s*(\d{1,2})?(?::\d{2})?\s*分?\s*(AM|PM)?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日\s*(?:[(]([月火水木金土日])?[^)]*[)])?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}")


@dataclass
class EventTable:
    """A list of events; `rows` gives each row as an entry or the reason against it."""

    table: Table
    at: dict[str, int]
    year: int | None = None
    # Whether 5/9/2020 is the ninth of May; the file's other rows tell.
    month_first: bool | None = None
    notes: list[str] = field(default_factory=list)


def open_events(path: Path, year: int | None = None) -> EventTable:
    """Open a table; raises `FileRefused` when it cannot be read, `Unusable` when it has no events."""
    table = open_table(path, _KNOWN.get)
    best: dict[str, tuple[int, int]] = {}
    for column, header in enumerate(table.headers):
        if (known := _KNOWN.get(normalise(header))) and known[1] < best.get(known[0], (99, 0))[0]:
            best[known[0]] = (known[1], column)
    at = {name: column for name, (_rank, column) in best.items()}
    if "title" not in at or "start_date" not in at:
        raise Unusable(
            "", "、".join(table.headers)[:80],
            _("イベント名と開始日（開催日）の列がない表です。イベントの表か確かめ、列の名前を直してください。"),
        )  # fmt: skip
    found = EventTable(table, at, year)
    found.month_first = _month_first(found)
    return found


def _month_first(events: EventTable) -> bool | None:
    """Told by a number above 12 somewhere in the column."""
    firsts = seconds = 0
    for row in events.table.rows():
        for name in ("start_date", "end_date"):
            if name in events.at and (m := _SLASHED.match(row.cells[events.at[name]].strip())):
                firsts, seconds = max(firsts, int(m[1])), max(seconds, int(m[2]))
    if seconds > 12 >= firsts:
        return True
    return False if firsts > 12 >= seconds else None


def entries(
    events: EventTable, zone: ZoneInfo, dataset: str
) -> Iterator[tuple[Row, Entry | Unusable]]:
    """Every row of the table; a row said twice is refused the second time."""
    seen: dict[str, int] = {}
    for row in events.table.rows():
        try:
            entry = _entry(events, row, zone, dataset)
            if (before := seen.setdefault(entry.origin, row.number)) != row.number:
                raise Unusable("", "", _("%(row)s行目と同じイベントです。") % {"row": before})
        except Unusable as why:
            yield row, why
            continue
        yield row, entry


def _entry(events: EventTable, row: Row, zone: ZoneInfo, dataset: str) -> Entry:
    if row.problem:
        raise Unusable("", "", row.problem)
    if not any(cell.strip() for cell in row.cells):
        raise Unusable("", "", _("空の行です。"))
    cells = {name: clean(row.cells[column])[0] for name, column in events.at.items()}
    for name, text in cells.items():
        if why := why_unusable(text):
            raise Unusable(events.table.headers[events.at[name]], shown(text), why)
    if not cells["title"]:
        raise Unusable(_heading(events, "title"), "", _("イベントの名前がありません。"))
    start, end, all_day, said = _when(events, cells, zone)
    notes = [cells.get("description", ""), *said]
    notes += [cells[name] for name in ("when_note", "access", "remarks") if cells.get(name)]
    address = cells.get("address", "")
    if not address.startswith(cells.get("prefecture") or "\0"):
        parts = (cells.get("prefecture", ""), cells.get("city", ""), cells.get("town", ""))
        address = "".join(part for part in parts if part not in address) + address
    place = " ".join(filter(None, (cells.get("place"), cells.get("building"))))
    fee = " ".join(filter(None, (cells.get("fee"), cells.get("fee_more"))))
    url = cells.get("url", "").split()[0] if cells.get("url") else ""
    values = {
        "title": cells["title"].replace("\n", " ")[:200],
        "title_kana": cells.get("title_kana", "")[:300],
        "description": "\n\n".join(note for note in notes if note),
        "who_for": cells.get("who_for", "")[:300],
        "fee_text": fee[:300],
        "organiser_text": (cells.get("organiser") or cells.get("contact", ""))[:200],
        "phone": cells.get("phone", "").split("\n")[0][:40],
        "place_text": place.replace("\n", " ")[:300],
        "address": address.replace("\n", " ")[:300],
        "url": url if url.startswith(("http://", "https://")) and len(url) <= 500 else "",
        "starts_at": start,
        "minutes": int((end - start).total_seconds() // 60),
        "all_day": all_day,
        "time_zone": zone.key,
    }
    _put_point(values, cells)
    identity = "|".join(
        (cells.get("code", ""), cells.get("number", ""), cells["title"], start.isoformat(), place)
    )
    return Entry(
        origin=f"table:{dataset}:{sha256(identity.encode()).hexdigest()[:24]}",
        uid="",
        sequence=0,
        values=values,
        dates=(Date(start, start, end),),
        tags=tuple(filter(None, [cells.get("category", "")])),
        extra={
            header: row.cells[n]
            for n, header in enumerate(events.table.headers)
            if n not in events.at.values() and row.cells[n].strip()
        },
    )


def _put_point(values: dict[str, object], cells: dict[str, str]) -> None:
    if cells.get("lat") and cells.get("lng"):
        point = read_point(cells["lat"], cells["lng"]).value
        if point is not None:
            values["lat"], values["lng"] = point.lat, point.lon


def _heading(events: EventTable, name: str) -> str:
    return events.table.headers[events.at[name]] if name in events.at else ""


def _when(
    events: EventTable, cells: dict[str, str], zone: ZoneInfo
) -> tuple[datetime, datetime, bool, list[str]]:
    """Start and end, whether whole days, and what of the cells is only words."""
    said: list[str] = []
    first, last = _days(events, "start_date", cells["start_date"], said)
    if cells.get("end_date"):
        last = _days(events, "end_date", cells["end_date"], said)[1]
    if last < first:
        raise Unusable(
            _heading(events, "end_date") or _heading(events, "start_date"),
            shown(cells.get("end_date") or cells["start_date"]),
            _("終わりの日が始まりの日より前です。"),
        )
    if last - first > LONGEST:
        raise Unusable(
            _heading(events, "end_date"), shown(cells.get("end_date", "")),
            _("3年より長い予定です。終わりの日を確かめてください。"),
        )  # fmt: skip
    begin = _clock(events, "start_time", cells.get("start_time", ""), said)
    finish = _clock(events, "end_time", cells.get("end_time", ""), said)
    if begin is None:
        start = datetime.combine(first, time(), zone)
        return start, datetime.combine(last + timedelta(days=1), time(), zone), True, said
    start = datetime.combine(first, begin, zone)
    if finish is None:
        return start, max(start, datetime.combine(last, begin, zone)), False, said
    end = datetime.combine(last, finish, zone)
    if end < start and last == first and finish <= time(6):
        end += timedelta(days=1)  # Until after midnight.
    if end < start:
        raise Unusable(
            _heading(events, "end_time"), shown(cells["end_time"]),
            _("終わりの時間が始まりの時間より前です。"),
        )  # fmt: skip
    return start, end, False, said


def _days(events: EventTable, name: str, text: str, said: list[str]) -> tuple[date, date]:
    """The first and the last day a cell names."""
    heading, plain = _heading(events, name), unicodedata.normalize("NFKC", text).strip()
    if not plain:
        raise Unusable(heading, "", _("日付がありません。"))
    if m := _SLASHED.match(plain):
        one, two = int(m[1]), int(m[2])
        if one != two and max(one, two) <= 12 and events.month_first is None:
            raise Unusable(
                heading,
                shown(text),
                _("月と日の順が分かりません。「2026-04-09」のように書いてください。"),
            )
        month, day = (one, two) if events.month_first or two > 12 else (two, one)
        plain = f"{m[0][-4:]}-{month:02}-{day:02}"
    reading = read_date(plain)
    if reading.value is not None:
        return reading.value, reading.value
    found = list(_MONTH_DAY.finditer(plain))
    if not found:
        raise Unusable(
            heading, shown(text), _("日付として読めません。「2026-04-09」のように書いてください。")
        )
    if events.year is None:
        raise Unusable(
            heading,
            shown(text),
            _("年がありません。年を書くか、--year で何年の表か教えてください。"),
        )
    said.append(text)
    days = [_of_year(events.year, m, heading, text) for m in found]
    if days[-1] < days[0]:
        days[-1] = _of_year(events.year + 1, found[-1], heading, text)
    return days[0], days[-1]


def _of_year(year: int, m: re.Match[str], heading: str, text: str) -> date:
    try:
        day = date(year, int(m[1]), int(m[2]))
    except ValueError:
        raise Unusable(heading, shown(text), _("ない日付です。")) from None
    if m[3] and "月火水木金土日"[day.weekday()] != m[3]:
        raise Unusable(
            heading, shown(text),
            _("%(year)s年のその日は%(day)s曜日ではありません。何年の表か確かめてください。")
            % {"year": year, "day": m[3]},
        )  # fmt: skip
    return day


def _clock(events: EventTable, name: str, text: str, said: list[str]) -> time | None:
    """The first time of day in the cell; what else stands there is kept as words."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain or plain in {"-", "ー", "未定", "なし", "終日"}:
        return None
    m = _TIME.search(plain)
    if not m:
        said.append(f"{_heading(events, name)}: {text}")
        return None
    hour, minute = int(m[2]), int(m[3] or 0)
    late = (m[1] or m[4] or "").upper() in {"午後", "PM"}
    early = (m[1] or m[4] or "").upper() in {"午前", "AM"}
    if late and hour < 12:
        hour += 12
    if early and hour == 12:
        hour = 0
    if hour == 24 and minute == 0:
        hour, minute = 23, 59
    if hour > 23 or minute > 59:
        raise Unusable(_heading(events, name), shown(text), _("ない時刻です。"))
    if m[0].strip() != plain:
        said.append(f"{_heading(events, name)}: {text}")
    return time(hour, minute)
