"""A support centre is for the people of its district, and says so everywhere."""

from datetime import date

import pytest

from tests.factories import NOW, CategoryFactory, ListingFactory
from tomoni.ground.districts.models import District, DistrictTown, Town
from tomoni.town.places.actions import lists
from tomoni.town.places.models import Listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def east():
    made = District.objects.create(
        kind="support_centre", code="mihon-east", name="東南部", name_en="South-east"
    )
    town = Town.objects.create(
        code="mihon-1", name="見本町１丁目", name_kana="みほんちょう", base="見本町", chome=1,
        lat=43.19, lng=140.99, accuracy_m=300,
    )  # fmt: skip
    DistrictTown.objects.create(district=made, town=town, valid_from=date(2020, 4, 1))
    return made


def test_the_clerk_says_for_which_districts_it_is(client, mori, east):
    entry = ListingFactory(slug="mihon-centre", category=CategoryFactory())
    client.force_login(mori)
    page = client.get("/staff/places/mihon-centre/edit/areas/").content.decode()
    assert "東南部" in page
    client.post(
        "/staff/places/mihon-centre/edit/areas/", {"rows": [east.pk], "version": entry.version}
    )
    assert [one.district for one in entry.areas.all()] == [east]
    history = client.get("/staff/places/mihon-centre/history/").content.decode()
    assert "担当する地区を直した" in history and "<td>東南部</td>" in history


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "東南部"), ("ja-easy", "東南部"), ("en", "South-east")]
)
def test_everybody_reads_it_with_a_way_to_the_district(client, east, language, words):
    entry = ListingFactory(slug="mihon-centre", category=CategoryFactory())
    lists.set(listing=entry, part="areas", rows=[{"district_id": east.pk}], by=None, at=NOW)
    page = client.get("/places/mihon-centre/", {"lang": language}, follow=True).content.decode()
    assert f'<a href="/districts/support_centre/mihon-east/">{words}</a>' in page


def test_programs_read_the_district_and_its_towns(client, east):
    entry = ListingFactory(slug="mihon-centre", place=None)
    lists.set(listing=entry, part="areas", rows=[{"district_id": east.pk}], by=None, at=NOW)
    said = client.get(f"/api/hsds/services/{entry.pk}").json()["service_areas"]
    (area,) = said
    assert (area["name"], area["extent"], area["extent_type"]) == (
        "東南部", "見本町１丁目", "text",
    )  # fmt: skip
    assert area["uri"].endswith("/districts/support_centre/mihon-east/")
    assert client.get("/places/mihon-centre.jsonld").status_code == 200
    assert not client.get(f"/api/hsds/services/{ListingFactory().pk}").json().get("service_areas")
    assert Listing.objects.get(pk=entry.pk).version == entry.version + 1
