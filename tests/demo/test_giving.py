"""The sample town has points that can be given, and a certificate that somebody has reached."""

import pytest

from tests.factories import NOW
from tomoni.demo import building, giving
from tomoni.doing.points.models import Account, Scheme
from tomoni.doing.points.queries import balances

pytestmark = pytest.mark.django_db


def test_haru_can_give_has_given_and_reached_the_certificate(client):
    town = building.ground(at=NOW)
    assert giving.build(town) == len(giving.HELPED)
    assert giving.build(town) == 0

    scheme = Scheme.objects.get(slug=giving.SLUG)
    assert scheme.is_sample and "見本" in scheme.name
    haru, ken = (
        Account.objects.get(scheme=scheme, person__user__email=email)
        for email in (giving.GIVER, giving.RECEIVER)
    )
    assert (haru.balance, ken.balance) == (10 - giving.GIVEN, 6 + giving.GIVEN)
    assert not balances.wrong_balances()
    client.force_login(haru.person.user)
    page = client.get("/me/points/").content.decode()
    assert f"/me/points/{haru.pk}/give/" in page
    assert f"/me/points/{haru.pk}/certificate/" in page
    assert "350円分として使えます。お金では受けとれません" in page
    client.force_login(town.clerk)
    assert str(haru.person) in client.get(f"/staff/points/{giving.SLUG}/years/").content.decode()
