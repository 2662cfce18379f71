"""Every filter of the address means what it says, alone and together."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from tests.factories import CategoryFactory, ListingFactory, PlaceFactory
from tomoni.ground.districts.actions import load_towns
from tomoni.ground.districts.models import District, DistrictTown, Town
from tomoni.town.places.actions import index
from tomoni.town.places.models import ListingAt, ListingLanguage, Opening, PlaceFact
from tomoni.town.places.queries import filters

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=ZoneInfo("Asia/Tokyo"))  # A Tuesday.


@pytest.fixture
def town(db, at):
    """Four entries: a salon in 銭函, a café by the station, a clinic, and one that rests."""
    load_towns(by=None, at=at)
    gather = CategoryFactory(code="gather", name="つどう")
    salon = CategoryFactory(code="salon", name="サロン", parent=gather)
    meal = CategoryFactory(code="community_meal", name="地域食堂", parent=gather)
    clinic = CategoryFactory(code="clinic", name="診療所")
    zenibako = Town.objects.get(name="銭函一丁目")
    inaho = Town.objects.get(name="稲穂二丁目")
    district = District.objects.create(kind="commissioner", code="east", name="見本地区")
    DistrictTown.objects.create(district=district, town=zenibako, valid_from="2026-04-01")
    at_zenibako = PlaceFactory(town=zenibako, lat=zenibako.lat, lng=zenibako.lng)
    at_station = PlaceFactory(town=inaho, lat=43.1977, lng=140.9937)
    made = {
        "salon": ListingFactory(
            slug="salon", name="見本サロン", category=salon, place=at_zenibako, fee_kind="free",
            entry="walk_in", age_min=60, hours=[(3, 600, 840)],
        ),
        "cafe": ListingFactory(
            slug="cafe", name="見本喫茶", category=meal, place=at_station, fee_kind="paid",
            entry="booking", hours=[(1, 540, 1020), (3, 540, 1020)],
        ),
        "clinic": ListingFactory(
            slug="clinic", name="見本医院", category=clinic, place=at_station, age_max=15,
            hours=[(1, 780, 1080)],
        ),
        "rests": ListingFactory(
            slug="rests", name="休みの集い", category=salon, place=at_zenibako, suspended=True,
            hours=[(1, 0, 1440)],
        ),
    }  # fmt: skip
    made["cafe"].more_categories.add(salon)
    ListingAt.objects.create(listing=made["clinic"], place=at_zenibako, order=1)
    ListingLanguage.objects.create(listing=made["cafe"], code="zh-hans")
    PlaceFact.objects.create(place=at_zenibako, code="step_free", value="partly")
    PlaceFact.objects.create(place=at_zenibako, code="lift", value="no")
    PlaceFact.objects.create(place=at_station, code="lift", value="yes")
    index.refresh(made.values())
    return made


def slugs(address, at=NOW):
    asked = filters.read(QueryDict(address), at=at)
    return set(filters.listings(asked).values_list("slug", flat=True))


ANY = {"salon", "cafe", "clinic", "rests"}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", ANY),
        ("q=医院", {"clinic"}),
        ("q=銭函", {"salon", "clinic", "rests"}),
        ("q=☕", set()),
        ("category=salon", {"salon", "cafe", "rests"}),
        ("category=gather", {"salon", "cafe", "rests"}),
        ("category=clinic&category=community_meal", {"cafe", "clinic"}),
        ("town=zenibako-1", {"salon", "clinic", "rests"}),
        ("town=銭函", {"salon", "clinic", "rests"}),
        ("town=銭函一丁目", {"salon", "clinic", "rests"}),
        ("district=commissioner:east", {"salon", "clinic", "rests"}),
        ("district=commissioner:west", set()),
        ("open=now", {"cafe", "clinic"}),
        ("open=2026-11-26T12:00", {"salon", "cafe"}),
        ("open=2026-11-26", set()),
        ("open=yesterday", ANY),
        ("day=thu", {"salon", "cafe"}),
        ("day=thu&day=sun", {"salon", "cafe"}),
        ("age=78", {"salon", "cafe", "rests"}),
        ("age=3", {"cafe", "clinic", "rests"}),
        ("age=old", ANY),
        ("fee=free", {"salon"}),
        ("fact=step_free", {"salon", "clinic", "rests"}),
        ("fact=lift", {"cafe", "clinic"}),
        ("fact=step_free&fact=lift", set()),
        ("language=zh", {"cafe"}),
        ("language=zh-hans", {"cafe"}),
        ("language=en", set()),
        ("entry=walk_in", {"salon"}),
        ("status=running", {"salon", "cafe", "clinic"}),
        ("near=小樽駅&radius=500", {"cafe", "clinic"}),
        ("near=銭函一丁目", {"salon", "clinic", "rests"}),
        ("near=火星", ANY),
        ("lat=43.1977&lng=140.9937&radius=1000", {"cafe", "clinic"}),
        ("lat=91&lng=0", ANY),
        ("lat=nan&lng=inf", ANY),
        ("near=小樽駅&radius=0", ANY),
        ("near=銭函&category=salon&day=thu", {"salon"}),
        ("q=サロン&day=thu&fee=free&age=78&fact=step_free&town=銭函", {"salon"}),
        ("category=nothing", set()),
        ("day=someday&fact=stairs&sort=x&page=-1", ANY),
        ("near=%00", ANY),
    ],
)
def test_each_filter_means_what_it_says(town, address, expected):
    assert slugs(address) == expected


def test_open_now_and_near_must_be_true_of_one_and_the_same_place(town):
    """The clinic is open by the station today, not at its second place in 銭函."""
    assert slugs("near=銭函一丁目&open=now") == set()
    assert "clinic" in slugs("near=小樽駅&open=now")


def test_what_was_not_understood_is_named(town):
    asked = filters.read(QueryDict("near=火星&open=someday&age=-3&category=x&day=x&fee=1"), at=NOW)
    assert {name for name, _value in asked.unknown} == {
        "near", "open", "age", "category", "day", "fee",
    }  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "q=%E9%8A%AD&category=salon&town=x&day=thu&fact=lift&language=en&fee=free&age=78",
        "near=%E5%B0%8F%E6%A8%BD%E9%A7%85&radius=500&sort=kana&open=now",
        "lat=43.198&lng=140.994&entry=walk_in&status=running",
        "open=2026-11-26T12:00",
    ],
)
def test_an_address_survives_reading_and_writing(town, address):
    asked = filters.read(QueryDict(address), at=NOW)
    again = filters.read(QueryDict(asked.address()), at=NOW)
    assert again == asked


def test_my_position_is_rounded_to_a_hundred_metres(town):
    asked = filters.read(QueryDict("lat=43.197712345&lng=140.993798765"), at=NOW)
    assert (asked.lat, asked.lng) == (43.198, 140.994)
    assert "lat=43.198&lng=140.994" in asked.address()


def test_leaving_one_filter_out_asks_all_the_others(town):
    asked = filters.read(QueryDict("town=銭函&day=thu"), at=NOW)
    found = filters.listings(asked, leave_out="town").values_list("slug", flat=True)
    assert set(found) == {"salon", "cafe"}


def test_the_nearest_place_of_an_entry_counts(town):
    asked = filters.read(QueryDict("near=銭函一丁目&radius=0"), at=NOW)
    ordered = filters.listings(asked).order_by(filters.distance_of(asked), "slug")
    assert list(ordered.values_list("slug", flat=True)) == ["clinic", "rests", "salon", "cafe"]


def test_a_term_of_hours_that_is_over_does_not_count_as_a_day(town):
    Opening.objects.filter(weekday=3).update(valid_until="2026-11-01")
    assert slugs("day=thu") == set()
