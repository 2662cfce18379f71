"""The pages of the directory in the reader's own language."""

import re

import pytest
from django.utils import timezone, translation

from tests.factories import NOW, ListingFactory
from tomoni.town.places.actions import index
from tomoni.town.places.models import Contact, Fee, Listing
from tomoni.town.places.queries import reading
from tomoni.town.places.rules import clock, hours_words, taxonomy
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


@pytest.fixture
def koen(db):
    """A park with a sentence, a name and prices in Japanese only."""
    listing = ListingFactory(
        slug="koen", name="桜町公園", name_kana="サクラマチコウエン", name_en="",
        summary="お花見ができます。", fee_kind="partly",
    )  # fmt: skip
    for order, label in enumerate(("大人", "貸しいす")):
        Fee.objects.create(listing=listing, label=label, yen=100, order=order)
    index.refresh([listing])
    return listing


@pytest.mark.parametrize("typed", ["Sakuramachi", "sakuramachi koen", "sakuramachikouen", "KŌEN"])
def test_a_visitor_finds_a_name_by_its_sound(client, koen, typed):
    page = client.get("/search/", {"q": typed, "lang": "en"}).content.decode()

    assert "/places/koen/" in page
    assert "<span lang='ja'>桜町公園</span> (Sakuramachikoen)" in page
    assert "In Japanese only" in page


def test_japanese_readers_see_no_such_mark(client, koen):
    for language in ("ja", "ja-easy"):
        page = client.get("/search/", {"q": "桜町公園", "lang": language}).content.decode()
        assert "日本語だけ" not in page and "Sakuramachikoen" not in page


def test_prices_and_whom_it_is_for_are_said_in_english(client, koen):
    page = client.get("/places/koen/?lang=en").content.decode()

    assert "Adults <strong" in page and "<span lang='ja'>貸しいす</span>" in page
    assert "is written in Japanese" in page


@pytest.mark.parametrize(
    "own, language, said",
    [
        ("", "ja", "どなたでも"),
        ("", "en", "Anybody"),
        ("どなたでも", "en", "Anybody"),
        ("どなたでも", "ja-easy", "だれでも"),
        ("坂本町の方", "en", "坂本町の方"),
        ("坂本町の方", "ja-easy", "坂本町の方"),
    ],
)
def test_the_usual_words_of_a_category_are_said_in_every_language(own, language, said):
    listing = Listing(category_id="salon", who_for=own)
    text = reading.Said(own, "ja" if language == "en" else "")

    assert str(reading.who_for(listing, text, language)) == said


def test_every_category_says_whom_it_is_for_in_three_languages():
    for term in taxonomy.terms():
        assert bool(term.for_whom) == bool(term.for_whom_en) == bool(term.for_whom_easy), term.code
        assert not JAPANESE.search(term.for_whom_en)
