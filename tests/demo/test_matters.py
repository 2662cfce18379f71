"""The sample staff's desk shows each state of a matter once."""

import pytest
from django.utils import timezone

from tests.factories import NOW
from tomoni.demo import building, matters, papers
from tomoni.ground.batons import vault
from tomoni.ground.batons.models import Attachment, Baton, Link, Message, Offer, Question

pytestmark = pytest.mark.django_db


def test_the_sample_desk_is_alive_and_built_once():
    town = building.ground(at=NOW)
    assert matters.build(town) == len(matters.MATTERS)
    assert matters.build(town) == 0
    assert Offer.objects.open().count() == 2
    assert Question.objects.open().count() == 1
    assert Baton.objects.overdue(on=NOW.date()).exists()
    assert Baton.objects.filter(status="closed").count() == 1
    assert Baton.objects.exclude(part_of=None).count() == 1


def test_one_matter_has_a_photograph_two_messages_and_a_live_link(tmp_path, monkeypatch):
    monkeypatch.setattr(vault, "folder", lambda: tmp_path)
    town = building.ground(at=timezone.now())
    matters.build(town)
    assert not papers.build(town), "a second time changes nothing"
    photo = Attachment.objects.get()
    assert vault.get(photo).startswith(b"\xff\xd8\xff")
    assert [one.is_from_holder for one in Message.objects.all()] == [True, False]
    assert Link.objects.live(town.at).filter(baton=photo.baton, purpose="talk").exists()
