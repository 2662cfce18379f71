"""A page says no more about a closing than its source does, in every language."""

from datetime import date

import pytest

from tests.factories import NOW, ListingFactory
from tomoni.town.places.actions import listings
from tomoni.town.places.models import Contact, Listing
from tomoni.town.places.rules import since

pytestmark = pytest.mark.django_db
JANUARY = date(2021, 1, 31)


@pytest.fixture
def salon():
    """A salon of which a paper of January 2021 says that it rests."""
    made = ListingFactory(slug="mihon-salon", summary="")
    Contact.objects.create(
        listing=made, label="社協", label_en="Council", phone="0134-00-0000", note="平日だけ"
    )
    return listings.suspend(
        listing=made, by=None, at=NOW, reason="感染症のため", reason_en="An infectious disease",
        from_on=JANUARY, from_known="as_of_month",
    )  # fmt: skip


def page(client, language, slug="mihon-salon"):
    return client.get(f"/places/{slug}/", {"lang": language}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", "2021年1月には休んでいました。いつからかは分かりません。"),
        ("ja-easy", "2021年1月には 休んで いました。"),
        ("en", "It was closed as of January 2021; since when is not known."),
    ],
)
def test_a_month_in_a_paper_is_no_first_day(client, salon, language, said):
    text = page(client, language)
    assert said in text
    assert "31日" not in text and "31 January" not in text
    assert "2021-01-31" not in text  # Nor is it told to search engines.


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("exact", "2021年1月31日(日)に終わりました。"),
        ("month", "2021年1月に終わりました。"),
        ("as_of", "2021年1月31日(日)には終わっていました。いつかは分かりません。"),
        ("as_of_month", "2021年1月には終わっていました。いつかは分かりません。"),
    ],
)
def test_the_end_of_an_entry(client, known, said):
    made = ListingFactory(slug="mihon-end")
    Listing.objects.update(published_at=NOW)
    listings.close(listing=made, by=None, at=NOW, on=JANUARY, on_known=known, reason_en="Gone")
    assert since.ended(JANUARY, known) == said
    assert said in page(client, "ja", "mihon-end")


def test_the_reason_and_the_desk_in_the_readers_language(client, salon):
    text = page(client, "en")
    assert "<strong>An infectious disease</strong>" in text
    assert '<span class="phone__who">Council</span>' in text
    assert "<span lang='ja'>平日だけ</span>" in text
    assert "Some of this entry is written in Japanese." in text
    assert "<strong>感染症のため</strong>" in page(client, "ja")


def test_a_reason_in_japanese_is_marked_and_kept_from_english_lists(client):
    listings.suspend(
        listing=ListingFactory(slug="mihon-ja", name_en="Sample"), by=None, at=NOW, reason="工事中"
    )
    assert "<span lang='ja'>工事中</span>" in page(client, "en", "mihon-ja")
    found = client.get("/places/", {"q": "Sample", "lang": "en"}, follow=True).content.decode()
    assert "Closed for now" in found and "工事中" not in found


def test_starting_again_forgets_the_old_reasons(salon):
    listings.resume(listing=salon, by=None, at=NOW)
    salon.refresh_from_db()
    assert (salon.suspended_reason_en, salon.suspended_from_known) == ("", "exact")


def test_the_clerk_chooses_how_well_the_day_is_known(client, mori):
    made = ListingFactory(slug="mihon-step")
    client.force_login(mori)
    client.post(
        "/staff/places/mihon-step/do/suspend/",
        {"reason": "工事", "reason_en": "Works", "from_on": "2021-01-31", "from_known": "as_of"},
    )
    made.refresh_from_db()
    assert (made.status, made.suspended_from_known) == ("suspended", "as_of")
    assert made.suspended_reason_en == "Works"
