"""Somebody puts the town's places on a map of their own."""

import json
import re

import pytest
from jsonschema import Draft7Validator

from tests.api import town as make
from tomoni.town.places.models import Listing

pytestmark = pytest.mark.django_db


def read(page):
    return json.loads(b"".join(page.streaming_content))


def test_the_file_is_valid_geojson_with_longitude_first(client, shared):
    make.everything()
    make.listing("small")

    page = client.get("/places.geojson")

    assert page["Content-Type"] == "application/geo+json"
    found = read(page)
    folder = shared / "schemas-misc" / "geojson"
    schema = json.loads((folder / "FeatureCollection.json").read_text(encoding="utf-8"))
    assert not list(Draft7Validator(schema).iter_errors(found))
    assert len(found["features"]) == 2  # The second place of the first one has no point.
    assert found["unlocated"] == 1
    feature = found["features"][-1]
    assert feature["geometry"]["coordinates"] == [141.1551, 43.1372]
    assert feature["properties"]["url"] == "http://testserver/places/small/"


def test_an_empty_town_gives_an_empty_collection(client):
    assert read(client.get("/places.geojson"))["features"] == []


def test_a_town_point_is_marked_approximate(client):
    make.listing(where=make.place(level="town", accuracy_m=700))

    about = read(client.get("/places.geojson"))["features"][0]["properties"]

    assert about["approximate"] is True
    assert about["accuracy_m"] == 700


def test_drafts_and_closed_ones_are_not_in_it_and_suspended_ones_say_so(client):
    make.listing("draft", status="draft")
    make.listing("closed", status="closed")
    make.listing("resting", status="suspended")

    found = read(client.get("/places.geojson"))["features"]

    assert [f["properties"]["slug"] for f in found] == ["resting"]
    assert found[0]["properties"]["suspended"] is True


def test_the_filters_of_the_search_page_narrow_it(client):
    make.listing("tea")
    make.listing("bath", name="銭湯（見本）", category=make.category("bath", name="銭湯"))

    assert len(read(client.get("/places.geojson?category=bath"))["features"]) == 1
    assert len(read(client.get("/places.geojson?q=銭湯"))["features"]) == 1
    assert len(read(client.get("/places.geojson?category=nothing"))["features"]) == 0


def test_one_listing_has_its_own_file(client):
    make.listing("tea")
    make.listing("bath")

    assert len(read(client.get("/places/tea.geojson"))["features"]) == 1
    assert client.get("/places/nothing.geojson").status_code == 404


def test_an_unchanged_file_is_not_sent_again(client, django_assert_max_num_queries):
    listing = make.listing()
    first = client.get("/places.geojson")
    assert first["ETag"] and first["Last-Modified"]

    with django_assert_max_num_queries(4):
        again = client.get("/places.geojson", HTTP_IF_NONE_MATCH=first["ETag"])
    by_date = client.get("/places.geojson", HTTP_IF_MODIFIED_SINCE=first["Last-Modified"])
    assert again.status_code == by_date.status_code == 304

    Listing.objects.filter(pk=listing.pk).update(updated_at=make.AT.replace(year=2027))
    changed = client.get("/places.geojson", HTTP_IF_NONE_MATCH=first["ETag"])
    assert changed.status_code == 200


def test_it_is_readable_from_other_sites_but_pages_are_not(client):
    assert client.get("/places.geojson")["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in client.get("/places.geojson")
    assert "Access-Control-Allow-Origin" not in client.get("/")
    assert client.options("/places.geojson").status_code == 204


def test_errors_are_problem_json_with_a_sentence(client):
    for address, status in (
        ("/places/nothing.geojson", 404),
        ("/api/nothing", 404),
        ("/places.geojson?q=%00", 400),
    ):
        page = client.get(address)
        assert page.status_code == status
        assert page["Content-Type"] == "application/problem+json"
        assert page.json()["detail"]
    assert client.post("/places.geojson").status_code == 405


def test_the_number_of_questions_to_the_database_does_not_grow(
    client, django_assert_num_queries, django_assert_max_num_queries
):
    make.listing("one")
    with django_assert_max_num_queries(6) as few:
        read(client.get("/places.geojson"))
    for number in range(30):
        make.listing(f"more-{number}")
    with django_assert_num_queries(len(few)):
        read(client.get("/places.geojson"))


def test_the_map_of_the_search_page_draws_each_place_once(client):
    make.everything()
    make.listing("small")

    said = client.get("/places/").content.decode()
    marked = set(re.findall(r'data-map-id="([^"]+)"', said))

    assert marked == {feature["id"] for feature in read(client.get("/places.geojson"))["features"]}
