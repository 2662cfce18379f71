"""A neighbourhood association of the tests: 12 households in two 班, and its officers."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories import OrganisationFactory, TeamFactory
from tests.people import person
from tomoni.ground.districts.models import Town
from tomoni.ties.neighbourhoods.actions import associations, households, meetings
from tomoni.ties.neighbourhoods.models import GeneralMeeting

TERM = {"from_on": date(2026, 4, 1), "until_on": date(2028, 3, 31)}


def build(*, name="見本町会", slug="mihon", by=None, members=12, at=None, **officers):
    """An association with its officers (post=user) and member households."""
    at = at or timezone.now()
    town, _new = Town.objects.get_or_create(
        code=f"t-{slug}", defaults={
            "name": f"{name}の町", "name_kana": "みほん", "base": "見本", "lat": 43.19, "lng": 140.99,
            "accuracy_m": 300,
        },
    )  # fmt: skip
    team = TeamFactory(name="社協の地域係", phone="0134-00-0200", members=[by] if by else [])
    made = associations.found(
        slug=slug, organisation=OrganisationFactory(kind="neighbourhood", name=name),
        about="夏祭りと雪かき。", about_easy="なつまつりを します。", about_en="Summer festival.",
        supported_by=team, towns=[town], phone="0134-00-0201", phone_who="会長", is_public=True,
        yearly_dues=3600, by=None, at=at,
    )  # fmt: skip
    for post, user in officers.items():
        associations.appoint(
            association=made, post=post, name=user.name, user=user, by=None, at=at, **TERM,
            may_be_named=post == "chair",
        )  # fmt: skip
    groups = [associations.add_group(association=made, number=n, by=None, at=at) for n in (1, 2)]
    for n in range(members):
        households.join(
            association=made, name=f"見本 {n + 1}郎", address=f"見本町{n + 1}番地",
            group=groups[n % 2], joined_on=date(2020, 4, 1), by=None, at=at,
        )  # fmt: skip
    return made


def call(association, *, begun=False, titles=("会計の報告", "会則を変える")):
    """A called meeting in ten days, or one that has begun: the second motion needs two thirds."""
    at = timezone.now()
    meeting = meetings.prepare(
        association=association, title="定期総会", starts_at=at + timedelta(days=10), place="見本会館",
        by=None, at=at,
    )  # fmt: skip
    rules = list(association.majorities.order_by("pk"))
    for n, title in enumerate(titles):
        meetings.add_item(meeting=meeting, title=title, majority=rules[n % 2], by=None, at=at)
    meetings.send_notice(meeting=meeting, by=None, at=at)
    if begun:
        GeneralMeeting.objects.filter(pk=meeting.pk).update(starts_at=at - timedelta(hours=1))
    return GeneralMeeting.objects.select_related("association__organisation").get(pk=meeting.pk)


@pytest.fixture
def kimura(db):
    """木村さん, chair."""
    return person("kimura@example.jp", "木村 見本", "きむら みほん")


@pytest.fixture
def kaneko(db):
    """金子さん, treasurer."""
    return person("kaneko@example.jp", "金子 見本", "かねこ みほん")


@pytest.fixture
def hanada(db):
    """班田さん, leader of the first 班."""
    return person("handa@example.jp", "班田 見本", "はんだ みほん")


@pytest.fixture
def chokai(kimura, kaneko, hanada):
    made = build(chair=kimura, treasurer=kaneko)
    associations.appoint(
        association=made, post="group_leader", name=hanada.name, user=hanada, by=None,
        group=made.groups.get(number=1), at=timezone.now(), **TERM,
    )  # fmt: skip
    return made
