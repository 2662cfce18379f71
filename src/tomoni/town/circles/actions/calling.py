"""The members hear of a meeting: its notice with the agenda, and that it does not take place."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.ground.notices.actions.telling import tell, tell_many
from tomoni.ground.notices.models import Mailing
from tomoni.ground.notices.recipients import Recipient
from tomoni.town.circles.actions import meetings
from tomoni.town.circles.actions.circles import keeper
from tomoni.town.circles.actions.papers import recipient_of
from tomoni.town.circles.models import Meeting, Member
from tomoni.town.circles.rules import meetings as rules
from tomoni.web.dates import clock, long_date

KIND = "circles.meeting"


def send_notice(*, meeting: Meeting, words: str, key: str, by: Any, at: datetime) -> Mailing:
    """Day, place and agenda to every member, each by their own way, and how to answer.

    Not one transaction: heaps are written one after the other, and the same key goes on where
    it stopped.

    Raises:
        Refused: without an agenda, after the meeting has begun, and for a meeting about a case.
    """
    _may_be_sent(meeting, by=by, at=at)
    return tell_many(
        kind=KIND,
        to=[recipient_of(member) for member in _members(meeting, at)],
        values=_values(meeting, _("%(title)sの案内"), _notice(meeting, words)),
        key=f"meeting:{meeting.pk}:{key}",
        by=by,
        at=at,
    )


@transaction.atomic
def call_off(*, meeting: Meeting, reason: str, by: Any, at: datetime) -> Meeting:
    """It does not take place, and everybody who was to come is told in the same transaction.

    Of a meeting about a case only those who may open it hear, and without the reason.
    """
    done = meetings.cancel(meeting=meeting, reason=reason, by=by, at=at)
    text = _("次の会議は、開かないことになりました。") + "\n\n" + _when_and_where(meeting)
    if not meeting.is_case:
        text += "\n" + _("わけ：%(reason)s") % {"reason": reason.strip()}
    values = _values(meeting, _("%(title)sは中止です"), text + "\n\n" + _where_to_ask(meeting))
    for to in _who_was_to_come(meeting, at):
        tell(kind=KIND, to=to, values=values, key=f"meeting:{meeting.pk}:off", by=by, at=at)
    return done


@transaction.atomic
def _may_be_sent(meeting: Meeting, *, by: Any, at: datetime) -> None:
    keeper(meeting.circle, by=by, at=at)
    why = rules.why_not_notice(
        planned=meeting.status == Meeting.Status.PLANNED and meeting.starts_at > at,
        is_case=meeting.is_case,
        items=meeting.agenda.count(),
    )
    if why:
        raise Refused(why)


def _members(meeting: Meeting, at: datetime) -> Any:
    return (
        Member.objects.in_force(timezone.localdate(at))
        .filter(circle=meeting.circle_id)
        .select_related("organisation", "user", "representative")
        .order_by("pk")
    )


def _who_was_to_come(meeting: Meeting, at: datetime) -> list[Recipient]:
    if meeting.is_case:
        rows = meeting.accesses.filter(until_at__gt=at).select_related("user")
        return [Recipient(user=row.user) for row in rows.order_by("pk")]
    return [recipient_of(member) for member in _members(meeting, at)]


def _values(meeting: Meeting, subject: str, text: str) -> dict[str, Any]:
    path = reverse("circles:meeting", kwargs={"pk": meeting.pk})
    return {
        "circle": meeting.circle.name,
        "subject": subject % {"title": meeting.title},
        "words": text,
        "url": settings.SITE_URL + path,
    }


def _notice(meeting: Meeting, words: str) -> str:
    rows = meeting.agenda.all()
    agenda = "\n".join(
        f"{row.number}. {row.title}" + (f"（{row.material}）" if row.material else "")
        for row in rows
    )
    parts = [
        words.strip(), _when_and_where(meeting), f"{_('議題')}\n{agenda}",
        _("出られるか出られないかを、このお知らせのページか、電話で教えてください。"),
        _where_to_ask(meeting),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part)


def _when_and_where(meeting: Meeting) -> str:
    when, language = timezone.localtime(meeting.starts_at), translation.get_language() or "ja"
    said = f"{long_date(when.date(), language)} {clock(when.time(), language)}"
    lines = [meeting.title, f"{_('日時')}：{said}"]
    return "\n".join([*lines, f"{_('会場')}：{meeting.place}"] if meeting.place else lines)


def _where_to_ask(meeting: Meeting) -> str:
    team = meeting.circle.secretariat
    return _("事務局：%(team)s %(phone)s") % {"team": team.name, "phone": team.phone}
