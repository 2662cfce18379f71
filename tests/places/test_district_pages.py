"""What is here: towns and districts."""

from datetime import date

import pytest

from tests.factories import ListingFactory, PlaceFactory
from tomoni.ground.districts.models import District, DistrictTown, Town


@pytest.fixture
def zenibako(db):
    return Town.objects.create(
        code="zenibako-1", name="銭函一丁目", name_kana="ぜにばこいっちょうめ", name_en="Zenibako 1-chome",
        base="銭函", chome=1, lat=43.146, lng=141.147, accuracy_m=900,
    )  # fmt: skip


def test_haru_finds_what_is_in_her_town(client, zenibako):
    ListingFactory(name="銭函の茶の間", place=PlaceFactory(town=zenibako))
    ListingFactory(name="よその集まり")
    index = client.get("/districts/").content.decode()
    page = client.get("/districts/town/zenibako-1/").content.decode()

    assert "/districts/town/zenibako-1/" in index
    assert "銭函の茶の間" in page and "よその集まり" not in page


def test_a_tourist_finds_a_town_by_its_first_letter(client, zenibako):
    page = client.get("/districts/?lang=en").content.decode()
    assert ">Z</a>" in page and "Zenibako" in page
    assert ">さ</a>" in client.get("/districts/?lang=ja").content.decode()


def test_an_empty_town_offers_the_phone(client, zenibako):
    page = client.get("/districts/town/zenibako-1/").content.decode()
    assert "まだありません" in page and "tel:" in page


def test_a_district_holds_the_towns_of_today(client, zenibako):
    district = District.objects.create(
        kind="commissioner", code="1", name="第1地区", is_sample=True
    )
    DistrictTown.objects.create(district=district, town=zenibako, valid_from=date(2020, 4, 1))
    ListingFactory(name="銭函の茶の間", place=PlaceFactory(town=zenibako))
    page = client.get("/districts/commissioner/1/").content.decode()

    assert "銭函一丁目" in page and "銭函の茶の間" in page
    assert client.get("/districts/nonsense/1/").status_code == 404
    assert "第1地区" in client.get("/districts/town/zenibako-1/").content.decode()
