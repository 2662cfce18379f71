"""Volunteering: a clerk and whoever else has one shift or one turn in hand."""

from django.utils import timezone

from tests.races.pairs import pair
from tests.volunteering.towns import need, post, shift, volunteer
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
