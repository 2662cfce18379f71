"""When a matter is emptied after its term, what its room wrote into it goes in the same breath."""

import pytest
from django.db import models
from django.utils import timezone

from tests.appointments import examples as appointments
from tests.circles.examples import examples as circle_examples
from tests.factories import ListingFactory
from tests.gathering_places.examples import examples as gathering_examples
from tests.neighbourhoods.examples import examples as neighbourhood_examples
from tomoni.core.sealed.fields import SealedField
from tomoni.ground.batons import matters
from tomoni.ground.batons.actions import forgetting, open_baton
from tomoni.ground.batons.models import Baton
from tomoni.ties.gathering_places.models import Match, MeToo, Venue, Wish
from tomoni.town.circles.models import Decision, Meeting

pytestmark = pytest.mark.django_db
TEXT = (models.CharField, models.TextField, models.JSONField, SealedField)


@pytest.fixture
def ended(mori, ono):
    """Matters of every room that has some, closed long ago."""
    circle_examples(mori)
    at, meeting = timezone.now(), Meeting.objects.get()
    for number, public in ((1, False), (2, True)):
        baton = open_baton(
            kind="circles.decision", title="決定", team=meeting.circle.secretariat,
            next_step="始める", by=mori, at=at,
        )  # fmt: skip
        Decision.objects.create(
            baton=baton, meeting=meeting, number=number, words=f"森さんが訪ねる{number}",
            plain_words="訪問を始めます", is_public=public, decided_at=at,
        )  # fmt: skip
    neighbourhood_examples(mori)
    gathering_examples()
    appointments.addresses(mori)
    Baton.objects.update(status="closed", outcome="done", closed_at=timezone.now())
    return Baton.objects.all()


def said(row, sort):
    """Every word in a row of a matter that is no code and tells of somebody."""
    for field in row._meta.concrete_fields:
        if isinstance(field, TEXT) and not field.choices and field.name not in sort.keeps:
            value = getattr(row, field.name)
            yield field.name, value


def test_no_room_keeps_words_of_its_own(ended):
    before = {
        sort.model: [dict(said(row, sort)) for row in sort.model._default_manager.all()]
        for sort in matters.sorts()
        if sort.words
    }
    held = {model._meta.app_label for model, rows in before.items() if any(map(any, rows))}
    assert held >= {"circles", "neighbourhoods", "gathering_places", "appointments"}

    keys = [str(pk) for pk in ended.values_list("pk", flat=True)]
    for _twice in range(2):
        forgetting.empty(keys, at=timezone.now())

    for sort in matters.sorts():
        for row in sort.model._default_manager.all() if sort.words else ():
            for name, value in said(row, sort):
                empty = not value or str(value).startswith(matters.GONE)
                is_published = isinstance(row, Decision) and row.is_public
                assert empty or (name == "plain_words" and is_published), (sort.model, name, value)


def test_from_which_device_and_why_goes_how_many_stays(ended):
    wish, venue = Wish.objects.first(), Venue.objects.first()
    MeToo.objects.create(wish=wish, device="d" * 64, from_hash="f", created_at=timezone.now())
    Match.objects.get_or_create(
        wish=wish, venue=venue,
        defaults={"answer": "declined", "reason": "森さんの家から遠い", "points": 1,
                  "decided_at": timezone.now()},
    )  # fmt: skip
    count = MeToo.objects.count()
    forgetting.empty([str(wish.baton_id)], at=timezone.now())
    assert MeToo.objects.count() == count
    left = MeToo.objects.filter(wish=wish)
    assert all(one.device.replace("-", "") == one.pk.hex for one in left)
    assert not left.exclude(from_hash="", user=None).exists()
    assert Match.objects.get(wish=wish, venue=venue).reason == matters.GONE


def test_a_wish_that_came_true_stays_on_the_board(ended):
    wish = Wish.objects.first()
    wish.shown_text, wish.shown_at = "歩いて行ける茶の間", timezone.now()
    wish.became_listing = ListingFactory()
    wish.save()
    forgetting.empty([str(wish.baton_id)], at=timezone.now())
    wish.refresh_from_db()
    assert wish.shown_text == "歩いて行ける茶の間" and wish.text == matters.GONE
