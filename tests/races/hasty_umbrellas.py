"""Umbrellas as somebody in a hurry might have lent them: look at the count, think, write it back."""

import time
from uuid import uuid4

from tests.races.pace import PAUSE


def _press(*, station, act, code="", at, **_rest):
    """Count what is there and look whether the coded one is out, then write both."""
    if act == "return":
        return _come_back(station, at)
    from tomoni.core.errors import Refused
    from tomoni.ties.umbrellas.models import Loan, Move, Station, Umbrella

    umbrella = Umbrella.objects.filter(code=code).first() if code else None
    count = Station.objects.get(pk=station.pk).count
    if count < 1 or (umbrella and Loan.objects.filter(umbrella=umbrella, returned=None).exists()):
        raise Refused("gone")
    time.sleep(PAUSE)
    move = Move.objects.create(
        id=uuid4(), kind=act, source=station, quantity=1, umbrella=umbrella, slip="K", way="stand",
        at=at,
    )  # fmt: skip
    if umbrella:
        Loan.objects.create(umbrella=umbrella, borrowed=move)
    Station.objects.filter(pk=station.pk).update(count=count - 1)
    return move


def _come_back(station, at):
    from tomoni.ties.umbrellas.actions import moving

    return moving.bring_back(id=uuid4(), station=station, by=None, at=at)


def _close(*, station, on, by, at):
    """See that nothing is left, then close."""
    from tomoni.core.errors import Refused
    from tomoni.ties.umbrellas.models import Station

    if Station.objects.get(pk=station.pk).count:
        raise Refused("not empty")
    time.sleep(PAUSE)
    Station.objects.filter(pk=station.pk).update(closed_on=on)
    return station


def _begin(*, call, helper, by, at):
    """Look whether somebody rings them already, then take the telephone."""
    from tomoni.core.errors import Refused
    from tomoni.ties.umbrellas.models import Ringing

    if Ringing.objects.holding().filter(call=call, helper=helper).exists():
        raise Refused("rung")
    time.sleep(PAUSE)
    return Ringing.objects.create(
        call=call, helper=helper, person=helper.person, by=by, begun_at=at
    )


def umbrellas():
    from tomoni.ties.umbrellas.actions import pressing, ringing, stations

    pressing.press, stations.close_station, ringing.begin = _press, _close, _begin
