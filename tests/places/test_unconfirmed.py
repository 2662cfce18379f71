"""An entry that nobody has checked in time says so wherever it stands."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import ListingFactory
from tomoni.town.places.actions import index
from tomoni.town.places.models import Listing

LATE = "長く確かめられていません"


@pytest.fixture
def two(salon):
    """One checked, one whose day has passed; both on the map."""
    found = []
    for slug, days in (("fresh", 30), ("late", -1)):
        listing = ListingFactory(slug=slug, name=f"見本{slug}", organisation=salon)
        due = timezone.localdate() + timedelta(days=days)
        Listing.objects.filter(pk=listing.pk).update(review_due_on=due)
        place = listing.at.get().place
        place.lat, place.lng, place.level = 43.19, 140.99, "building"
        place.save()
        listing.refresh_from_db()
        found.append(listing)
    index.refresh(found)
    return found


def test_in_lists_on_the_screen_and_on_paper(client, two):
    for path in ("/places/", "/search/?q=見本", "/organisations/mihon-salon/"):
        page = client.get(path)
        assertContains(page, "見本fresh")
        text = page.content.decode()
        assert text.count(f"<span>{LATE}</span>") == 1, path
        mark = text[text.index('class="unchecked') :][:60]
        assert "no-print" not in mark, path


def test_on_its_page(client, two):
    assertContains(client.get("/places/late/"), "確かめられていません")
    assertContains(client.get("/places/late/"), "print-only")
    assertNotContains(client.get("/places/fresh/"), "確かめられていません")


def test_on_the_card_of_the_map(client, two):
    text = client.get("/places/").content.decode()
    card = {name: json.dumps(f"{name}（{LATE}）")[1:-1] for name in ("見本fresh", "見本late")}
    names = [name for name, written in card.items() if written in text]
    assert names == ["見本late"]


def test_in_open_data_and_for_other_maps(client, two):
    data = json.loads(b"".join(client.get("/places.geojson").streaming_content))
    told = {f["properties"]["slug"]: f["properties"]["unconfirmed"] for f in data["features"]}
    assert told == {"fresh": False, "late": True}
    answer = client.get("/open-data/lists/listing.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    said = {row["名称"]: row["確認の状態"] for row in rows}
    assert said == {"見本fresh": "期限内", "見本late": "確かめる日を過ぎています"}


@pytest.mark.parametrize("language", ["ja-easy", "en"])
def test_in_the_readers_language(client, two, language):
    client.cookies["lang"] = language
    words = {"ja-easy": "ながい あいだ", "en": "Not checked for a long time"}
    assertContains(client.get("/places/"), words[language])
