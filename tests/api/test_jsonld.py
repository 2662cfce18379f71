"""A search engine reads the page of a place and knows when it is open."""

import json
import re

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.exceptions import NoSuchResource

from tests.api import town as make
from tomoni.town.places.models import Opening

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


@pytest.fixture
def validator(shared):
    """Schemas of schema.org; a type whose schema is not in the folder is not restricted."""
    folder = shared / "schemas-misc" / "schema.org"
    known = {}
    for path in folder.glob("*.json"):
        schema = json.loads(path.read_text(encoding="utf-8"))
        known[schema["$id"]] = schema

    def retrieve(uri):
        if uri in known:
            return Resource.from_contents(known[uri])
        if uri.startswith("schema:"):
            open_one = {"$schema": known["schema:Place"]["$schema"], "type": ["object", "string"]}
            return Resource.from_contents(open_one)
        raise NoSuchResource(uri)

    registry = Registry(retrieve=retrieve)
    return lambda name: Draft202012Validator(known[f"schema:{name}"], registry=registry)


def read(client, slug):
    page = client.get(f"/places/{slug}/")
    assert page.status_code == 200
    (found,) = BLOCK.findall(page.content.decode())
    return json.loads(found)


def test_the_page_says_it_in_schema_org(client, validator):
    make.everything()
    found = read(client, "full")

    assert found["@type"] == "CivicStructure"
    for name in ("Place", "CivicStructure"):
        assert not [e.message for e in validator(name).iter_errors(found)]
    for one in found["openingHoursSpecification"]["@set"]:
        assert not list(validator("OpeningHoursSpecification").iter_errors(one))
    assert not list(validator("PostalAddress").iter_errors(found["address"]))
    assert found["geo"]["latitude"] == 43.1372
    assert found["telephone"] == "+81-134-00-0001"
    assert client.get("/places/full.jsonld").json() == found


def test_a_resting_place_is_closed_for_its_time(client, validator):
    make.listing("resting", status="suspended")
    found = read(client, "resting")

    rest = found["specialOpeningHoursSpecification"]
    assert rest["opens"] == rest["closes"]
    assert rest["validThrough"] == "2027-01-10"
    assert "openingHoursSpecification" not in found


def test_an_inexact_point_is_not_given_as_a_door(client):
    make.listing(where=make.place(level="town"))
    assert "geo" not in read(client, "salon")


@pytest.mark.parametrize("code", ["shokuji", "salon", ""])
def test_kinds_that_are_no_places_and_entries_without_a_place(client, code):
    make.listing("nowhere", where=False)
    assert read(client, "nowhere")["@type"] == "Service"


def test_nothing_in_the_data_can_end_the_block(client):
    make.listing("evil", name="</script><script>alert(1)</script>&")

    page = client.get("/places/evil/").content.decode()

    assert "<script>alert" not in page
    assert read(client, "evil")["name"].startswith("</script>")


def test_seasons_and_weeks_of_the_month(client, validator, monkeypatch):
    made = make.everything()
    monkeypatch.setattr("django.utils.timezone.now", lambda: make.AT)
    found = read(client, "full")
    weekly = {one["dayOfWeek"].rpartition("/")[2]: one for one in
              found["openingHoursSpecification"]["@set"]}  # fmt: skip
    # Saturdays from December to March, named by the dates of this winter.
    assert (weekly["Saturday"]["validFrom"], weekly["Saturday"]["validThrough"]) == (
        "2026-12-01",
        "2027-03-31",
    )
    assert "Thursday" not in weekly
    assert found["event"]["name"] == made.name
    rhythm = found["event"]["eventSchedule"]
    assert rhythm["byDay"] == "https://schema.org/Thursday"
    assert rhythm["byMonthWeek"] == [2, 4]
    assert (rhythm["startTime"], rhythm["repeatFrequency"]) == ("13:00:00+09:00", "P1M")
    for name in ("Place", "CivicStructure"):
        assert not [e.message for e in validator(name).iter_errors(found)]


def test_the_days_of_the_months_weeks_are_told_one_by_one(client, monkeypatch):
    made = make.listing("monthly")
    here = made.at.get()
    Opening.objects.create(at=here, weekday=3, weeks=2, opens=780, closes=960)
    Opening.objects.create(at=here, weekday=4, weeks=32, opens=600, closes=720)
    monkeypatch.setattr("django.utils.timezone.now", lambda: make.AT)
    found = read(client, "monthly")
    days = [one["validFrom"] for one in found["specialOpeningHoursSpecification"]["@set"]]
    assert days == ["2026-11-27", "2026-12-10", "2026-12-25", "2027-01-14"]
    assert found["event"]["eventSchedule"]["byMonthWeek"] == 2
