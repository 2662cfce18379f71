"""The pages of the directory in the reader's own language."""

import re

import pytest
from django.utils import timezone, translation

from tests.factories import NOW, ListingFactory
from tomoni.town.places.models import Contact
from tomoni.town.places.rules import clock, hours_words
from tomoni.town.places.rules.week import Span

JAPANESE = re.compile(r"[぀-ヿ一-鿿]+")


@pytest.fixture(autouse=True)
def tuesday(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["2nd, 4th Thursday 10 a.m. to 2 p.m.", "Monday to Friday 9 a.m. to 5:20 p.m."]),
        (
            "ja-easy",
            [
                "第2（2番目の）・第4（4番目の）木曜日 午前10時から 午後2時まで",
                "月曜日から 金曜日まで 午前9時から 午後5時20分まで",
            ],
        ),
    ],
)
def test_the_week_in_words(language, said):
    with translation.override(language):
        thursday = hours_words.week_lines((Span(3, 600, 840, weeks=10),))
        weekdays = hours_words.week_lines(tuple(Span(d, 540, 1040) for d in range(5)))
        assert [line.words for line in (*thursday, *weekdays)] == said


def test_past_midnight_in_english():
    with translation.override("en"):
        assert clock.clock(1560) == "2 a.m. the next day"


def main_of(page):
    """The words of the main part, without what is marked as Japanese."""
    inside = page[page.index("<main") : page.index("</main>")]
    inside = re.sub(r'<(\w+)[^>]*\slang=["\']ja["\'][^>]*>.*?</\1>', "", inside, flags=re.S)
    inside = re.sub(r"<(script|style|svg).*?</\1>", "", inside, flags=re.S)
    return re.sub(r"<[^>]*>", " ", inside)


@pytest.mark.parametrize(
    "path", ["/places/ocha/", "/places/ocha/tell/", "/places/tell/", "/districts/", "/places/rest/"]
)
def test_a_tourist_finds_no_unmarked_japanese_in_our_own_words(client, db, path):
    listing = ListingFactory(
        slug="ocha", name="お茶の間", name_en="Tea room", summary="", source="", status="draft",
        checked_on=None, hours=[(1, 600, 960)],
    )  # fmt: skip
    Contact.objects.create(listing=listing, phone="0134-00-1111")
    type(listing).objects.filter(pk=listing.pk).update(
        status="published", source="phone", checked_on=NOW.date()
    )
    listing.category.name_en = "Gathering"
    listing.category.save()
    rest = ListingFactory(slug="rest", name="休み", suspended=True, place=None)
    type(rest).objects.filter(pk=rest.pk).update(
        suspended_reason="-", name_en="Rest", summary="", source="-"
    )
    page = client.get(f"{path}?lang=en").content.decode()
    left = [w for w in JAPANESE.findall(main_of(page)) if w not in ("見本会館", "お茶の間")]
    assert [w for w in left if not w.startswith("見本")] == []
