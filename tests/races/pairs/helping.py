"""Volunteering: a clerk and whoever else has one shift or one turn in hand."""

from datetime import timedelta

from django.utils import timezone

from tests.races.pairs import pair
from tests.volunteering.towns import need, post, shift, volunteer
from tomoni.doing.volunteering.actions import shifts, turns
from tomoni.doing.volunteering.models import Turn
from tomoni.ground.notices.models import Notice


def not_told(key):
    """Whoever has a turn on a shift that was called off, and heard nothing of it."""
    told = Notice.objects.filter(kind="volunteering.called_off").values_list("key", flat=True)
    alive = Turn.objects.filter(shift=key, shift__cancelled_at__isnull=False).alive()
    return sum(not any(str(one.pk) in word for word in told) for one in alive)


@pair("a clerk calls a shift off while another signs somebody up", not_told)
def called_off_and_joined():
    at = timezone.now()
    where = shift(need(at=at), at=at, seats=2)
    who = volunteer(at=at, p_email="mihon@example.jp")
    path, said = (
        f"/staff/volunteering/shifts/{where.pk}/",
        {"post": post(where).pk, "channel": "phone"},
    )
    return [
        ("mori", f"{path}cancel/", {"reason": "大雪のため"}),
        ("abe", f"{path}for/{who.pk}/", said),
    ], str(where.pk)  # fmt: skip


def said_both(key):
    """Whether one turn says that they did not come and that they are here, or neither."""
    turn = Turn.objects.get(pk=key)
    return int((turn.status == Turn.Status.MISSED) == hasattr(turn, "attendance"))


def _at_the_door():
    """A turn on a shift that began ten minutes ago, and the address of its door."""
    at = timezone.now() - timedelta(days=1)
    where = shift(need(at=at), at=at, starts=timedelta(days=1, minutes=-10))
    turn = turns.join(post=post(where), volunteer=volunteer(at=at), by=None, at=at)
    key = shifts.open_door(shift=where, by=None, at=at)
    return turn, f"/staff/volunteering/turns/{turn.pk}/", f"/volunteer/door/{where.pk}/{key}/"


@pair("one checks in by the code while a clerk writes that they did not come", said_both)
def here_and_missed():
    turn, list_, door = _at_the_door()
    return [
        ("nobody", door, {"number": turn.number}),
        ("mori", f"{list_}missed/", {}),
    ], str(turn.pk)  # fmt: skip


@pair("one clerk writes that somebody came, the other that they did not", said_both)
def came_and_missed():
    turn, list_, _door = _at_the_door()
    return [
        ("mori", f"{list_}came/", {"minutes": "60"}),
        ("abe", f"{list_}missed/", {}),
    ], str(turn.pk)  # fmt: skip
