"""The chance of rain by day and area from the weather office's XML (府県天気予報 VPFD50, VPFD51)."""

import xml.etree.ElementTree as Tree
from datetime import date, datetime

LARGEST = 2_000_000
FIRST_HOUR, LAST_HOUR = 6, 18  # Six-hour spans that begin within a day's outing.


class NotAForecast(ValueError):
    """The file is no forecast with chances of rain."""


def chances(data: bytes) -> dict[str, dict[date, int]]:
    """Area → day → the highest chance in percent of a span between six and midnight.

    Raises:
        NotAForecast: when the file is too large, no XML, or holds no chances of rain.
    """
    # The office's XML has no document type; without one there are no entities to blow up or fetch.
    if len(data) > LARGEST or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise NotAForecast("too large, or with a document type")
    try:
        root = Tree.fromstring(data)  # noqa: S314
    except Tree.ParseError as wrong:
        raise NotAForecast(str(wrong)) from None
    found: dict[str, dict[date, int]] = {}
    for series in (one for one in root.iter() if _name(one) == "TimeSeriesInfo"):
        begins = _begins(series)
        for item in (one for one in series if _name(one) == "Item"):
            area = next((one.text or "" for one in item.iter() if _name(one) == "Name"), "")
            for one in item.iter():
                begin = begins.get(one.get("refID", ""))
                if _name(one) != "ProbabilityOfPrecipitation" or begin is None:
                    continue
                if not FIRST_HOUR <= begin.hour <= LAST_HOUR or not (one.text or "").isdecimal():
                    continue
                days = found.setdefault(area.strip(), {})
                days[begin.date()] = max(days.get(begin.date(), 0), min(100, int(one.text or 0)))
    if not found:
        raise NotAForecast("no chance of rain in it")
    return found


def _begins(series: Tree.Element) -> dict[str, datetime]:
    """The beginning of each span by its number, in the time of the file (Japan's)."""
    found = {}
    for one in series.iter():
        if _name(one) == "TimeDefine":
            text = next((part.text or "" for part in one if _name(part) == "DateTime"), "")
            try:
                found[one.get("timeId", "")] = datetime.fromisoformat(text.strip())
            except ValueError:
                continue
    return found


def _name(element: Tree.Element) -> str:
    return element.tag.rpartition("}")[2]
