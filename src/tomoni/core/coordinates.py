"""Reading latitude and longitude: decimal, degrees-minutes-seconds, swapped, old datum."""

import math
import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tomoni.core.reading import Reading, blank, problem

# All of Japan with its islands; a latitude here can never be mistaken for a longitude.
LATITUDES = (20.0, 46.5)
LONGITUDES = (122.0, 154.5)
# No way of writing a degree is longer; the patterns below take their time over long blanks.
LONGEST = 60

_DMS = re.compile(
    r"(?P<before>北緯|東経|[NE])?\s*(?P<deg>\d{1,3})\s*(?:°|度|º|˚)\s*"
    r"(?:(?P<min>\d{1,2}(?:\.\d+)?)\s*(?:'|′|’|分)?\s*)?"
    r"(?:(?P<sec>\d{1,2}(?:\.\d+)?)\s*(?:\"|″|”|秒|'')?)?\s*(?P<after>[NE])?",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"(?:北緯|東経)?\s*(\d{1,3}(?:\.\d+)?)\s*(?:°|度)?")
_SPACED = re.compile(r"(\d{2,3})[\s.:](\d{1,2})[\s.:](\d{1,2}(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Point:
    """A spot on JGD2011, which is WGS 84 for every purpose of a town."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Box:
    """The rectangle a municipality lies in."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, point: Point) -> bool:
        return self.south <= point.lat <= self.north and self.west <= point.lon <= self.east


def read_point(lat: str, lon: str, *, within: Box | None = None, where: str = "") -> Reading[Point]:
    """A point, repaired and judged; `within` is the own municipality, `where` its name."""
    if not lat.strip() and not lon.strip():
        return blank()
    if not lat.strip() or not lon.strip():
        return problem(_("緯度と経度の片方だけが書かれています。両方を書いてください。"))
    north, north_said = _degrees(lat)
    east, east_said = _degrees(lon)
    if north is None or east is None:
        bad = lat if north is None else lon
        return problem(
            _(
                "「%(raw)s」を緯度・経度として読めません。43.191454 のような度の小数で書いてください。"
            )
            % {"raw": bad.strip()[:LONGEST]}
        )
    notes = [said for said in (north_said, east_said) if said]
    if _in(LATITUDES, east) and _in(LONGITUDES, north):
        north, east = east, north
        notes.append(_("緯度と経度が逆に書かれていたため入れ替えました。"))
    if not (_in(LATITUDES, north) and _in(LONGITUDES, east)):
        return problem(
            _("緯度 %(lat)s・経度 %(lon)s は日本の外です。数字を確かめてください。")
            % {"lat": lat.strip(), "lon": lon.strip()}
        )
    point = Point(north, east)
    if within is not None and not within.holds(point):
        return problem(
            _("緯度 %(lat)s・経度 %(lon)s は%(where)sの外です。位置を確かめてください。")
            % {"lat": lat.strip(), "lon": lon.strip(), "where": where or _("市")}
        )
    return Reading(point, repaired="".join(notes))


def split_pair(text: str) -> tuple[str, str]:
    """`34.34,134.04` in one cell, in whichever order; `("", "")` when it is not a pair."""
    if len(text) > 3 * LONGEST:
        return "", ""
    parts = [p for p in re.split(r"\s*[,，、;]\s*|\s+", unicodedata.normalize("NFKC", text)) if p]
    return (parts[0], parts[1]) if len(parts) == 2 else ("", "")


def _degrees(text: str) -> tuple[float | None, str]:
    raw = text.strip()
    try:
        if raw.isascii():
            value = float(raw)
            return (value if math.isfinite(value) else None), ""
    except ValueError:
        pass
    if len(raw) > LONGEST:
        return None, ""
    plain = unicodedata.normalize("NFKC", raw).replace("′′", '"').replace("''", '"')
    if m := _DECIMAL.fullmatch(plain):
        value = float(m[1])
        return value, _said(raw, value)
    found: float | None
    m = _DMS.fullmatch(plain)
    if m and m["min"]:
        found = _sexagesimal(m["deg"], m["min"], m["sec"] or "0")
    elif m := _SPACED.fullmatch(plain):
        found = _sexagesimal(*m.groups())
    else:
        return None, ""
    return (found, _said(raw, found)) if found is not None else (None, "")


def _sexagesimal(deg: str, minutes: str, seconds: str) -> float | None:
    if float(minutes) >= 60 or float(seconds) >= 60:
        return None
    return round(int(deg) + float(minutes) / 60 + float(seconds) / 3600, 7)


def _said(raw: str, value: float) -> str:
    said = _("座標「%(raw)s」を %(value)s と読みました。")
    return said % {"raw": raw, "value": f"{value:.6f}"}


def _in(bounds: tuple[float, float], value: float) -> bool:
    return bounds[0] <= value <= bounds[1]


def from_tokyo_datum(point: Point) -> Point:
    """The same spot on JGD2011, for a point written on the datum used before 2002.

    The plane formula is good to some ten metres anywhere in Japan, enough to tell the
    datum and to stand on the right side of the street's block.
    """
    lat, lon = point.lat, point.lon
    return Point(
        round(lat - 0.00010695 * lat + 0.000017464 * lon + 0.0046017, 7),
        round(lon - 0.000046038 * lat - 0.000083043 * lon + 0.010040, 7),
    )


def metres_between(a: Point, b: Point) -> float:
    """Distance over ground, on a sphere."""
    dlat, dlon = math.radians(b.lat - a.lat), math.radians(b.lon - a.lon)
    h = (
        math.sin(dlat / 2) ** 2
        + math.cos(math.radians(a.lat)) * math.cos(math.radians(b.lat)) * math.sin(dlon / 2) ** 2
    )
    return 2 * 6_371_008.8 * math.asin(min(1.0, math.sqrt(h)))


def looks_like_tokyo_datum(written: Point, known: Point) -> bool:
    """Whether the written point misses the known one by just the shift between the datums."""
    return metres_between(written, known) > 300 and (
        metres_between(from_tokyo_datum(written), known) < 60
    )
