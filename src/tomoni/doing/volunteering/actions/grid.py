"""A group's month on one page: every cell is written, or none of them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.doing.volunteering.actions import hours
from tomoni.doing.volunteering.models import Attendance, Need, Volunteer
from tomoni.doing.volunteering.rules.hours import read_minutes

Cell = tuple[Any, date]  # A volunteer's key and a day.


class WrongCells(Refused):
    """What is wrong, cell by cell; nothing was written."""

    def __init__(self, cells: Mapping[Cell, str]) -> None:
        super().__init__(
            _("%(n)sか所を直してください。まだ何も保存していません。") % {"n": len(cells)}
        )
        self.cells = dict(cells)


@transaction.atomic
def save(
    *,
    need: Need,
    volunteers: Mapping[Any, Volunteer],
    typed: Mapping[Cell, str],
    by: Any,
    at: datetime,
) -> int:
    """The minutes of many people and days at once, on the host's word; gives how many were new.

    A cell that says what stands there already changes nothing, so the same page sent twice is
    once. What all cells earn is counted as one act (points.actions.awards).

    Raises:
        WrongCells: with every wrong cell, before anything is written.
    """
    wrong, read = dict[Cell, str](), dict[Cell, int]()
    for cell, text in typed.items():
        try:
            read[cell] = read_minutes(text)
        except ValueError as problem:
            wrong[cell] = str(problem)
    standing = {
        (row.volunteer_id, row.on): row
        for row in Attendance.objects.filter(
            need=need, turn=None, volunteer__in=list(volunteers.values())
        ).exclude(status=Attendance.Status.RETURNED)
    }
    yes = list[Attendance]()
    for cell in sorted(read, key=lambda cell: (str(cell[0]), cell[1])):
        try:
            if row := _cell(
                need, volunteers[cell[0]], cell, read[cell], standing.get(cell), by, at
            ):
                yes.append(row)
        except Refused as no:
            wrong[cell] = no.sentence
    if wrong:
        raise WrongCells(wrong)
    hours.keep_all(yes, by=by, at=at)
    audit.record("volunteering.grid_saved", need, by=by, at=at, note=str(len(yes)))
    return len(yes)


def _cell(
    need: Need, volunteer: Volunteer, cell: Cell, minutes: int, known: Attendance | None, by: Any,
    at: datetime,
) -> Attendance | None:  # fmt: skip
    """The yes for one cell, not written yet; None where the cell changes nothing."""
    if known is not None and known.status == Attendance.Status.APPROVED:
        if minutes in (0, known.minutes):
            return None
        raise Refused(
            _("もう%(n)s分で決まっています。直すときは、先に取り消してください。")
            % {"n": known.minutes}
        )
    if not minutes:
        return None
    if known is None:
        known = hours._write(
            volunteer, need, cell[1], way=Attendance.Way.GRID, by=by, at=at, minutes=minutes,
            status=Attendance.Status.REPORTED,
        )  # fmt: skip
    known.need = need
    return hours.say_yes(known, minutes, by=by, at=at)
