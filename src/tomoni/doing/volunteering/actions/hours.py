"""Hours: checked in, told, said yes to; the yes earns points in the same transaction."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.points.actions import award, awards, keying
from tomoni.doing.points.queries import earned
from tomoni.doing.volunteering.actions import telling, turns
from tomoni.doing.volunteering.models import Attendance, Need, Turn, Volunteer
from tomoni.doing.volunteering.queries import helped, people
from tomoni.doing.volunteering.rules import joining as rules
from tomoni.ground.people.queries import all_entries_of

Status, Way, Said = Attendance.Status, Attendance.Way, Attendance.Said


@transaction.atomic
def check_in(*, turn: Turn, by: Any, at: datetime, way: str = Way.CODE) -> Attendance:
    """They are here. The database refuses a second check-in of one turn.

    Raises:
        Refused: outside the hours of the door, without a seat, or the second time.
    """
    turn = lock(turn)  # Nobody writes at the same moment that they did not come.
    shift = turn.shift
    if turn.status != Turn.Status.COMING:
        raise Refused(_("この回の出番が決まっていません。受け入れた人に声をかけてください。"))
    if shift.cancelled_at:
        raise Refused(_("この回は中止になりました。"))
    if why := rules.why_not_check_in(starts_at=shift.starts_at, ends_at=shift.ends_at, at=at):
        raise Refused(why)
    made = _write(
        turn.volunteer, shift.need, timezone.localdate(shift.starts_at), way=way, by=by, at=at,
        turn=turn, shift=shift, came_at=at, status=Status.HERE,
    )  # fmt: skip
    audit.record("volunteering.checked_in", made, by=by, at=at)
    return made


@transaction.atomic
def note(*, turn: Turn, minutes: int, by: Any, at: datetime) -> Attendance:
    """The host's word: they were here so long. It is at once the yes of who was helped.

    Raises:
        Refused: before it has begun, or when the time was decided already.
    """
    turn = turns.held(turn)
    shift = turn.shift
    if shift.starts_at > at:
        raise Refused(_("まだ始まっていません。始まってから書いてください。"))
    row = Attendance.objects.filter(turn=turn).first()
    if row is None:
        if turn.status == Turn.Status.MISSED:
            turns.came_after_all(turn, by=by, at=at)
        elif turn.status != Turn.Status.COMING:
            raise Refused(_("この人の出番は決まっていません。先に申し込みを入れてください。"))
        row = _write(
            turn.volunteer, shift.need, timezone.localdate(shift.starts_at), way=Way.HOST, by=by,
            at=at, turn=turn, shift=shift, came_at=shift.starts_at, status=Status.HERE,
        )  # fmt: skip
    return approve(attendance=row, minutes=minutes, by=by, at=at, said_way=Said.SCREEN)


@transaction.atomic
def report(
    *, volunteer: Volunteer, need: Need, on: date, minutes: int, by: Any, at: datetime,
    client_id: UUID | None = None,
) -> Attendance:  # fmt: skip
    """Somebody tells their own hours; whoever was helped is asked. The same form twice is once."""
    if client_id and (known := Attendance.objects.filter(client_id=client_id).first()):
        return known
    _refuse_day(on, minutes, at)
    day = rules.why_not(people.helper(volunteer, need, on), people.asked_by(need), on=on)
    if day:
        raise Refused(day)
    made = _write(
        volunteer, need, on, way=Way.SELF, by=by, at=at, minutes=minutes, status=Status.REPORTED,
        client_id=client_id,
    )  # fmt: skip
    audit.record("volunteering.hours_told", made, by=by, at=at)
    telling.receiver(made, by=by, at=at)
    return made


@transaction.atomic
def approve(
    *,
    attendance: Attendance,
    by: Any,
    at: datetime,
    minutes: int | None = None,
    said_way: str = Said.SCREEN,
    said_name: str = "",
) -> Attendance:
    """Yes, so it was. What it earns is written in this transaction; one attendance earns once.

    Args:
        by: Who says yes, or None behind a link; never the one who helped.
        minutes: What is true, when it is not what was told.
        said_name: Who it was, on the telephone or behind a link.

    Raises:
        Refused: when it is decided already, or by the one who helped.
    """
    row = say_yes(attendance, minutes, by=by, at=at, said_way=said_way, said_name=said_name)
    row.earning, row.reason = _earn(row, by=by, at=at)
    _keep(row, by, at)
    return row


def say_yes(
    attendance: Attendance,
    minutes: int | None,
    *,
    by: Any,
    at: datetime,
    said_way: str = Said.SCREEN,
    said_name: str = "",
) -> Attendance:
    """The row, held, with the yes in it, not written yet; refused as `approve` refuses."""
    row = lock(attendance)
    row.need = attendance.need  # Many rows of one need share what was read of it.
    if row.status == Status.APPROVED:
        raise Refused(_("この時間は、もう確かめられています。"))
    if row.status == Status.RETURNED:
        raise Refused(_("この時間は、確かめられないと答えた後です。新しく書いてください。"))
    _refuse_own(row, by)
    row.minutes = row.minutes if minutes is None else minutes
    _refuse_day(row.on, row.minutes, at)
    row.status, row.said_at, row.said_way = Status.APPROVED, at, said_way
    row.said_by = by if getattr(by, "pk", None) else None
    row.said_name = said_name.strip()[:100]
    return row


def keep_all(rows: Sequence[Attendance], *, by: Any, at: datetime) -> None:
    """Write many yeses and what they earn, counted as one act; inside the caller's transaction."""
    earning = [row for row in rows if row.need.scheme is not None]
    answers = awards.award_each([_done(row) for row in earning], by=by, at=at)
    for row, answer in zip(earning, answers, strict=True):
        if isinstance(answer, Refused):
            row.earning, row.reason = None, answer.sentence[:200]
        else:
            row.earning, row.reason = answer, ""
    for row in rows:
        _keep(row, by, at)


def _keep(row: Attendance, by: Any, at: datetime) -> None:
    row.save(
        update_fields=[
            "minutes", "status", "said_at", "said_way", "said_by", "said_name", "earning", "reason",
        ]
    )  # fmt: skip
    audit.record("volunteering.hours_approved", row, by=by, at=at)


@transaction.atomic
def earn_again(*, attendance: Attendance, by: Any, at: datetime) -> Attendance:
    """The points that could not be given with the yes, once what stood in the way is put right."""
    row = lock(attendance)
    if row.status != Status.APPROVED or row.earning_id:
        raise Refused(_("ポイントは、もうついています。"))
    row.earning, row.reason = _earn(row, by=by, at=at)
    if row.earning is None:
        raise Refused(row.reason or _("この手伝いには、ポイントがつきません。"))
    row.save(update_fields=["earning", "reason"])
    audit.record("volunteering.points_given", row, by=by, at=at)
    return row


@transaction.atomic
def send_back(
    *, attendance: Attendance, reason: str, by: Any, at: datetime, said_way: str = Said.SCREEN,
    said_name: str = "",
) -> Attendance:  # fmt: skip
    """No, it was not so; the one who told it reads why."""
    row = lock(attendance)
    if row.status not in (Status.HERE, Status.REPORTED):
        raise Refused(_("この時間は、もう答えが出ています。"))
    _refuse_own(row, by)
    if not reason.strip():
        raise Refused(_("どこがちがうか、書いてください。手伝った人が読みます。"), field="reason")
    row.status, row.reason, row.said_at, row.said_way = (
        Status.RETURNED,
        reason.strip(),
        at,
        said_way,
    )
    row.said_by = by if getattr(by, "pk", None) else None
    row.said_name = said_name.strip()[:100]
    row.save(update_fields=["status", "reason", "said_at", "said_way", "said_by", "said_name"])
    audit.record("volunteering.hours_returned", row, by=by, at=at)
    return row


@transaction.atomic
def undo(*, attendance: Attendance, reason: str, by: Any, at: datetime) -> Attendance:
    """A yes that was a mistake: the points go back, the row stays and says why."""
    row = lock(attendance)
    if row.status != Status.APPROVED:
        raise Refused(_("取り消せるのは、時間が決まったものだけです。"))
    if not reason.strip():
        raise Refused(_("取り消すわけを書いてください。"), field="reason")
    given = row.earning.transfer if row.earning else None
    if given:
        keying.take_back(
            id=uuid5(row.pk, "undo"), what=given, note=reason.strip()[:200],
            by=by, at=at,
        )  # fmt: skip
    row.status, row.reason = Status.RETURNED, reason.strip()
    row.save(update_fields=["status", "reason"])
    audit.record("volunteering.hours_undone", row, by=by, at=at)
    return row


def close_ended(*, at: datetime) -> int:
    """Who was checked in to a shift that is over has helped as long as it lasted; the helped are asked."""
    rows = Attendance.objects.filter(status=Status.HERE, shift__ends_at__lte=at).order_by("pk")
    return sum(_close_one(pk, at=at) for pk in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _close_one(pk: UUID, *, at: datetime) -> int:
    row = lock(Attendance.objects.get(pk=pk))
    if row.status != Status.HERE or row.shift is None:
        return 0
    row.status, row.minutes = Status.REPORTED, row.shift.minutes
    row.save(update_fields=["status", "minutes"])
    audit.record("volunteering.hours_told", row, by=None, at=at)
    telling.receiver(row, by=None, at=at)
    return 1


def _write(
    volunteer: Volunteer, need: Need, on: date, *, way: str, by: Any, at: datetime, **more: Any
) -> Attendance:
    """One row; the database refuses a second one, and help of somebody to themselves."""
    if helped.of(need).is_one_of(all_entries_of(volunteer.person)):
        raise Refused(rules.not_oneself())
    try:
        with transaction.atomic():
            return Attendance.objects.create(
                volunteer=volunteer, need=need, on=on, giver=volunteer.person,
                receiver=need.person, way=way, noted_at=at,
                noted_by=by if getattr(by, "pk", None) else None, **more,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_("もう書いてあります。同じ日の分は、一度だけです。")) from None


def _refuse_own(row: Attendance, by: Any) -> None:
    if getattr(by, "pk", None) and row.giver.user_id == by.pk:
        raise Refused(
            _(
                "自分の時間は、自分では確かめられません。受け入れた人か、ほかの職員に頼んでください。"
            )
        )


def _refuse_day(on: date, minutes: int, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise Refused(_("これから先の日は書けません。"), field="on")
    if minutes < 1:
        raise Refused(_("何分手伝ったか、書いてください。"), field="minutes")
    if minutes > 720:
        raise Refused(_("1日に12時間までです。確かめてください。"), field="minutes")


def _earn(row: Attendance, *, by: Any, at: datetime) -> tuple[Any, str]:
    """What the hours earn, or the sentence that says why nothing: an hour stays an hour all the same."""
    if row.need.scheme is None:
        return None, ""
    try:
        with transaction.atomic():
            return award(**vars(_done(row)), by=by, at=at), ""
    except Refused as no:
        return None, no.sentence[:200]


def _done(row: Attendance) -> awards.Done:
    """What was done, as points count it."""
    need = row.need
    assert need.scheme is not None  # Whoever calls has looked.
    ruling = earned.ruling_on(need.scheme, row.on)
    kind = ruling.read.activity(need.activity) if ruling else None
    return awards.Done(
        id=uuid5(row.pk, "points"), scheme=need.scheme, person=row.giver, activity=need.activity,
        quantity=row.minutes if kind is None or kind.in_minutes else 1, on=row.on,
        source=f"volunteering.attendance:{row.pk}", receiver=need.organisation, helped=need.person,
    )  # fmt: skip
