"""What pages show of schemes."""

from dataclasses import dataclass
from datetime import date

from tomoni.doing.points.models import Ruling, Scheme
from tomoni.doing.points.rules.terms import Terms


@dataclass(frozen=True)
class Shown:
    """A scheme and its rules of today; without rules it is not shown."""

    scheme: Scheme
    terms: Terms


def schemes(on: date, *, also_hidden: bool = False) -> list[Shown]:
    """The schemes that run on a day, with the rules of that day: two statements of SQL."""
    rows = Scheme.objects.select_related("team").exclude(ends_on__lt=on)
    if not also_hidden:
        rows = rows.filter(is_shown=True)
    newest: dict[int, Ruling] = {}
    for ruling in Ruling.objects.in_force(on):
        newest.setdefault(ruling.scheme_id, ruling)
    return [Shown(one, newest[one.pk].read) for one in rows if one.pk in newest]
