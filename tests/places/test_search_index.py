"""What is written about an entry is what finds it, at once."""

import pytest

from tests.factories import (
    CategoryFactory,
    ListingFactory,
    OrganisationFactory,
    PlaceFactory,
)
from tomoni.core.models import SearchDoc
from tomoni.core.search import find, parse
from tomoni.ground.districts.models import District, DistrictTown, Town
from tomoni.town.places.actions import index
from tomoni.town.places.models import (
    Contact,
    Hazard,
    Listing,
    ListingLanguage,
    ListingText,
    Opening,
    PlaceFact,
)
from tomoni.town.places.queries.search import SECTION


def hits(text):
    return set(find(SECTION, parse(text)).keys)


@pytest.fixture
def zenibako(db):
    town = Town.objects.create(
        code="zenibako-1", name="銭函一丁目", name_kana="ぜにばこいっちょうめ", name_en="Zenibako 1",
        base="銭函", chome=1, lat=43.146, lng=141.147, accuracy_m=400,
    )  # fmt: skip
    district = District.objects.create(kind="commissioner", code="1", name="第1地区（見本）")
    centre = District.objects.create(
        kind="support_centre", code="se", name="東南部地域包括支援センター"
    )
    for each in (district, centre):
        DistrictTown.objects.create(district=each, town=town, valid_from="2026-04-01")
    return town


@pytest.fixture
def ochanoma(zenibako):
    """お茶の間, a salon in Zenibako with everything one can say about it."""
    group = CategoryFactory(code="gather", name="つどう・居場所", name_kana="つどういばしょ")
    salon = CategoryFactory(
        code="salon",
        name="居場所・サロン",
        name_en="Drop-in salon",
        also="茶話会 ランチ",
        parent=group,
    )
    place = PlaceFactory(
        name="見本の家", town=zenibako, address="北海道小樽市銭函1丁目2-3", building="2階",
    )  # fmt: skip
    listing = ListingFactory(
        name="お茶の間・たけうち",
        name_kana="オチャノマ タケウチ",
        name_en="Ochanoma Takeuchi",
        also="竹内さんち、たけうちハウス",
        category=salon,
        organisation=OrganisationFactory(name="見本の会", name_kana="ミホンノカイ"),
        description="手作りの昼食を囲みます。",
        place=place,
        hours=[(3, 600, 840)],
    )
    Opening.objects.update(weeks=2)
    Contact.objects.create(listing=listing, phone="0134-00-0001")
    Contact.objects.create(listing=listing, phone="0134-99-9999", audience="professional")
    ListingText.objects.create(listing=listing, language="en", description="Home-made lunch")
    ListingText.objects.create(listing=listing, language="ja-easy", name="お茶を のむ ところ")
    ListingLanguage.objects.create(listing=listing, code="en")
    PlaceFact.objects.create(place=place, code="step_free", value="yes")
    PlaceFact.objects.create(place=place, code="lift", value="no")
    Hazard.objects.create(listing=listing, code="tsunami")
    index.refresh([listing])
    return listing


@pytest.mark.parametrize(
    "typed",
    [
        "お茶の間", "おちゃのま", "ｵﾁｬﾉﾏ", "オチャノマ", "Takeuchi", "ochanoma takeuchi", "竹内さん",
        "お茶の間たけうち", "茶", "サロン", "居場所", "drop-in", "茶話会", "つどう", "見本の会", "みほんのかい",
        "銭函", "ぜにばこ", "ゼニバコ", "zenibako", "銭函一丁目", "銭函1丁目", "銭函１丁目", "第1地区",
        "見本の家", "2階", "手作り", "昼食", "home-made lunch", "のむ", "英語", "english", "段差", "津波",
        "木曜日", "第2木曜日", "0134-00-0001", "0134000001", "銭函 サロン ランチ 木曜",
    ],
)  # fmt: skip
def test_an_entry_is_found_by_every_word_about_it(ochanoma, typed):
    assert ochanoma.pk in hits(typed)


@pytest.mark.parametrize("typed", ["0134-99-9999", "エレベーター", "地域包括支援センター", "朝里"])
def test_an_entry_is_not_found_by_what_residents_must_not_or_need_not_see(ochanoma, typed):
    assert not hits(typed)


def test_a_draft_and_a_closed_entry_are_not_in_the_index(ochanoma, at):
    assert hits("お茶の間")
    Listing.objects.filter(pk=ochanoma.pk).update(status="draft")
    index.refresh([ochanoma])
    assert not hits("お茶の間")
    assert not SearchDoc.objects.exists()


def test_many_writes_are_indexed_once_at_the_end(db):
    with index.together():
        listings = [ListingFactory(name=f"見本喫茶{n}", place=None) for n in range(3)]
        for listing in listings:
            index.refresh([listing])
        assert not hits("喫茶")
    assert hits("喫茶") == {listing.pk for listing in listings}


def test_rebuilding_gives_the_same_index(ochanoma, at, django_assert_max_num_queries):
    listing = ListingFactory(name="見本喫茶", suspended=True)
    index.refresh([listing])
    before = list(SearchDoc.objects.order_by("id").values())
    SearchDoc.objects.filter(key=listing.pk).delete()

    assert index.rebuild(at) == 2

    assert list(SearchDoc.objects.order_by("id").values()) == before


def test_an_entry_that_is_gone_leaves_the_index_when_it_is_rebuilt(ochanoma, at):
    gone = ListingFactory(name="消えた喫茶", place=None)
    index.refresh([gone])
    gone.delete()
    index.rebuild(at)
    assert not hits("消えた喫茶")


def test_a_batch_costs_a_constant_number_of_queries(zenibako, django_assert_num_queries):
    listings = [ListingFactory(place=PlaceFactory(town=zenibako)) for _ in range(6)]
    index.refresh(listings[:1])
    with django_assert_num_queries(18):
        index.refresh(listings)
