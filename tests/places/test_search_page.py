"""The search page answers residents in their words, and never with a dead end."""

from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from tests.factories import CategoryFactory, ListingFactory, PlaceFactory
from tests.places.test_search_filters import town  # noqa: F401  (A fixture.)
from tomoni.ground.districts.actions import load_towns
from tomoni.town.places.actions import index
from tomoni.town.places.models import ListingText, PlaceFact
from tomoni.town.places.queries import directory, filters, results, snapshot

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


def open_(client, address="", lang="ja", **more):
    client.cookies["lang"] = lang
    return client.get(f"/search/?{address if address else urlencode(more)}")


def names(page):
    return [hit.listing.name for hit in page.context["found"].hits]


def test_the_box_finds_a_salon_by_town_and_word(client, town):  # noqa: F811
    page = open_(client, q="銭函 サロン")
    assert names(page) == ["見本サロン", "休みの集い"]
    assert "2件あります" in page.content.decode()


def test_the_places_page_is_the_same_with_everything_on_it(client, town):  # noqa: F811
    page = client.get("/places/")
    assert len(names(page)) == 4
    assert "4件あります" in page.content.decode()


def test_filters_are_taken_off_one_by_one(client, town):  # noqa: F811
    page = open_(client, "q=サロン&day=thu&fee=free")
    chips = {chip.label: chip.url for chip in page.context["panel"].chips}
    assert set(chips) == {"木曜", "無料"}
    assert names(client.get(chips["無料"])) == ["見本サロン", "見本喫茶"]


def test_near_a_station_the_nearest_comes_first_with_its_distance(client, town):  # noqa: F811
    page = open_(client, near="小樽駅", radius="0")
    hits = page.context["found"].hits
    assert [hit.metres for hit in hits] == sorted(hit.metres for hit in hits)
    assert hits[0].metres < 500
    assert "駅の位置です" in page.content.decode()


def test_a_place_that_is_not_known_is_said_and_not_silently_left_out(client, town):  # noqa: F811
    text = open_(client, near="火星").content.decode()
    assert "「火星」の場所が分かりませんでした" in text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("見本さろむ", "見本サロン"),
        ("銭凾駅", None),  # An old form of the letter is simply found.
        ("地域食童", "地域食堂"),
        ("しんりょうじよ", None),
        ("銭函サロン", "銭函 サロン"),
        ("稲歩二丁目", None),
    ],
)
def test_a_slip_of_the_finger_gets_a_hint(client, town, typed, meant):  # noqa: F811
    page = open_(client, q=typed)
    assert page.status_code == 200
    labels = [label for label, _url, _count in page.context.get("spellings", ())]
    if meant:
        assert meant in labels
        assert "もしかして" in page.content.decode()


def test_a_hint_that_the_filters_would_hide_is_offered_without_them(client, town):  # noqa: F811
    page = open_(client, q="見本さろむ", fee="paid", day="sun")
    [(_label, url, count), *_more] = page.context["spellings"]
    assert client.get(url).context["found"].total == count > 0


def test_nothing_found_says_what_was_asked_how_to_loosen_it_and_whom_to_phone(client, town):  # noqa: F811
    page = open_(client, q="サロン", fact="lift", fee="free", near="小樽駅", radius="500")
    text = page.content.decode()
    assert not names(page)
    assert "見つかりませんでした" in text
    assert "「サロン」" in text
    assert "0134-23-7847" in text
    for _label, url, count in page.context["looser"]:
        assert client.get(url).context["found"].total == count > 0
    assert page.context["looser"]


def test_a_town_in_the_words_is_offered_as_a_place(client, town):  # noqa: F811
    page = open_(client, q="銭函 サロン")
    labels = [label for label, _url, _count in page.context["places_meant"]]
    assert any("銭函" in label for label in labels)


def test_places_meant_are_named_in_the_readers_letters(client, town):  # noqa: F811
    page = open_(client, q="銭函 サロン", lang="en")
    labels = [label for label, _url, _count in page.context["places_meant"]]
    assert labels and all(label.isascii() for label in labels), labels


HOSTILE = [
    "NEAR(", '"', "*", "%", "';--", "<script>alert(1)</script>", "\u202e銭函", "𠮷野𣘺", "☕", "あ" * 900,
    "()" * 500, "a " * 900, "e\u0301", "{{ 7|add:7 }}", "%s %(x)s", "⟨銭函⟩",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("field", ["q", "near", "town", "open", "age", "page", "day", "lat"])
def test_hostile_words_get_a_sentence_and_never_an_error(client, town, field, typed):  # noqa: F811
    page = open_(client, **{field: typed})
    assert page.status_code in (200, 400)
    assert b"<script>alert(1)" not in page.content


@pytest.mark.parametrize("query", ["q=%00", "q=%ff%fe", "q=" + "a" * 10_000_000, "q=%ED%A0%80"])
def test_broken_and_monstrous_addresses_get_a_sentence(client, db, query):
    page = client.get(f"/search/?{query}")
    assert page.status_code in (200, 400)
    assert "0134-23-7847" in page.content.decode()


def test_the_page_costs_a_constant_number_of_queries(
    client,
    town,  # noqa: F811
    django_assert_num_queries,
    monkeypatch,
):
    # At the turn of a minute "open now" is asked anew, and rows are kept for a minute at most.
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(directory, "monotonic", lambda: 1.0)
    # PostgreSQL looks for the events beside the places rank by rank.
    kept = 11 if connection.vendor == "postgresql" else 9
    open_(client, q="見本")
    with django_assert_num_queries(kept):
        open_(client, q="見本")
    directory.forget()
    with django_assert_num_queries(kept + 5):
        open_(client, q="見本")
    place = PlaceFactory(lat=43.19, lng=140.99)
    index.refresh([ListingFactory(name=f"見本の店{n}", place=place) for n in range(30)])
    snapshot.forget()
    open_(client, q="見本")
    directory.forget()
    with django_assert_num_queries(kept + 5):
        page = open_(client, q="見本")
    with django_assert_num_queries(kept):
        open_(client, q="見本")
    assert len(names(page)) == 20
    assert page.context["found"].total == 34


def test_pages_do_not_lose_or_repeat_anybody(client, db):
    index.refresh([ListingFactory(name=f"見本{n}", place=None) for n in range(45)])
    for address in ("q=見本", "", "q=見本&sort=kana"):
        seen = [
            name
            for number in (1, 2, 3)
            for name in names(open_(client, f"{address}&page={number}"))
        ]
        assert len(seen) == len(set(seen)) == 45
    assert len(names(open_(client, "q=見本&page=999"))) == 5
    assert len(names(open_(client, "q=見本&page=x"))) == 20


def test_counts_are_what_one_gets(client, town, at):  # noqa: F811
    """Every figure beside a filter is the number of entries its address gives, by SQL."""
    for address in ("", "q=見本", "town=銭函", "day=thu&fee=free", "fact=step_free", "near=小樽駅"):
        asked = filters.read(QueryDict(address), at=NOW)
        found = results.answer(asked, number="1", at=NOW, language="ja")
        assert found.total == filters.listings(asked).count(), address
        for name, counts in found.counts.items():
            for value, count in counts.items():
                if (name, value) in {("fee", "paid"), ("fee", "unknown"), ("status", "resting")}:
                    continue
                if name == "fee" and value == "partly":
                    continue
                if name == "entry" and value != "walk_in":
                    continue
                base = address if name == "fact" else asked.without(name).address()
                one = filters.read(QueryDict(f"{base}&{name}={value}"), at=NOW)
                assert filters.listings(one).count() == count, (address, name, value)


@pytest.mark.parametrize(
    "address", ["near=小樽駅&radius=0", "near=銭函", "q=見本&near=銭函&open=now", "sort=kana"]
)
def test_the_list_in_memory_and_the_database_agree(town, address):  # noqa: F811
    asked = filters.read(QueryDict(address), at=NOW)
    found = results.answer(asked, number="1", at=NOW, language="ja")
    assert {hit.listing.pk for hit in found.hits} == set(
        filters.listings(asked).values_list("pk", flat=True)
    )


@pytest.mark.parametrize(
    ("lang", "words"),
    [("ja", "件あります"), ("en", "found"), ("ja-easy", "あります")],
)
def test_three_languages(client, town, lang, words):  # noqa: F811
    ListingText.objects.create(
        listing=town["cafe"], language="en", name="Sample café", summary="Coffee by the station."
    )
    index.refresh([town["cafe"]])
    text = open_(client, lang=lang, q="coffee" if lang == "en" else "喫茶").content.decode()
    assert words in text
    if lang == "en":
        assert "Sample café" in text
        assert "Coffee by the station." in text


def test_a_listing_at_two_places_shows_the_one_that_fits(client, town):  # noqa: F811
    page = open_(client, "q=医院&fact=step_free")
    hit = page.context["found"].hits[0]
    assert PlaceFact.objects.filter(place=hit.place, code="step_free").exists()
    assert hit.more_places == 1


def test_an_empty_town_still_answers(client, db, at):
    load_towns(by=None, at=at)
    CategoryFactory()
    page = open_(client, q="サロン", near="銭函", open="now", age="78", fact="lift")
    assert page.status_code == 200
    assert "見つかりませんでした" in page.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "open=9999-12-31T23:59-12:00",
        "open=0001-01-01T00:00%2B14:00",
        "open=0001-01-01",
        "radius=000000" + "9" * 5000,
        "lat=43.19&lng=141&radius=000000" + "9" * 400,
        "near=小樽駅&radius=９９９９９９９",
        "age=²&lat=nan&lng=inf&page=-1",
        "age=" + "1" * 30 + "&page=1" + "0" * 30,
    ],
)
@pytest.mark.parametrize("path", ["/search/", "/places.geojson", "/embed/places/"])
def test_numbers_and_days_beyond_everything_are_answered(client, town, path, address):  # noqa: F811
    answer = client.get(f"{path}?{address}")
    assert answer.status_code == 200
