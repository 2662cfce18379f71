"""An entry on paper and on a small phone: what stands there must still be true tomorrow."""

import re

import pytest
from django.utils import timezone

from tests.factories import ListingFactory
from tomoni.town.places.actions import listings
from tomoni.town.places.models import Contact, OpeningException

pytestmark = pytest.mark.django_db(transaction=True)
WEEK = [(day, 540, 1020) for day in range(7)]
RELATIVE = re.compile(
    r"今日|明日|いま開いて|いまは|前から|today|tomorrow|open now|ago", re.IGNORECASE
)


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_paper_says_no_today(open_page, language):
    made = ListingFactory(slug="mihon-paper", hours=WEEK, stale=True)
    today = timezone.localdate()
    OpeningException.objects.create(at=made.at.get(), from_on=today, until_on=today, reason="修理")
    page = open_page(width=800, cookies={"lang": language})
    for path in ("/places/mihon-paper/", "/places/"):
        page.goto(path)
        page.emulate_media(media="print")
        paper = page.inner_text("main")
        assert not RELATIVE.search(paper), RELATIVE.findall(paper)
        assert str(today) in paper or str(today.year) in paper
        page.emulate_media(media="screen")


def test_the_telephone_of_a_resting_entry_is_seen_at_once(open_page):
    made = ListingFactory(slug="mihon-rest", name="三世代交流ひろば お茶の間 見本さんち")
    Contact.objects.create(listing=made, label="社協", phone="0134-00-0000", note="お尋ねください")
    listings.suspend(listing=made, by=None, at=timezone.now(), reason="長い理由" * 20)
    page = open_page(width=390)
    page.goto("/places/mihon-rest/")
    box = page.locator(".contacts .phone").bounding_box()
    assert box["y"] + box["height"] <= 844, box
