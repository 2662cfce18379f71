"""A group's month on one page: every cell is written, or none of them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.doing.points.models import Account
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
    once. Accounts are taken in their order, so that two groups never wait for each other in a ring.

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
    accounts = dict(
        Account.objects.filter(
            scheme=need.scheme_id, person__in=[one.person_id for one in volunteers.values()]
        ).values_list("person_id", "pk")
    )
    made = 0
    order = sorted(
        read, key=lambda cell: (accounts.get(volunteers[cell[0]].person_id, 1 << 62), str(cell[0]), cell[1])
    )  # fmt: skip
    for cell in order:
        try:
            made += _cell(need, volunteers[cell[0]], cell, read[cell], standing.get(cell), by, at)
        except Refused as no:
            wrong[cell] = no.sentence
    if wrong:
        raise WrongCells(wrong)
    audit.record("volunteering.grid_saved", need, by=by, at=at, note=str(made))
    return made


def _cell(
    need: Need, volunteer: Volunteer, cell: Cell, minutes: int, known: Attendance | None, by: Any,
    at: datetime,
) -> int:  # fmt: skip
    if known is not None and known.status == Attendance.Status.APPROVED:
        if minutes in (0, known.minutes):
            return 0
        raise Refused(
            _("もう%(n)s分で決まっています。直すときは、先に取り消してください。")
            % {"n": known.minutes}
        )
    if not minutes:
        return 0
    if known is None:
        known = hours._write(
            volunteer, need, cell[1], way=Attendance.Way.GRID, by=by, at=at, minutes=minutes,
            status=Attendance.Status.REPORTED,
        )  # fmt: skip
    hours.approve(attendance=known, minutes=minutes, by=by, at=at)
    return 1
