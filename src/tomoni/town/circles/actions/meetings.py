"""Calling a meeting, its agenda, who came, and who may open a case meeting."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.core.states import Step, move
from tomoni.ground.people.models import User
from tomoni.town.circles.actions.circles import keeper
from tomoni.town.circles.models import (
    AgendaItem,
    Attendance,
    CaseAccess,
    Circle,
    Meeting,
    Member,
    SecrecyOath,
)
from tomoni.town.circles.rules import meetings as rules

Status = Meeting.Status
HOLD = Step.of({Status.PLANNED}, Status.HELD, "circles.meeting_held")
CANCEL = Step.of({Status.PLANNED}, Status.CANCELLED, "circles.meeting_cancelled")


@transaction.atomic
def call(
    *,
    circle: Circle,
    title: str,
    starts_at: datetime,
    by: Any,
    at: datetime,
    place: str = "",
    basis: str = Meeting.Basis.PLAIN,
    case_number: str = "",
    consent: str = "",
    no_consent_reason: str = "",
    is_closed: bool = False,
    is_public: bool = False,
) -> Meeting:
    """A meeting with a day and a place; one about a case says on what basis it shares."""
    held = keeper(circle, by=by, at=at)
    is_case = basis != Meeting.Basis.PLAIN
    why = rules.why_not_basis(
        is_case=is_case,
        with_consent=basis == Meeting.Basis.WITH_CONSENT,
        consent=consent,
        reason=no_consent_reason,
    )
    if why:
        field = "consent" if basis == Meeting.Basis.WITH_CONSENT else "no_consent_reason"
        raise Refused(why, field=field)
    if is_case and not case_number.strip():
        raise Refused(_("案件の番号を書いてください。名前は書きません。"), field="case_number")
    made = Meeting.objects.create(
        circle=held, title=title.strip(), starts_at=starts_at, place=place.strip(), basis=basis,
        case_number=case_number.strip() if is_case else "",
        consent=consent.strip() if basis == Meeting.Basis.WITH_CONSENT else "",
        no_consent_reason=(
            no_consent_reason.strip() if basis == Meeting.Basis.WITHOUT_CONSENT else None
        ),
        is_closed=is_closed or is_case, is_public=is_public and not is_case,
        created_at=at, updated_at=at,
    )  # fmt: skip
    audit.record("circles.meeting_called", made, by=by, at=at)
    return made


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str, by: Any, at: datetime) -> Meeting:
    """It does not take place; the reason stands in the record."""
    keeper(meeting.circle, by=by, at=at)
    if not reason.strip():
        raise Refused(_("中止の理由を書いてください。"), field="reason")
    move(meeting, CANCEL, by=by, at=at, note=reason.strip()[:200])
    return meeting


@transaction.atomic
def set_agenda(
    *, meeting: Meeting, items: list[tuple[str, str]], by: Any, at: datetime
) -> list[AgendaItem]:
    """The agenda in order, each with its papers or a word about them; replaces what was there."""
    keeper(meeting.circle, by=by, at=at)
    held = lock(meeting)
    if held.status != Status.PLANNED:
        raise Refused(_("会議は終わっています。議題はもう変えられません。議事録に書いてください。"))
    held.agenda.all().delete()
    made = AgendaItem.objects.bulk_create(
        AgendaItem(meeting=held, number=n, title=title[:200], material=material)
        for n, (title, material) in enumerate(items, start=1)
    )
    audit.record("circles.agenda_set", held, by=by, at=at, note=str(len(made)))
    return made


@transaction.atomic
def note_attendance(
    *, meeting: Meeting, states: dict[Member, tuple[str, str]], by: Any, at: datetime
) -> Meeting:
    """Who is expected and who came: member → (state, name of the stand-in).

    Once somebody was present the meeting has taken place.
    """
    keeper(meeting.circle, by=by, at=at)
    held = lock(meeting)
    if held.status == Status.CANCELLED:
        raise Refused(_("中止になった会議です。出欠は入れられません。"))
    here = any(state in Attendance.HERE for state, _who in states.values())
    if here and held.starts_at > at:
        raise Refused(_("会議はまだ始まっていません。「出席した」は始まってから入れてください。"))
    for member, (state, stand_in) in states.items():
        if state == Attendance.State.STAND_IN and not stand_in.strip():
            raise Refused(
                _("%(member)sの代理で出席した人の名前を書いてください。") % {"member": member}
            )
        Attendance.objects.update_or_create(
            meeting=held,
            member=member,
            defaults={"state": state, "stand_in": stand_in.strip()[:100], "noted_at": at},
        )
    audit.record("circles.attendance_noted", held, by=by, at=at, note=str(len(states)))
    if here and held.status == Status.PLANNED:
        move(held, HOLD, by=by, at=at)
    return held


@transaction.atomic
def answer(*, meeting: Meeting, member: Member, coming: bool, by: Any, at: datetime) -> Attendance:
    """A member says whether they come, until the meeting begins."""
    held = lock(meeting)
    if held.status != Status.PLANNED or held.starts_at <= at:
        raise Refused(_("会議はもう始まっています。事務局に電話で知らせてください。"))
    state = Attendance.State.COMING if coming else Attendance.State.EXCUSED
    row, _new = Attendance.objects.update_or_create(
        meeting=held, member=member, defaults={"state": state, "stand_in": "", "noted_at": at}
    )
    audit.record("circles.attendance_answered", held, by=by, at=at, note=state)
    return row


@transaction.atomic
def let_in(
    *, meeting: Meeting, user: User, by: Any, at: datetime, until_at: datetime | None = None
) -> CaseAccess:
    """Somebody may open this case meeting until a moment; asked again, the end is moved."""
    keeper(meeting.circle, by=by, at=at)
    held = lock(meeting)
    if not held.is_case:
        raise Refused(_("この会議は会員みんなが見られます。一人ずつ許す必要はありません。"))
    until = until_at or rules.access_ends(held.starts_at)
    if why := rules.why_not_access(starts_at=held.starts_at, until=until, at=at):
        raise Refused(why, field="until_at")
    row, _new = CaseAccess.objects.update_or_create(
        meeting=held,
        user=user,
        defaults={
            "from_at": at,
            "until_at": until,
            "given_by": by if getattr(by, "pk", None) else None,
        },
    )
    audit.record("circles.let_in", held, by=by, at=at, note=str(user.pk))
    return row


@transaction.atomic
def shut_out(*, access: CaseAccess, by: Any, at: datetime) -> CaseAccess:
    """The access ends now, before its day; the row stays."""
    keeper(access.meeting.circle, by=by, at=at)
    held = lock(access)
    if held.until_at <= at:
        raise Refused(_("この人は、もう見られません。"))
    held.until_at = at if at > held.from_at else held.from_at.replace(microsecond=999999)
    held.save(update_fields=["until_at"])
    audit.record("circles.shut_out", held.meeting, by=by, at=at, note=str(held.user_id))
    return held


@transaction.atomic
def swear(*, meeting: Meeting, words: str, by: User, at: datetime) -> SecrecyOath:
    """Promise secrecy, with the words that were read; promising twice changes nothing."""
    lock(meeting)
    known = SecrecyOath.objects.filter(meeting=meeting, user=by).first()
    if known:
        return known
    made = SecrecyOath.objects.create(meeting=meeting, user=by, words=words, at=at)
    audit.record("circles.sworn", meeting, by=by, at=at)
    return made


def next_number(rows: Any, field: str = "number") -> int:
    """The number after the highest; the meeting is locked by whoever asks."""
    return (rows.aggregate(top=Max(field))["top"] or 0) + 1


def today(at: datetime) -> Any:
    return timezone.localdate(at)
