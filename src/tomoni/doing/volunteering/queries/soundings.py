"""Who was asked for a shift already, beside those who could be."""

from dataclasses import dataclass
from datetime import datetime

from tomoni.doing.volunteering.models import Shift, Sounding
from tomoni.doing.volunteering.queries.matching import Suggestion


@dataclass(frozen=True)
class Line:
    """Somebody who could be asked; who rings them now, and when nobody picked up."""

    one: Suggestion
    now: Sounding | None
    missed: Sounding | None


def lines(
    shift: Shift, suggested: list[Suggestion], at: datetime
) -> tuple[list[Line], list[Sounding]]:
    """The suggestions with what is known of ringing them, and everything that was asked; one query."""
    rows = list(
        Sounding.objects.filter(shift=shift)
        .select_related("by", "volunteer__person")
        .order_by("-begun_at", "-pk")
    )
    found = []
    for one in suggested:
        mine = [row for row in rows if row.volunteer_id == one.volunteer.pk]
        now = next((row for row in mine if not row.answer and not row.is_left_lying(at)), None)
        missed = next((row for row in mine if row.answer == Sounding.Answer.MISSED), None)
        found.append(Line(one, now, missed))
    return found, [row for row in rows if row.answer and row.answer != Sounding.Answer.LET_GO]
