"""Appointments, circles and neighbourhoods: no public page is a barrier, on a phone and on a desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.appointments.conftest import childcare, endo, kato
from tests.appointments.test_public import free_time, path_to
from tests.browser.conftest import axe, overflow
from tests.neighbourhoods.conftest import build, call
from tomoni.core import link_keys
from tomoni.doing.appointments.actions import booking, desks, talks
from tomoni.doing.appointments.actions.told import Told
from tomoni.ground.people.contacts import Contact
from tomoni.ties.neighbourhoods.actions import meetings, tasks
from tomoni.town.circles.actions import circles
from tomoni.town.circles.actions import meetings as circle_meetings

__all__ = ["childcare", "endo", "kato"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pages(childcare, mori):
    """The address of each kind of page, with something on it."""
    at = timezone.now()
    time = free_time(childcare, skip=3)
    made = booking.book(
        kind=childcare.kind, starts_at=time.starts_at, mode="desk", by=None, at=at,
        told=Told(Contact(name="見本", phone="0134-00-0001")),
    )  # fmt: skip
    talk = desks.add_kind(
        desk=childcare.desk, slug="talk", name="トーク", modes=8, is_talk=True, by=None, at=at
    )
    talks.add_theme(kind=talk, slug="baby", title="赤ちゃんのいる家", by=None, at=at)
    shut = desks.add_kind(desk=childcare.desk, slug="shut", name="終わった相談", by=None, at=at)
    type(shut).objects.filter(pk=shut.pk).update(closed_on=timezone.localdate())
    circle = circles.make(
        slug="cafe", name="見本カフェの会", purpose="助け合い", secretariat=childcare.team,
        is_public=True, by=None, at=at,
    )  # fmt: skip
    circle_meetings.call(
        circle=circle, title="冬の相談", starts_at=at + timedelta(days=1), place="見本会館",
        is_public=True, by=None, at=at,
    )  # fmt: skip
    association = build(members=2)
    ballot = meetings.vote_path(call(association), association.households.first())
    task = tasks.offer_task(
        association=association, title="ろうそく並べ", starts_at=at + timedelta(days=3), place="会館",
        places=2, by=None, at=at,
    )  # fmt: skip
    receipt = f"/book/r/{link_keys.key_of('appointments.booking', made.pk)}/"
    asked = path_to(free_time(childcare, skip=5))
    return [
        "/book/", "/book/nikoniko/", "/book/nikoniko/baby/", "/book/nikoniko/baby/?for=self",
        "/book/nikoniko/baby/?for=self&how=desk", asked, "/book/nikoniko/shut/",
        "/book/nikoniko/baby/wait/?for=self&how=desk", "/book/talks/", "/book/talks/baby/",
        receipt, f"{receipt}move/", f"{receipt}cancel/",
        "/circles/", "/circles/cafe/",
        "/neighbourhoods/", "/neighbourhoods/mihon/", "/neighbourhoods/tasks/",
        f"/neighbourhoods/tasks/{task.pk}/", "/neighbourhoods/vote/", ballot,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("width", "cookies"),
    [
        (390, {"lang": "ja", "furigana": "on", "theme": "dark"}),
        (390, {"lang": "en", "theme": "contrast", "size": "largest"}),
        (1280, {"lang": "ja-easy"}),
    ],
    ids=["phone", "large", "desk"],
)
def test_no_public_page_is_a_barrier(open_page, pages, width, cookies):
    page = open_page(width=width, cookies=cookies, allow=("410",))
    for path in pages:
        assert page.goto(path).status in (200, 410), path
        axe(page)
        assert overflow(page)["px"] <= 0, (path, overflow(page))
