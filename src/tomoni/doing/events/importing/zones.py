"""Which time zone a calendar means: by its name, by Windows' name, or by the rules it carries."""

from datetime import tzinfo
from zoneinfo import ZoneInfo

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from tomoni.doing.events.importing.lines import Block


class Zones:
    """The zones one file speaks of; nothing of one file is remembered for the next."""

    def __init__(self, blocks: list[Block]) -> None:
        self._own: dict[str, Block] = {}
        self._known: dict[str, tzinfo | None] = {}
        for block in blocks:
            for line in block.lines:
                name, _sign, value = line.partition(":")
                if name.partition(";")[0].upper() == "TZID":
                    self._own.setdefault(value.strip(), block)

    def named(self, name: str) -> tzinfo | None:
        """The zone, or None when nobody knows it."""
        name = name.strip().strip('"')
        if name not in self._known:
            self._known[name] = by_name(name) or self._carried(name)
        return self._known[name]

    def _carried(self, name: str) -> tzinfo | None:
        block = self._own.get(name)
        if block is None:
            return None
        try:
            zone = Timezone.from_ical("\r\n".join(block.lines))
            assert isinstance(zone, Timezone)
            return zone.to_tz(lookup_tzid=False)
        except Exception:
            # A broken description of a zone raises whatever its lines trip the library over.
            return None


def by_name(name: str) -> tzinfo | None:
    """A zone of the IANA list: by its own name, with a maker's prefix, or Windows' name."""
    parts = name.strip("/").split("/")
    for start in range(len(parts)):
        if found := _zone("/".join(parts[start:])):
            return found
    return _zone(WINDOWS_TO_OLSON.get(name, ""))


def _zone(name: str) -> ZoneInfo | None:
    if not name or len(name) > 60:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
