"""Acts as somebody in a hurry might have written them: look, think, write – and no lock."""

import time
from datetime import timedelta

from tests.races import hasty_points, hasty_umbrellas

PAUSE = 0.4  # As long as a thought between looking and writing.


def _book(*, kind, starts_at, mode, told, by, at, worker, channel, **_rest):
    from tomoni.core.errors import Refused
    from tomoni.doing.appointments.actions import holding, writing
    from tomoni.doing.appointments.models import Hold
    from tomoni.doing.appointments.queries import slots
    from tomoni.doing.appointments.rules.minutes import minute

    day = starts_at.astimezone().date()
    free = slots.search(
        kind=kind, first=day - timedelta(days=1), last=day + timedelta(days=1), at=at, mode=mode,
        only=[worker.pk], by_staff=True,
    )  # fmt: skip
    if not free.at(starts_at):
        raise Refused("taken")
    time.sleep(PAUSE)
    made = writing.write(
        kind, worker, starts_at, mode, told, told.contact, by=by, at=at, channel=channel
    )
    needed = [holding.resource_of(user=worker.user)]
    needed += [holding.resource_of(room=room) for room in writing.rooms_for(kind) or ()]
    begin = minute(starts_at)
    for one in needed:
        Hold.objects.create(resource=one, starts=begin, ends=begin + kind.minutes, booking=made)
    return made


def _cancel(*, booking, by, at, reason="", through_link=False):
    from tomoni.doing.appointments import freed
    from tomoni.doing.appointments.actions import holding

    holding.release(booking=booking)
    type(booking).objects.filter(pk=booking.pk).update(status="cancelled")
    freed.told(booking.kind, booking.worker, booking.starts_at, at=at)
    return booking


def _promote(*, kind, worker, starts_at, at, session=None):
    from tomoni.doing.appointments.actions import holding, telling
    from tomoni.doing.appointments.models import Hold, WaitEntry
    from tomoni.doing.appointments.rules.minutes import minute

    entry = WaitEntry.objects.filter(kind=kind, status="waiting").order_by("created_at").first()
    if entry is None:
        return
    time.sleep(PAUSE)
    begin = minute(starts_at)
    Hold.objects.create(
        resource=holding.resource_of(user=worker.user), starts=begin, ends=begin + kind.minutes,
        wait=entry,
    )  # fmt: skip
    entry.status, entry.offered_worker, entry.offered_starts_at = "offered", worker, starts_at
    entry.offer_ends_at = at + timedelta(hours=4)
    entry.save()
    telling.offered(entry, at=at)


def _take_part(meeting, household, **how):
    from tomoni.core.errors import Refused
    from tomoni.ties.neighbourhoods.models import Presence

    if Presence.objects.filter(meeting=meeting, household=household, void_at=None).exists():
        raise Refused("already")
    time.sleep(PAUSE)
    Presence.objects.create(meeting=meeting, household=household, **how)


def _vote(*, meeting, household, choices, way, by, at):
    from tomoni.ties.neighbourhoods.models import Vote

    _take_part(meeting, household, way=way, at=at)
    for item, choice in choices.items():
        Vote.objects.create(item=item, household=household, choice=choice, at=at)


def _give_proxy(*, meeting, household, proxy_to, by, at, by_officer=True):
    _take_part(meeting, household, way="proxy", proxy_to="議長", at=at)


def _decide(*, meeting, words, by, at, **_rest):
    from tomoni.core.errors import Refused
    from tomoni.ground.batons.actions import open_baton
    from tomoni.town.circles.actions.papers import KIND
    from tomoni.town.circles.models import Decision

    if Decision.objects.filter(meeting=meeting, words=words).exists():
        raise Refused("already")
    number = meeting.decisions.count() + 1
    time.sleep(PAUSE)
    baton = open_baton(
        kind=KIND, title=words, team=meeting.circle.secretariat, next_step="始める", by=by, at=at
    )
    return Decision.objects.create(
        baton=baton, meeting=meeting, number=number, words=words, decided_at=at
    )


def _sign_up_for(*, ground, person, by, at, **known):
    from tomoni.core import audit
    from tomoni.doing.events.actions import joining
    from tomoni.ground.people.models import ActFor

    time.sleep(PAUSE)  # The page has looked at the mandate a moment ago.
    made = joining.sign_up(by=by, at=at, **known)
    row = ActFor.objects.create(
        person=person, mandate=ground.mandate, scope="book", words="x",
        key=f"events.sign_up:{made.pk}", by=by, at=at,
    )  # fmt: skip
    audit.record("people.acted_for", person, by=by, at=at, note=str(row.pk))
    return made


def hold():
    from tomoni.doing.appointments.actions import booking

    booking.book = _book


def promotion():
    from tomoni.doing.appointments import freed
    from tomoni.doing.appointments.actions import changing

    changing.cancel = _cancel
    freed.on_freed[:] = [_promote]


def ballot():
    from tomoni.ties.neighbourhoods.actions import voting

    voting.vote, voting.give_proxy = _vote, _give_proxy


def decision():
    from dataclasses import replace

    from tomoni.town.circles.views import meetings

    meetings.DEEDS["decide"] = replace(meetings.DEEDS["decide"], action=_decide)


def mandate():
    from tomoni.doing.events.actions import for_somebody

    for_somebody.sign_up = _sign_up_for


TAKE_OUT = {
    "hold": hold,
    "promotion": promotion,
    "ballot": ballot,
    "decision": decision,
    "mandate": mandate,
    "umbrellas": hasty_umbrellas.umbrellas,
    "points": hasty_points.points,
}
