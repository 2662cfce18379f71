"""The general meeting: preparing it, sending the notice, counting, closing."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.core.states import Step, move
from tomoni.ground.notices.actions.telling import tell
from tomoni.ground.notices.recipients import Recipient
from tomoni.ties.neighbourhoods.actions.associations import allowed
from tomoni.ties.neighbourhoods.models import (
    Association,
    Ballot,
    GeneralMeeting,
    Hands,
    Item,
    Majority,
    MemberHousehold,
    Presence,
)
from tomoni.ties.neighbourhoods.rules import codes, counting
from tomoni.ties.neighbourhoods.rules import meetings as rules
from tomoni.ties.neighbourhoods.rules.posts import Power

NOTICE = "neighbourhoods.meeting"
Status = GeneralMeeting.Status
CALL = Step.of({Status.DRAFT}, Status.CALLED, "neighbourhoods.meeting_called")
CLOSE = Step.of({Status.CALLED}, Status.CLOSED, "neighbourhoods.meeting_closed")
CANCEL = Step.of(
    {Status.DRAFT, Status.CALLED}, Status.CANCELLED, "neighbourhoods.meeting_cancelled"
)


@transaction.atomic
def prepare(
    *, association: Association, title: str, starts_at: datetime, place: str, by: Any, at: datetime
) -> GeneralMeeting:
    """A general meeting that is not announced yet."""
    held = allowed(association, Power.MEETING, by=by, at=at)
    if starts_at <= at:
        raise Refused(_("過ぎた日です。これからの日を入れてください。"), field="day")
    made = GeneralMeeting.objects.create(
        association=held, title=title.strip(), starts_at=starts_at, place=place.strip(),
        created_at=at, updated_at=at,
    )  # fmt: skip
    audit.record("neighbourhoods.meeting_prepared", made, by=by, at=at)
    return made


@transaction.atomic
def add_item(
    *,
    meeting: GeneralMeeting,
    title: str,
    majority: Majority,
    by: Any,
    at: datetime,
    text: str = "",
) -> Item:
    """A motion, with the rule by which it carries."""
    allowed(meeting.association, Power.MEETING, by=by, at=at)
    held = lock(meeting)
    if held.status != Status.DRAFT:
        raise Refused(
            _("案内を出したあとは、議案を変えられません。会員が書面で表決しているためです。")
        )
    top = held.items.aggregate(top=Max("number"))["top"] or 0
    made = Item.objects.create(
        meeting=held, number=top + 1, title=title.strip(), text=text.strip(), majority=majority
    )
    audit.record("neighbourhoods.item_added", held, by=by, at=at, note=str(made.number))
    return made


@transaction.atomic
def send_notice(*, meeting: GeneralMeeting, by: Any, at: datetime) -> GeneralMeeting:
    """From now on households may take part; how many there are and the quorum are fixed."""
    association = allowed(meeting.association, Power.MEETING, by=by, at=at)
    held = lock(meeting)
    today = timezone.localdate(at)
    why = rules.why_not_send(
        items=held.items.count(), on=today, meets_on=timezone.localdate(held.starts_at),
        notice_days=association.notice_days,
    )  # fmt: skip
    if why:
        raise Refused(why)
    households = list(
        association.households.in_force(today).select_related("user").order_by("number")
    )
    if not households:
        raise Refused(_("会員の世帯がまだ入っていません。先に会員を入れてください。"))
    quorum = counting.quorum(
        households=len(households), numerator=association.quorum_numerator,
        denominator=association.quorum_denominator, strictly=association.quorum_strictly,
    )  # fmt: skip
    Ballot.objects.bulk_create(
        Ballot(meeting=held, household=one, digest=codes.digest(code_for(held, one)))
        for one in households
    )
    move(held, CALL, by=by, at=at, households=len(households), quorum=quorum, called_on=today)
    for one in households:
        if one.user_id:  # The others read the paper that an officer prints and carries round.
            tell(
                kind=NOTICE, to=Recipient(user=one.user), key=f"meeting:{held.pk}", by=by, at=at,
                values={
                    "association": str(association), "title": held.title, "place": held.place,
                    "starts_at": held.starts_at, "url": settings.SITE_URL + vote_path(held, one),
                },
            )  # fmt: skip
    return held


def vote_path(meeting: GeneralMeeting, household: MemberHousehold) -> str:
    """The page on which one household votes."""
    return reverse("neighbourhoods:ballot", kwargs={"code": code_for(meeting, household)})


def code_for(meeting: GeneralMeeting, household: MemberHousehold) -> str:
    """The word of one household's notice; computed anew at each printing, kept nowhere."""
    return codes.code_of(settings.SECRET_KEY, str(meeting.pk), str(household.pk))


@transaction.atomic
def count_hands(*, item: Item, yes: int, no: int, abstain: int, by: Any, at: datetime) -> Hands:
    """The raised hands of one motion, proxies counted with them; counted again, it is replaced."""
    allowed(item.meeting.association, Power.MEETING, by=by, at=at)
    meeting = lock(item.meeting)
    if why := rules.why_not_take_part(status=meeting.status):
        raise Refused(why)
    if meeting.starts_at > at:
        raise Refused(_("総会はまだ始まっていません。始まってから、手の数を入れてください。"))
    here = meeting.presences.standing().filter(way__in=Presence.HANDS).count()
    if why := counting.why_not_hands(yes=yes, no=no, abstain=abstain, here=here):
        raise Refused(why)
    made, _new = Hands.objects.update_or_create(
        item=item, defaults={"yes": yes, "no": no, "abstain": abstain, "counted_at": at}
    )
    audit.record(
        "neighbourhoods.hands_counted", meeting, by=by, at=at,
        note=f"{item.number}: {yes}/{no}/{abstain}",
    )  # fmt: skip
    return made


@transaction.atomic
def close(
    *, meeting: GeneralMeeting, leader: str, signers: str, record: str, by: Any, at: datetime
) -> GeneralMeeting:
    """It is over: the quorum was reached and every motion counted. Nothing changes after this."""
    allowed(meeting.association, Power.MEETING, by=by, at=at)
    held = lock(meeting)
    if held.status != Status.CALLED:
        raise Refused(
            _("この総会は、いまは終えられません。画面を開き直して、ようすを確かめてください。")
        )
    here = held.presences.standing().filter(way__in=Presence.HANDS).count()
    uncounted = held.items.filter(hands=None).count() if here else 0
    why = rules.why_not_close(
        present=held.presences.standing().count(), quorum=held.quorum, uncounted=uncounted
    )
    if why:
        raise Refused(why)
    if not leader.strip():
        raise Refused(_("議長の名前を書いてください。"), field="leader")
    move(
        held, CLOSE, by=by, at=at, closed_at=at, leader=leader.strip(), signers=signers.strip(),
        record=record.strip(),
    )  # fmt: skip
    return held


@transaction.atomic
def cancel(*, meeting: GeneralMeeting, reason: str, by: Any, at: datetime) -> GeneralMeeting:
    allowed(meeting.association, Power.MEETING, by=by, at=at)
    if not reason.strip():
        raise Refused(_("中止の理由を書いてください。"), field="reason")
    move(meeting, CANCEL, by=by, at=at, note=reason.strip()[:200])
    return meeting
