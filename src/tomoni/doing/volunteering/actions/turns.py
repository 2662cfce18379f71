"""Turns: taken, waited for, offered for a while, confirmed, given up."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit, link_keys
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.core.states import Step, move
from tomoni.doing.volunteering.actions import telling
from tomoni.doing.volunteering.models import Post, Turn, Volunteer
from tomoni.doing.volunteering.queries import people
from tomoni.doing.volunteering.rules import joining as rules

Status = Turn.Status
OFFER = Step.of({Status.WAITING}, Status.OFFERED, "volunteering.offered")
ACCEPT = Step.of({Status.OFFERED}, Status.COMING, "volunteering.offer_taken")
EXPIRE = Step.of({Status.OFFERED}, Status.EXPIRED, "volunteering.offer_expired")
CANCEL = Step.of(set(Turn.ALIVE), Status.CANCELLED, "volunteering.turn_cancelled")
MISS = Step.of({Status.COMING}, Status.MISSED, "volunteering.turn_missed")
CAME = Step.of({Status.MISSED}, Status.COMING, "volunteering.turn_came_after_all")


@transaction.atomic
def join(
    *,
    post: Post,
    volunteer: Volunteer,
    by: Any,
    at: datetime,
    channel: str = Turn.Channel.WEB,
    may_wait: bool = True,
) -> Turn:
    """Take a seat, or a place in the line when there is none. Twice is once.

    Raises:
        Refused: when the shift is over, the person may not help there, or is elsewhere then.
    """
    post = lock(post)
    shift = lock(post.shift)  # Called off at this moment, it tells whoever has a turn by then.
    if known := Turn.objects.filter(shift=shift, volunteer=volunteer).alive().first():
        return known
    need = shift.need
    why = rules.why_not_now(
        ends_at=shift.ends_at, is_cancelled=shift.cancelled_at is not None, is_open=need.is_open,
        at=at,
    )  # fmt: skip
    day = timezone.localdate(shift.starts_at)
    volunteer = lock(volunteer)
    why = why or rules.why_not(
        people.helper(volunteer, need, day), people.asked_by(need, post.code), on=day
    )
    if why:
        raise Refused(why)
    if people.is_busy(volunteer, shift.starts_at, shift.ends_at):
        raise Refused(
            _("同じ時間に、ほかの手伝いの予定があります。先にそちらを取り消してください。")
        )
    settle(post, at=at)
    post.refresh_from_db(fields=["taken"])
    if not post.left and not may_wait:
        raise Refused(_("この役割は、いっぱいになりました。"))
    status = Status.COMING if post.left else Status.WAITING
    try:
        with transaction.atomic():
            made = Turn.objects.create(
                number=link_keys.number("V", at), shift=shift, post=post, volunteer=volunteer,
                status=status, channel=channel, queued_at=at, updated_at=at,
                entered_by=by if _is_other(by, volunteer) else None,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_("この回には、もう申し込んでいます。わたしの出番を見てください。")) from None
    audit.record("volunteering.joined", made, by=by, at=at)
    telling.volunteer("joined", made, "joined", by=by, at=at)
    return made


def _is_other(by: Any, volunteer: Volunteer) -> bool:
    return getattr(by, "pk", None) is not None and volunteer.person.user_id != by.pk


@transaction.atomic
def accept(*, turn: Turn, by: Any, at: datetime) -> Turn:
    """Yes: the kept seat is theirs. Twice is once."""
    turn = held(turn)
    if turn.status == Status.COMING:
        return turn
    if turn.status != Status.OFFERED or (turn.offered_until and turn.offered_until <= at):
        raise Refused(
            _("お返事の期限を過ぎたので、次の方に回りました。もう一度、申し込むことができます。")
        )
    if turn.shift.cancelled_at:
        raise Refused(_("この回は中止になりました。ほかの手伝いを選んでください。"))
    move(turn, ACCEPT, by=by, at=at, offered_until=None)
    return turn


@transaction.atomic
def cancel(*, turn: Turn, by: Any, at: datetime) -> Turn:
    """They do not come; the seat goes to whoever waits. Twice is once.

    Raises:
        Refused: after it has begun; then somebody writes whether they came.
    """
    turn = held(turn)
    if turn.status not in Turn.ALIVE:
        return turn
    if turn.shift.starts_at <= at:
        raise Refused(_("もう始まっています。受け入れた人か窓口に電話してください。"))
    move(turn, CANCEL, by=by, at=at, offered_until=None)
    settle(turn.post, at=at)
    return turn


@transaction.atomic
def be_sure(*, turn: Turn, by: Any, at: datetime) -> Turn:
    """After the reminder: they surely come."""
    turn = held(turn)
    if turn.status != Status.COMING:
        raise Refused(_("この出番は、いまは決まっていません。わたしの出番を見てください。"))
    turn.sure_at = at
    turn.save(update_fields=["sure_at"])
    audit.record("volunteering.turn_sure", turn, by=by, at=at)
    return turn


@transaction.atomic
def miss(*, turn: Turn, by: Any, at: datetime) -> Turn:
    """They did not come and said nothing."""
    turn = held(turn)
    if turn.shift.starts_at > at:
        raise Refused(_("まだ始まっていません。"))
    if hasattr(turn, "attendance"):
        raise Refused(_("来たことが書いてあります。先にそちらを直してください。"))
    move(turn, MISS, by=by, at=at)
    return turn


def came_after_all(turn: Turn, *, by: Any, at: datetime) -> None:
    """The list said that they did not come, and they did; `turn` is `held` already.

    A seat that somebody else took meanwhile is one seat more, since both were there.
    """
    post = turn.post
    if not post.left:
        post.seats = post.taken + 1
        post.save(update_fields=["seats"])
    move(turn, CAME, by=by, at=at)


def settle(post: Post, *, at: datetime) -> None:
    """Offers whose hour is over are let go, then free seats are offered; `post` is locked already."""
    late = Turn.objects.filter(post=post, status=Status.OFFERED, offered_until__lte=at)
    for one in late.order_by("offered_until", "pk"):
        move(one, EXPIRE, by=None, at=at, offered_until=None)
    post.refresh_from_db(fields=["taken", "seats"])
    shift = post.shift
    until = rules.offer_until(shift.starts_at, at)
    if until is None or shift.cancelled_at or not post.left:
        return
    for one in Turn.objects.filter(post=post).waiting()[: post.left]:
        move(one, OFFER, by=None, at=at, offered_until=until)
        telling.volunteer("offer", one, f"offer:{until.isoformat()}", by=None, at=at)


def expire_due(*, at: datetime) -> int:
    """Every post with an offer whose hour is over; how many were seen to."""
    due = Turn.objects.filter(status=Status.OFFERED, offered_until__lte=at)
    posts = due.order_by("post_id").values_list("post_id", flat=True).distinct()
    return sum(_settle_one(pk, at=at) for pk in list(posts))


@transaction.atomic
def _settle_one(pk: UUID, *, at: datetime) -> int:
    settle(lock(Post.objects.get(pk=pk)), at=at)
    return 1


def held(turn: Turn) -> Turn:
    """The turn after its post is held: always in this order, so nobody waits in a ring."""
    post = lock(Post.objects.get(pk=turn.post_id))
    row = lock(turn)
    row.post = post
    return row
