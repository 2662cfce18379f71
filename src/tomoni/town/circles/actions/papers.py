"""Minutes in versions, decisions that become batons, numbered copies, and words to the members."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.batons.actions import offer, open_baton
from tomoni.ground.notices.actions.telling import tell_many
from tomoni.ground.notices.models import Mailing
from tomoni.ground.notices.recipients import Recipient
from tomoni.ground.people.models import Team
from tomoni.town.circles.actions.circles import keeper
from tomoni.town.circles.actions.meetings import next_number
from tomoni.town.circles.models import (
    Attendance,
    Circle,
    Decision,
    Meeting,
    Member,
    Minutes,
    MinutesApproval,
    Printout,
)
from tomoni.town.circles.rules import meetings as rules

KIND = "circles.decision"
WORD = "circles.word"


@transaction.atomic
def write_minutes(*, meeting: Meeting, text: str, by: Any, at: datetime) -> Minutes:
    """A new version; the ones before stay as they were."""
    keeper(meeting.circle, by=by, at=at)
    held = lock(meeting)
    if not text.strip():
        raise Refused(_("議事録の文を書いてください。"), field="text")
    made = Minutes.objects.create(
        meeting=held,
        version=next_number(held.minutes, "version"),
        text=text.strip(),
        written_by=by if getattr(by, "pk", None) else None,
        written_at=at,
    )
    audit.record("circles.minutes_written", held, by=by, at=at, note=str(made.version))
    return made


@transaction.atomic
def approve_minutes(*, meeting: Meeting, by: Any, at: datetime) -> MinutesApproval:
    """The newest version is the right one."""
    keeper(meeting.circle, by=by, at=at)
    held = lock(meeting)
    newest = held.minutes.order_by("-version").first()
    approved = newest is not None and MinutesApproval.objects.filter(minutes=newest).exists()
    present = held.attendances.filter(state__in=Attendance.HERE).count()
    why = rules.why_not_approve(has_minutes=newest is not None, approved=approved, present=present)
    if why or newest is None:
        raise Refused(why or "")
    made = MinutesApproval.objects.create(
        minutes=newest, by=by if getattr(by, "pk", None) else None, at=at
    )
    audit.record("circles.minutes_approved", held, by=by, at=at, note=str(newest.version))
    return made


@transaction.atomic
def decide(
    *,
    meeting: Meeting,
    words: str,
    by: Any,
    at: datetime,
    plain_words: str = "",
    is_public: bool = False,
    next_step: str = "",
    due_on: date | None = None,
    to_team: Team | None = None,
) -> Decision:
    """Write down a decision; its baton begins with the secretariat and is offered to who does it."""
    circle = keeper(meeting.circle, by=by, at=at)
    held = lock(meeting)
    why = rules.why_not_decide(
        cancelled=held.status == Meeting.Status.CANCELLED, begun=held.starts_at <= at
    )
    if why:
        raise Refused(why)
    if is_public and held.is_case:
        raise Refused(_("人の事情を話す会議で決まったことは、公開できません。"), field="is_public")
    if is_public and not plain_words.strip():
        raise Refused(
            _("公開するときは、だれにでも分かることばで書いてください。"), field="plain_words"
        )
    if held.decisions.filter(words=words.strip()[:300]).exists():
        raise Refused(
            _(
                "同じことばの決定が、この会議にもう書かれています。決まったことの一覧を見てください。"
            ),
            field="words",
        )
    # The title of a baton is seen at every desk: of a case meeting it says the number only.
    title = (
        _("会議で決まったこと（案件 %(number)s）") % {"number": held.case_number}
        if held.is_case
        else words.strip()
    )
    baton = open_baton(
        kind=KIND,
        title=title,
        team=circle.secretariat,
        next_step=next_step or _("決まったことを始める"),
        due_on=due_on,
        by=by,
        at=at,
    )
    made = Decision.objects.create(
        baton=baton,
        meeting=held,
        number=next_number(held.decisions),
        words=words.strip()[:300],
        plain_words=plain_words.strip()[:300],
        is_public=is_public,
        decided_at=at,
    )
    if to_team and to_team.pk != circle.secretariat_id:
        offer(
            baton=baton, to_team=to_team, by=by, at=at,
            note=_("%(circle)sで決まりました。") % {"circle": circle},
        )  # fmt: skip
    audit.record("circles.decided", held, by=by, at=at, note=baton.number)
    return made


@transaction.atomic
def number_printout(*, meeting: Meeting, for_whom: str, by: Any, at: datetime) -> Printout:
    """The next number, with whose copy it is, written before anything is printed."""
    held = lock(meeting)
    if not for_whom.strip():
        raise Refused(_("だれに渡す印刷か、名前を書いてください。"), field="for_whom")
    made = Printout.objects.create(
        meeting=held,
        number=next_number(held.printouts),
        for_whom=for_whom.strip()[:100],
        printed_by=by if getattr(by, "pk", None) else None,
        printed_at=at,
    )
    audit.record("circles.printed", held, by=by, at=at, note=str(made.number))
    return made


def recipient_of(member: Member) -> Recipient:
    """To whom a word for this member goes: the contact told for this circle comes first."""
    contact = member.contact or {}
    body = member.organisation
    return Recipient(
        user=member.user or member.representative,
        name=str(member),
        email=contact.get("email", "") or (body.email if body else ""),
        phone=contact.get("phone", "") or (body.phone if body else ""),
        postcode=contact.get("postcode", ""),
        address=contact.get("address", ""),
    )


def write_to_members(
    *, circle: Circle, subject: str, text: str, key: str, by: Any, at: datetime
) -> Mailing:
    """One text to every member, each by the way they chose; paper for those who have no other.

    Not one transaction: heaps are written one after the other, and the same key goes on where
    it stopped.
    """
    _refuse_empty(circle, text=text, by=by, at=at)
    members = (
        Member.objects.in_force(timezone.localdate(at))
        .filter(circle=circle)
        .select_related("organisation", "user", "representative")
        .order_by("pk")
    )
    return tell_many(
        kind=WORD,
        to=[recipient_of(member) for member in members],
        values={
            "circle": circle.name,
            "subject": subject.strip(),
            "words": text.strip(),
            "url": settings.SITE_URL + reverse("circles:inside", kwargs={"slug": circle.slug}),
        },
        key=f"circle:{circle.pk}:{key}",
        by=by,
        at=at,
    )


@transaction.atomic
def _refuse_empty(circle: Circle, *, text: str, by: Any, at: datetime) -> None:
    keeper(circle, by=by, at=at)
    if not text.strip():
        raise Refused(_("伝える文を書いてください。"), field="text")
