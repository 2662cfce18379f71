"""The listings of `data/real.toml` and `data/special.toml`, and the stations, as entries."""

import tomllib
from datetime import date, timedelta
from functools import cache
from typing import Any

from tomoni.core.text import katakana
from tomoni.demo.ground import Ground
from tomoni.demo.samples import DATA
from tomoni.demo.writing import SOURCE, Entry, Where
from tomoni.ground.districts.models import Station
from tomoni.town.places.models import Place
from tomoni.town.places.rules import taxonomy

# A list of the Ministry's, taken over by the districts; its points are those of 2020.
STATIONS = "国土数値情報 鉄道データ（2020年）"
STATIONS_CHECKED = date(2020, 12, 31)


def organisations() -> list[dict[str, Any]]:
    return list(_file("real")["organisation"])


def count() -> int:
    inside = Station.objects.filter(code__in=_otaru_stations()).count()
    return len(_file("real")["listing"]) + len(_file("special")["listing"]) + inside


def listings(town: Ground) -> list[Entry]:
    """Public bodies and the places the plan names: facts with their source."""
    grounds = {row["key"]: row for row in _file("real").get("place", ())}
    return [_real(town, row, grounds) for row in _file("real")["listing"]]


def stations(town: Ground) -> list[Entry]:
    """The stations inside the city."""
    return [
        Entry(
            slug=f"station-{station.code}",
            fields={
                "name": f"JR{station.name}駅",
                "name_kana": katakana(f"ジェイアール{station.name_kana}えき"),
                "name_en": f"JR {station.name_en} Station",
                "category": town.categories["transit"],
                "summary": f"{station.line}の駅です。時刻は鉄道会社の案内をご覧ください。",
                "who_for": "どなたでも",
                "entry": "walk_in",
                "fee_kind": "paid",
                "hours_text": "時刻は鉄道会社の案内でお確かめください",
                "source": STATIONS,
                "licence": "CC BY 4.0",
                "checked_on": STATIONS_CHECKED,
            },
            at=(
                Where(
                    key=station.code,
                    place={
                        "name": f"{station.name}駅",
                        "name_kana": katakana(f"{station.name_kana}えき"),
                        "name_en": f"{station.name_en} Station",
                        "address": "北海道小樽市",
                        "lat": station.lat,
                        "lng": station.lng,
                        "level": Place.Level.ADDRESS,
                        "accuracy_m": station.accuracy_m,
                    },
                ),
            ),
            texts=(
                {
                    "language": "en",
                    "name": f"JR {station.name_en} Station",
                    "summary": "A railway station. Please see the railway's own timetable.",
                },
                {"language": "ja-easy", "summary": "電車の駅です。"},
            ),
        )
        for station in Station.objects.filter(code__in=_otaru_stations())
    ]


def special(town: Ground) -> list[Entry]:
    """Sample listings written by hand for the journeys of the sample town."""
    return [_special(town, row) for row in _file("special")["listing"]]


def _real(town: Ground, row: dict[str, Any], grounds: dict[str, dict[str, Any]]) -> Entry:
    where: tuple[Where, ...] = ()
    if key := row.get("place"):
        where = (_approximate(town, grounds[key], row),)
    return Entry(
        slug=row["slug"],
        fields=_fields(town, row) | {"source": row["source"], "checked_on": row["checked"]},
        more=tuple(row.get("more", ())),
        at=where,
        contacts=tuple(row.get("phones", ())),
        texts=tuple(_texts(row)),
        holiday=row.get("holiday", "unknown"),
        suspended=row.get("suspended"),
    )


def _approximate(town: Ground, ground: dict[str, Any], row: dict[str, Any]) -> Where:
    """A real place at its town's point, with the town's accuracy: never an exact pin."""
    here = town.towns[ground["town"]]
    return Where(
        key=ground["key"],
        label=row.get("label", ""),
        week=row.get("week", ""),
        place={
            "name": ground["name"],
            "name_kana": ground["kana"],
            "name_en": ground["en"],
            "address": ground["address"],
            "postcode": ground.get("postcode", here.postcode),
            "town": here,
            "lat": here.lat,
            "lng": here.lng,
            "level": Place.Level.TOWN,
            "accuracy_m": here.accuracy_m,
        },
    )


def _special(town: Ground, row: dict[str, Any]) -> Entry:
    if row.get("draft"):
        return Entry(
            slug=row["slug"],
            fields={
                "name": row["name"],
                "organisation": town.bodies[row["organisation"]],
                "category": town.categories[row["category"]],
                "is_sample": True,
            },
            publish=False,
        )
    checked = town.today - timedelta(days=row["checked_days_ago"])
    fields = _fields(town, row) | {"source": SOURCE, "checked_on": checked, "is_sample": True}
    stops = [row, row["second"]] if "second" in row else [row]
    breaks: tuple[dict[str, Any], ...] = ()
    if ahead := row.get("exception"):
        first = town.today + timedelta(days=ahead["after"])
        last = first + timedelta(days=ahead["days"] - 1)
        breaks = ({"from_on": first, "until_on": last, "reason": ahead["reason"]},)
    return Entry(
        slug=row["slug"],
        fields=fields,
        more=tuple(row.get("more", ())),
        at=tuple(_sample_place(town, stop, row) for stop in stops),
        contacts=tuple(row["phones"]),
        fees=tuple((label, yen) for label, yen in row.get("fees", ())),
        languages=tuple(row.get("languages", ())),
        texts=tuple(_texts(row)),
        holiday=row.get("holiday", "unknown"),
        year_end=row.get("year_end", False),
        breaks=breaks,
        corrected=row.get("corrected", {}),
    )


def _sample_place(town: Ground, stop: dict[str, Any], row: dict[str, Any]) -> Where:
    here = town.towns[stop["town"]]
    return Where(
        key=stop["place_name"],
        week=stop["week"],
        facts=row.get("facts", {}),
        place={
            "name": stop["place_name"],
            "name_kana": stop["place_kana"],
            "name_en": stop["place_en"],
            "address": f"北海道小樽市{stop['town']}1番（見本）",
            "postcode": here.postcode,
            "town": here,
            "lat": here.lat,
            "lng": here.lng,
            "level": Place.Level.ADDRESS,
            "accuracy_m": 50,
            "access_text": stop.get("access", ""),
        },
    )


def _fields(town: Ground, row: dict[str, Any]) -> dict[str, Any]:
    ages = row.get("age", (None, None))
    organisation = row.get("organisation")
    week = row.get("week", "") if not row.get("place") and not row.get("town") else ""
    return {
        "name": row["name"],
        "name_kana": row["kana"],
        "name_en": row["en"],
        "also": row.get("also", ""),
        "organisation": town.bodies[organisation] if organisation else None,
        "category": town.categories[row["category"]],
        "summary": row["says"],
        "description": row.get("description", ""),
        "who_for": row.get("who_for") or taxonomy.by_code()[row["category"]].for_whom,
        "age_min": ages[0],
        "age_max": ages[1],
        "entry": row["entry"],
        "entry_text": row.get("entry_text", ""),
        "fee_kind": row["fee"],
        "fee_text": row.get("fee_text", ""),
        "documents": row.get("documents", ""),
        "capacity": row.get("capacity"),
        "hours_text": row.get("hours_text", "") or week,
    }


def _texts(row: dict[str, Any]) -> list[dict[str, str]]:
    english = {
        "language": "en",
        "name": row["en"],
        "summary": row["says_en"],
        "description": row.get("description_en", ""),
        "who_for": row.get("who_for_en", ""),
        "entry_text": row.get("entry_text_en", ""),
        "fee_text": row.get("fee_text_en", ""),
    }
    return [english, {"language": "ja-easy", "summary": row["easy"]}]


def _otaru_stations() -> list[str]:
    from tomoni.ground.districts import facts

    return [fact.code for fact in facts.stations() if not fact.city]


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
