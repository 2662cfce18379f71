"""Acts of volunteering as somebody in a hurry might have written them: look, think, write."""

import time

from tests.races.pace import PAUSE


def _join(*, post, volunteer, by, at, channel="web", may_wait=True):
    """Count who comes, then write."""
    from tomoni.core.errors import Refused
    from tomoni.core.link_keys import number
    from tomoni.doing.volunteering.models import Turn

    if Turn.objects.filter(post=post).seated().count() >= post.seats:
        raise Refused("full")
    time.sleep(PAUSE)
    return Turn.objects.create(
        number=number("V", at), shift=post.shift, post=post, volunteer=volunteer, status="coming",
        channel=channel, queued_at=at, updated_at=at,
    )  # fmt: skip


def _check_in(*, turn, by, at, way="code"):
    """Look whether they are here, then write them down."""
    from tomoni.core.errors import Refused
    from tomoni.doing.volunteering.models import Attendance

    known = {"need": turn.shift.need, "volunteer": turn.volunteer, "shift": turn.shift}
    if Attendance.objects.filter(**known).exists():
        raise Refused("already")
    time.sleep(PAUSE)
    return Attendance.objects.create(
        **known, on=at.date(), giver=turn.volunteer.person, way=way, status="here", noted_at=at
    )


def _approve(*, attendance, by, at, minutes=None, said_way="screen", said_name=""):
    """Look whether somebody said yes, then give the points."""
    from tests.races.hasty_points import _write
    from tomoni.core.errors import Refused
    from tomoni.doing.points.models import Account

    if type(attendance).objects.get(pk=attendance.pk).status == "approved":
        raise Refused("already")
    time.sleep(PAUSE)
    account = Account.objects.get(person=attendance.giver, scheme=attendance.need.scheme)
    _write(account, attendance.need.activity, attendance.minutes, attendance.on, 2, by, at)
    type(attendance).objects.filter(pk=attendance.pk).update(
        status="approved", said_at=at, said_way=said_way
    )
    return attendance


def _ring(*, shift, volunteer, by, at):
    """Look whether somebody rings them already, then take the telephone."""
    from tomoni.core.errors import Refused
    from tomoni.doing.volunteering.models import Sounding

    if Sounding.objects.holding().filter(shift=shift, volunteer=volunteer).exists():
        raise Refused("rung")
    time.sleep(PAUSE)
    return Sounding.objects.create(shift=shift, volunteer=volunteer, by=by, begun_at=at)


def volunteering():
    from tomoni.doing.volunteering.actions import hours, sounding, turns

    sounding.begin = _ring
    turns.join, hours.check_in, hours.approve = _join, _check_in, _approve
