"""The sample town's networks and neighbourhood associations, built once and alive."""

import pytest

from tests.factories import NOW
from tomoni.demo import building, circles, neighbourhoods
from tomoni.ground.batons.models import Baton
from tomoni.ties.neighbourhoods.models import Association, MemberHousehold, Presence
from tomoni.town.circles.models import Circle, Meeting

pytestmark = pytest.mark.django_db


def test_networks_and_associations_are_built_once():
    town = building.ground(at=NOW)
    assert circles.build(town) == len(circles.CIRCLES)
    assert neighbourhoods.build(town) == len(neighbourhoods.ASSOCIATIONS)
    assert circles.build(town) == neighbourhoods.build(town) == 0

    assert Circle.objects.filter(is_public=True, is_sample=True).count() == 2
    assert Meeting.objects.filter(status="held").count() == 2
    assert Baton.objects.filter(kind="circles.decision").count() == 4
    assert Association.objects.filter(is_sample=True, is_public=True).count() == 2
    assert all("見本" in row.name for row in MemberHousehold.objects.all())
    assert Presence.objects.count() == 8
    assert all(association.area.exists() for association in Association.objects.all())
