"""The sample staff's desk shows each state of a matter once."""

import pytest

from tests.factories import NOW
from tomoni.demo import building, matters
from tomoni.ground.batons.models import Baton, Offer, Question

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
