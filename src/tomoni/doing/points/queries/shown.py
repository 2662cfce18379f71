"""What pages show of schemes."""

from dataclasses import dataclass
from datetime import date

from tomoni.doing.points.models import Claim, Ruling, Scheme
from tomoni.doing.points.rules.terms import Terms


@dataclass(frozen=True)
class Shown:
    """A scheme and its rules of today; without rules it is not shown."""

    scheme: Scheme
    terms: Terms
    coming: bool = False

    @property
    def window(self) -> tuple[date, date] | None:
        """First and last day of the year on which claims are taken, in a year that has every day."""
        if self.terms.window is None:
            return None
        first, last = self.terms.window
        return date(2000, *first), date(2000, *last)

    @property
    def ways(self) -> list[str]:
        """How points are paid, in words."""
        return [str(Claim.Way(way).label) for way in self.terms.ways]


def schemes(on: date, *, for_staff: bool = False) -> list[Shown]:
    """The schemes that run on a day, with the rules of that day: two statements of SQL.

    Args:
        for_staff: Also those that are not shown to the public, and those that are still to begin.
    """
    rows = Scheme.objects.select_related("team").exclude(ends_on__lt=on)
    if not for_staff:
        rows = rows.filter(is_shown=True)
    newest: dict[int, Ruling] = {}
    first: dict[int, Ruling] = {}
    for ruling in Ruling.objects.order_by("-from_on", "-id"):
        if ruling.from_on <= on:
            newest.setdefault(ruling.scheme_id, ruling)
        elif for_staff and (
            ruling.scheme_id not in first or ruling.from_on < first[ruling.scheme_id].from_on
        ):
            first[ruling.scheme_id] = ruling
    return [
        Shown(one, (newest.get(one.pk) or first[one.pk]).read, coming=one.pk not in newest)
        for one in rows
        if one.pk in newest or one.pk in first
    ]
