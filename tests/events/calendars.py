"""Reading a calendar file into series, as the import does before it writes."""

from zoneinfo import ZoneInfo

from tomoni.doing.events.importing import calendar, lines, series
from tomoni.doing.events.importing.zones import Zones

TOKYO = ZoneInfo("Asia/Tokyo")


def read(file, encoding="utf-8"):
    """Series and the reasons of refused events; `file` is a path or the bytes."""
    found = lines.parse(file, encoding) if isinstance(file, bytes) else lines.open_calendar(file)
    zones, events, refused = Zones(found.zones), [], []
    for block in found.events:
        try:
            name = found.zone_names.get(block.calendar, "")
            events.append(calendar.read(block, zones, TOKYO, name))
        except calendar.Unusable as why:
            refused.append(why)
    return series.gather(events), refused


def vevent(*lines, calendar=()):
    middle = ["BEGIN:VEVENT", "UID:one@example.jp", *lines, "END:VEVENT"]
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *calendar, *middle, "END:VCALENDAR"])
    return text.encode()
