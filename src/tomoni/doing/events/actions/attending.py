"""Who was there: ticked on the list, checked in at the door, or come without a word before."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.events.models import Attendance, Attendee, Occurrence, SignUp
from tomoni.doing.events.rules import joining as rules

State, Way = Attendance.State, Attendance.Way
COMES = (SignUp.Status.CONFIRMED, SignUp.Status.ASKED, SignUp.Status.OFFERED)


@transaction.atomic
def mark(*, attendee: Attendee, state: str, by: Any, at: datetime) -> Attendance:
    """The organiser's tick for one human being; a second tick corrects the first."""
    occurrence = lock(attendee.sign_up.role.occurrence)
    row = Attendance.objects.filter(occurrence=occurrence, attendee=attendee).first()
    before = row.state if row else None
    if row is None:
        row = Attendance(
            occurrence=occurrence, attendee=attendee, way=Way.ROSTER, age_band=attendee.age_band
        )
    row.state, row.noted_by, row.at = state, by if getattr(by, "pk", None) else None, at
    row.save()
    audit.record("events.attendance_marked", row, by=by, at=at, changes={"state": (before, state)})
    return row


@transaction.atomic
def check_in(
    *,
    occurrence: Occurrence,
    sign_up: SignUp,
    by: Any,
    at: datetime,
    people: Iterable[Attendee] | None = None,
    way: str = Way.CODE,
) -> list[Attendance]:
    """A party is here: everybody of it, or those named. Nobody is here twice: the database refuses.

    Raises:
        Refused: for another date's party, outside the hours of the door, or the second time.
    """
    if sign_up.role.occurrence_id != occurrence.pk:
        raise Refused(_("この受付番号は、別の日のものです。会場の人に声をかけてください。"))
    if sign_up.status not in COMES:
        raise Refused(_("この申し込みは、席が決まっていません。会場の人に声をかけてください。"))
    if not rules.is_check_in_time(at, starts_at=occurrence.starts_at, ends_at=occurrence.ends_at):
        raise Refused(
            _("受付は、始まる2時間前から、終わるころまでです。その時間に、もう一度お願いします。")
        )
    those = list(people) if people is not None else list(sign_up.attendees.all())
    try:
        with transaction.atomic():
            made = [_here(occurrence, one, by=by, at=at, way=way) for one in those]
    except IntegrityError:
        raise Refused(_("もう受付が済んでいます。そのままお入りください。")) from None
    audit.record("events.checked_in", sign_up, by=by, at=at, note=str(len(made)))
    return made


@transaction.atomic
def walk_in(
    *,
    occurrence: Occurrence,
    name: str,
    age_band: str,
    by: Any,
    at: datetime,
    client_id: str = "",
    way: str = Way.WALK_IN,
) -> Attendance:
    """Somebody came without signing up; a name is welcome and not needed. Twice the same form is once."""
    known = Attendance.objects.filter(occurrence=occurrence, client_id=client_id).first()
    if client_id and known:
        return cast(Attendance, known)
    if occurrence.is_cancelled:
        raise Refused(_("この回は中止になりました。"))
    try:
        with transaction.atomic():
            made = Attendance.objects.create(
                occurrence=occurrence, who={"name": name.strip()[:100]} if name.strip() else None,
                age_band=age_band, state=State.CAME, way=way, client_id=client_id,
                noted_by=by if getattr(by, "pk", None) else None, at=at,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_("もう受付が済んでいます。そのままお入りください。")) from None
    audit.record("events.walked_in", made, by=by, at=at)
    return made


@transaction.atomic
def open_door(*, occurrence: Occurrence, by: Any, at: datetime) -> str:
    """The secret of the code that hangs at this date's door; made once."""
    held = lock(occurrence)
    if not held.door_key:
        held.door_key = secrets.token_urlsafe(18)
        held.save(update_fields=["door_key"])
        audit.record("events.door_opened", held, by=by, at=at)
    return str(held.door_key)


def _here(occurrence: Occurrence, one: Attendee, *, by: Any, at: datetime, way: str) -> Attendance:
    return Attendance.objects.create(
        occurrence=occurrence, attendee=one, state=State.CAME, way=way, age_band=one.age_band,
        noted_by=by if getattr(by, "pk", None) else None, at=at,
    )  # fmt: skip
