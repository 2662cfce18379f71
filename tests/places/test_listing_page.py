"""The page of an entry, as people read it."""

import pytest
from django.utils import timezone

from tests.factories import NOW, CategoryFactory, ListingFactory, PlaceFactory
from tomoni.town.places.models import Contact, Listing, ListingText


@pytest.fixture(autouse=True)
def tuesday(monkeypatch):
    """The page asks for the time; everybody here reads on Tuesday 24 November, 14:00."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def tea(db, salon):
    listing = ListingFactory(
        slug="ocha", name="お茶の間", organisation=salon, hours=[(1, 600, 960), (3, 600, 840)]
    )
    Contact.objects.create(listing=listing, phone="0134-00-1111")
    Contact.objects.create(listing=listing, phone="0134-00-9999", audience="professional")
    return listing


def text(response):
    return response.content.decode()


def test_haru_reads_the_answer_first(client, tea):
    page = text(client.get("/places/ocha/"))

    assert "いま開いています。" in page and "今日は午後4時まで。" in page
    assert 'href="tel:0134001111"' in page
    assert (
        page.index("いま開いています。")
        < page.index("利用するとき")
        < page.index("違っていたら教えてください")
    )
    assert "0134-00-9999" not in page


def test_only_staff_see_the_number_for_professionals(client, tea, mori, ken):
    client.force_login(ken)
    assert "0134-00-9999" not in text(client.get("/places/ocha/"))
    client.force_login(mori)
    assert "0134-00-9999" in text(client.get("/places/ocha/"))


def test_a_resting_entry_says_why_until_when_and_where_to_go_instead(client, db):
    kind = CategoryFactory(code="salon", name="サロン")
    ListingFactory(slug="rest", category=kind, suspended=True)
    ListingFactory(name="代わりのサロン", category=kind)
    page = text(client.get("/places/rest/"))

    assert "休止中です" in page and "冬のあいだ休みます" in page
    assert "2027年4月1日" in page and "代わりのサロン" in page
    assert "いま開いています" not in page


def test_a_closed_entry_answers_410_with_a_way_on(client, db):
    ListingFactory(slug="gone", name="見本の食堂", closed=True)
    response = client.get("/places/gone/")

    assert response.status_code == 410
    assert "会場がなくなったため" in text(response) and "tel:" in text(response)


def test_a_draft_is_hidden_from_ken_and_shown_to_its_editors(client, sato, mori, ken, salon):
    ListingFactory(slug="new", draft=True, organisation=salon)
    for person, status in ((None, 404), (ken, 404), (sato, 200), (mori, 200)):
        client.logout()
        if person:
            client.force_login(person)
        assert client.get("/places/new/").status_code == status
    never = ListingFactory(slug="never", draft=True)
    Listing.objects.filter(pk=never.pk).update(status="closed", closed_on=NOW.date())
    client.logout()
    assert client.get("/places/never/").status_code == 404


def test_a_stale_entry_says_so(client, db):
    ListingFactory(slug="old", stale=True)
    assert "約23か月前から確かめられていません。お電話でお確かめください。" in text(
        client.get("/places/old/")
    )


def test_a_tourist_reads_english_and_is_told_what_is_only_japanese(client, tea):
    tea.name_en = "Tea room"
    tea.save()
    page = text(client.get("/places/ocha/?lang=en"))
    assert "<h1>Tea room</h1>" in page
    assert '<span lang="ja">' in page.replace("'", '"')

    ListingText.objects.create(listing=tea, language="en", summary="Tea and talk.")
    page = text(client.get("/places/ocha/?lang=en"))
    assert "Tea and talk." in page


def test_an_approximate_point_is_called_approximate(client, db):
    place = PlaceFactory(level="town", accuracy_m=900)
    ListingFactory(slug="about", place=place)
    assert "地図の位置はおよそです。約900メートルほどずれていることがあります。" in text(
        client.get("/places/about/")
    )


def test_the_page_asks_the_database_the_same_number_of_questions(
    client, tea, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20) as few:
        client.get("/places/ocha/")
    for _n in range(6):
        ListingFactory(place=PlaceFactory())
    for place in (PlaceFactory(), PlaceFactory()):
        tea.at.create(place=place, is_main=False)
    with django_assert_num_queries(len(few.captured_queries)):
        client.get("/places/ocha/")


def test_what_a_body_offers(client, tea):
    page = text(client.get("/organisations/mihon-salon/"))
    assert "お茶の間" in page and "見本サロン" in page
    assert client.get("/organisations/nobody/").status_code == 404


def test_the_number_of_an_officer_at_home_stays_in_the_house(client, salon):
    salon.phone, salon.email, salon.kind = "0134-00-0000", "home@example.jp", "neighbourhood"
    salon.save()
    page = text(client.get("/organisations/mihon-salon/"))
    assert "0134-00-0000" not in page and "home@example.jp" not in page
