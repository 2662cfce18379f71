"""The sample town has a claim at every stage, so that no page of theirs is empty in any month."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tomoni.demo import appointments, building, claims
from tomoni.doing.points.models import BankFile, Claim, Payment, Scheme

pytestmark = pytest.mark.django_db


def test_a_claim_stands_at_every_stage_and_they_are_made_once(client):
    town = building.ground(at=NOW)
    appointments.build(town)  # The guides have accounts by it, and they help as well.
    assert claims.build(town) == len(claims.CLAIMS)
    assert claims.build(town) == 0

    assert set(Claim.objects.values_list("status", flat=True)) == set(Claim.Status.values)
    assert Claim.objects.filter(status="checked", first_by=None).exists()
    assert Claim.objects.filter(status="checked", first_by__isnull=False).exists()
    assert set(Payment.objects.values_list("outcome", flat=True)) == set(Payment.Outcome.values)
    waiting = BankFile.objects.get(settled_at=None)
    assert waiting.pay_on < NOW.date() + timedelta(days=1), "the bank's answer can be entered"
    scheme = Scheme.objects.get(slug=claims.SLUG)
    assert scheme.is_sample and "見本" in scheme.name
    names = set(Claim.objects.values_list("account__person__name", flat=True))
    assert all("見本" in name for name in names), names

    client.force_login(town.clerk)
    page = client.get("/staff/points/claims/").content.decode()
    over = ("paid", "refused", "withdrawn")
    for claim in Claim.objects.all():
        assert (claim.number in page) == (claim.status not in over), claim.status
