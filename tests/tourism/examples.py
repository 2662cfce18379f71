"""Addresses of this room that lead to something, for the table of who may open what."""

from datetime import timedelta

from django.utils import timezone

from tests.tourism.conftest import guided
from tomoni.core import link_keys
from tomoni.doing.appointments.queries import slots
from tomoni.ground.people.contacts import Contact
from tomoni.ties.tourism.actions import telling, visits


def examples(user):
    at = timezone.now()
    made = guided(user, slug="mihon-guides")
    tip = telling.write_tip(about="way", texts={"ja": "見本"}, source="ja", hours=5, by=user, at=at)
    today = timezone.localdate(at)
    free = slots.search(kind=made.kind, first=today, last=today + timedelta(days=9), at=at)
    visit = visits.book(
        programme=made.walk, starts_at=free.times()[0].starts_at, people=2, language="ja", by=None,
        at=at, contact=Contact(name="見本", email="haru@example.jp"),
    )  # fmt: skip
    receipt = {"key": link_keys.key_of("appointments.booking", visit.booking_id)}
    walk = {"pk": made.walk.pk}
    return {
        "tourism:here_in": {"lang": "ko"},
        "tourism:walk": walk,
        "tourism:walk_in": walk | {"lang": "zh-Hans"},
        "tourism:receipt": receipt,
        "tourism:receipt_in": receipt | {"lang": "ko"},
        "tourism:tip": {"pk": tip.pk},
        "tourism:tip_withdraw": {"pk": tip.pk},
        "tourism:walk_edit": walk,
        "tourism:words_one": {"kind": "walk", "pk": made.walk.texts.get(language="ko").pk},
        "tourism:page_words": {"lang": "ko"},
    }
