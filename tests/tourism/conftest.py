"""A desk of guides: 野口さん speaks Japanese and English, one walk that is open every day."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tests.factories import TeamFactory
from tests.people import person
from tomoni.doing.appointments.actions import desks
from tomoni.ties.tourism.actions import telling

TEXTS = {
    "ja": {"title": "運河の散歩", "about": "運河を歩きます。", "meeting": "駅前の案内板"},
    "en": {"title": "Canal walk", "about": "Along the canal.", "meeting": "Board at the station"},
    "zh-Hans": {"title": "运河漫步", "about": "沿着运河走。", "meeting": "站前指示牌"},
    "ko": {"title": "운하 산책", "about": "운하를 걷습니다.", "meeting": "역 앞 안내판"},
}


def guided(user, *, slug="guides", languages="ja,en"):
    """The desk, its kind, its one guide and the walk."""
    at = timezone.now()
    desk = desks.open_desk(
        team=TeamFactory(phone="0134-00-0600", open_weekdays=127), slug=slug, name="ガイドの会",
        by=None, at=at,
    )  # fmt: skip
    kind = desks.add_kind(
        desk=desk, slug="walk", name="運河の散歩", minutes=90, step=90, modes=1, notice_hours=0,
        by=None, at=at,
    )  # fmt: skip
    worker = desks.add_worker(
        desk=desk, user=user, languages=languages, from_on=date(2026, 4, 1), by=None, at=at
    )
    rows = [{"weekday": day, "opens": 540, "closes": 1080} for day in range(7)]
    desks.set_openings(worker=worker, rows=rows, by=None, at=at)
    walk = telling.keep_programme(
        kind=kind, texts=TEXTS, source="ja", metres=2400, slope="gentle", steps=40, most_people=6,
        is_shown=True, by=None, at=at,
    )  # fmt: skip
    return SimpleNamespace(desk=desk, kind=kind, worker=worker, walk=walk)


@pytest.fixture
def noguchi(db):
    """野口さん, a resident who guides."""
    return person("noguchi@example.jp", "野口 リサ", "のぐち りさ", "guide")


@pytest.fixture
def walks(noguchi):
    return guided(noguchi)
