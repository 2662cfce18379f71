"""Somebody is away: what was booked becomes a list of work that somebody has in hand."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.appointments.actions import changing, holding
from tomoni.doing.appointments.models import Absence, Booking, Worker, Worklist
from tomoni.doing.appointments.queries import worklists
from tomoni.doing.appointments.rules.minutes import minute
from tomoni.ground.batons.actions import close, open_baton
from tomoni.ground.batons.models import Baton
from tomoni.ground.people.models import Team, User

KIND = "appointments.absence"


@transaction.atomic
def be_away(
    *, user: User, starts_at: datetime, ends_at: datetime, reason: str, by: Any, at: datetime
) -> Absence:
    """Nobody can book this worker in that time; each desk concerned gets a list of what to move.

    Returns:
        The absence; its `worklists` are empty when nothing was booked.
    """
    if ends_at <= starts_at:
        raise Refused(_("終わりは、始まりより後にしてください。"), field="until")
    if ends_at <= at:
        raise Refused(_("過ぎた時間です。これからの不在を書いてください。"), field="until")
    lock(holding.resource_of(user=user))  # Whoever is booking her now is first, or is refused.
    absence = Absence.objects.create(
        user=user, starts=minute(starts_at), ends=minute(ends_at), reason=reason,
        made_by=by if getattr(by, "pk", None) else None, made_at=at,
    )  # fmt: skip
    audit.record("appointments.away", absence, by=by, at=at)
    struck = (
        Booking.objects.live()
        .filter(worker__user=user, starts_at__lt=ends_at, ends_at__gt=max(starts_at, at))
        .select_related("desk__team")
        .order_by("starts_at", "pk")
    )
    by_team: dict[Team, list[Booking]] = {}
    for booking in struck:
        by_team.setdefault(booking.desk.team, []).append(booking)
    for team, found in by_team.items():
        _list(absence, team, found, by=by, at=at)
    return cast(Absence, absence)


@transaction.atomic
def be_back(*, absence: Absence, by: Any, at: datetime) -> None:
    """The absence was a mistake or ends early: what has not been moved yet stays as booked."""
    held = lock(absence)
    for one in held.worklists.select_related("baton"):
        _close(one, _("不在がなくなり、残りの予約はそのまま行います。"), at=at)
    audit.record("appointments.back", held, by=by, at=at)
    held.ends = max(minute(at), held.starts + 1) if held.starts < minute(at) else held.starts + 1
    held.starts = min(held.starts, held.ends - 1)
    held.save(update_fields=["starts", "ends"])


@transaction.atomic
def hand_over_many(
    *, bookings: Iterable[Booking], by: Any, at: datetime, reason: str = ""
) -> tuple[list[Booking], list[Booking]]:
    """Each booking to a colleague who is free at its time; all are told.

    Returns:
        Those that found somebody, and those that did not.
    """
    done, left = [], []
    for booking in bookings:
        chosen = worklists.colleague(booking, at=at)
        try:
            if chosen is None:
                raise Refused("")
            done.append(
                changing.hand_over(booking=booking, worker=chosen, by=by, at=at, reason=reason)
            )
        except Refused:
            left.append(booking)
    return done, left


@transaction.atomic
def move_many(
    *, bookings: Iterable[Booking], by: Any, at: datetime, reason: str = ""
) -> tuple[list[Booking], list[Booking]]:
    """Each booking to the worker's own next free time; all are told."""
    done, left = [], []
    for booking in bookings:
        chosen = worklists.next_time(booking, at=at)
        try:
            if chosen is None:
                raise Refused("")
            done.append(
                changing.move(
                    booking=booking,
                    starts_at=chosen.starts_at,
                    worker=chosen.workers[0],
                    by=by,
                    at=at,
                    reason=reason,
                )
            )
        except Refused:
            left.append(booking)
    return done, left


@transaction.atomic
def ask_many(
    *, bookings: Iterable[Booking], by: Any, at: datetime, reason: str = ""
) -> tuple[list[Booking], list[Booking]]:
    """Each person chooses another time by themselves, through their link or by telephone."""
    asked = [
        changing.ask_for_new_time(booking=one, by=by, at=at, reason=reason) for one in bookings
    ]
    return asked, []


@transaction.atomic
def settled(*, booking: Booking, by: Any, at: datetime) -> None:
    """A booking has its answer: a list of which all have theirs is closed."""
    for one in booking.worklists.select_related("baton", "absence"):
        if one.baton.is_open and not worklists.left(one).exists():
            _close(one, _("不在の間の予約は、すべて動かしました。"), at=at)
            audit.record("appointments.worklist_done", one, by=by, at=at)


def _list(absence: Absence, team: Team, found: list[Booking], *, by: Any, at: datetime) -> Worklist:
    first = timezone.localdate(max(found[0].starts_at, at))
    baton = open_baton(
        kind=KIND,
        title=_("不在で動かす予約 %(count)s件") % {"count": len(found)},
        team=team,
        next_step=gettext_noop("予約した人に知らせて、ほかの日時か担当者に変える"),
        due_on=first,
        is_urgent=True,
        by=by,
        at=at,
    )
    made = Worklist.objects.create(baton=baton, absence=absence, team=team, created_at=at)
    made.bookings.set(found)
    audit.record("appointments.worklist_opened", made, by=by, at=at)
    return cast(Worklist, made)


def _close(one: Worklist, words: str, *, at: datetime) -> None:
    """The program closes it: whoever moved the last booking may be the resident by their link."""
    baton = lock(one.baton)
    if baton.is_open:
        close(baton=baton, outcome=Baton.Outcome.DONE, words=words, by=None, at=at)


def workers_of(user: User) -> list[Worker]:
    """Where somebody takes appointments."""
    return list(Worker.objects.filter(user=user).select_related("desk"))
