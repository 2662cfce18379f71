"""The clerk goes through claims with a phone in hand, and prints what lies on the desk."""

import pytest
from django.utils import timezone

from tests.browser.conftest import axe, overflow
from tests.browser.test_notices import cookies_of
from tomoni.demo import building, claims
from tomoni.doing.points.models import BankFile, Claim
from tomoni.ground.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)
SIDEWAYS = """[...document.querySelectorAll('.table')].filter(e => e.scrollWidth > e.clientWidth + 1)
    .map(e => e.getAttribute('aria-label'))"""


@pytest.fixture
def lead():
    """Ono of the sample town, in which a claim stands at every stage."""
    claims.build(building.ground(at=timezone.now()))
    return User.objects.get(email="ono@example.jp")


def test_every_stage_of_a_claim_is_read_on_a_phone_and_the_tables_stand_on_paper(open_page, lead):
    waiting = BankFile.objects.get(settled_at=None)
    pages = ["/staff/points/claims/?all=1", f"/staff/points/bank/{waiting.pk}/"]
    pages += [f"/staff/points/claims/{one.pk}/" for one in Claim.objects.filter(status="returned")]
    for language in ("ja", "ja-easy", "en"):
        page = open_page(width=390, cookies={**cookies_of(lead), "lang": language})
        for address in pages:
            page.goto(address)
            assert overflow(page)["px"] == 0, (language, address)
            assert page.evaluate(SIDEWAYS) == [], (language, address)
            axe(page)

    # Paper is narrower than a screen, and what stands in a form is printed where it is a list.
    page = open_page(width=640, cookies=cookies_of(lead))
    for address in pages[:2]:
        page.goto(address)
        page.emulate_media(media="print")
        assert page.locator(".table tbody tr").first.is_visible(), address
        assert overflow(page)["px"] == 0 and page.evaluate(SIDEWAYS) == [], address
        assert not page.locator("main button").filter(visible=True).count(), address
