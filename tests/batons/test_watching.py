"""A job that failed for good and a glass that broke are matters in somebody's hands."""

from datetime import timedelta

import pytest

from tomoni.core import break_glass
from tomoni.core.models import DeadLetter
from tomoni.ground.batons.actions import watching
from tomoni.ground.batons.models import Baton
from tomoni.ground.notices.models import Notice


def letter(at):
    return DeadLetter.objects.create(
        job="6a1f2c64-0000-4000-8000-000000000001", name="notices.send", tries=10,
        problem="no way out", at=at,
    )  # fmt: skip


def test_a_job_that_failed_for_good_is_in_the_desks_hands(desk, at):
    baton = watching.failed_job(letter(at))
    assert (baton.team, baton.is_urgent) == (desk, True)
    assert "notices.send" in baton.title


@pytest.mark.django_db
def test_without_a_desk_the_letter_is_kept_for_later(at):
    with pytest.raises(watching.NoDesk):
        watching.failed_job(letter(at))
    assert not Baton.objects.exists()


def test_breaking_the_glass_is_loud_and_is_looked_at(desk, baton, yuki, ema, kobayashi, ishida, at):
    break_glass.begin(
        thing=baton, by=yuki, at=at + timedelta(minutes=1), reason="夜間に本人と連絡が取れない"
    )

    review = Baton.objects.get(kind=watching.GLASS)
    assert review.team == desk and review.is_urgent
    told = Notice.objects.filter(kind="batons.emergency")
    assert {notice.user for notice in told} == {kobayashi, ishida}
    assert "夜間" not in told[0].wording.text


def test_nobody_is_told_of_their_own(desk, baton, ishida, kobayashi, at):
    break_glass.begin(thing=baton, by=ishida, at=at, reason="夜間に本人と連絡が取れない")
    assert [n.user for n in Notice.objects.filter(kind="batons.emergency")] == [kobayashi]
