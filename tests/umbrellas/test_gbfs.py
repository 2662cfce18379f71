"""The feeds against the schemas of GBFS 3.0 and 2.3, the files against each other, and a validator that
fetches them over HTTP."""

import json
import subprocess
import sys

import pytest
from django.utils.timezone import now
from jsonschema import Draft7Validator, FormatChecker

from tests.umbrellas.stands import stand
from tomoni.ties.umbrellas import feeds
from tomoni.ties.umbrellas.models import Station

pytestmark = pytest.mark.django_db
FILES = ("system_information", "vehicle_types", "station_information", "station_status")


@pytest.fixture
def town(db):
    stand(3, name="見本駅", name_en="Sample Station", address="見本町1", at=now())
    stand(40, name="見本ホテル", use="return", at=now())
    stand(0, use="borrow", at=now())
    closed = stand(0, at=now())
    Station.objects.filter(pk=closed.pk).update(closed_on=now().date())


def errors(shared, version, name, data):
    schema = json.loads((shared / f"gbfs/schema/v{version}/{name}.json").read_text("utf-8"))
    checker = Draft7Validator(schema, format_checker=FormatChecker())
    return [f"{name}: {one.json_path} {one.message[:120]}" for one in checker.iter_errors(data)]


def path_of(url):
    return url.split("://", 1)[1].partition("/")[2].join(["/", ""])


def follow(client, feeds):
    """Every file a discovery file names, by its name."""
    found = {}
    for one in feeds:
        answer = client.get(path_of(one["url"]))
        assert answer.status_code == 200 and answer["Content-Type"] == "application/json"
        assert answer["Access-Control-Allow-Origin"] == "*"
        found[one["name"]] = answer.json()
    return found


def agree(files, available):
    """The same stands in both files, each once, of a kind that is declared; nothing negative."""
    about = {one["station_id"]: one for one in files["station_information"]["data"]["stations"]}
    now_there = files["station_status"]["data"]["stations"]
    assert len(about) == len(now_there) == 3
    assert {one["station_id"] for one in now_there} == set(about)
    kinds = {one["vehicle_type_id"] for one in files["vehicle_types"]["data"]["vehicle_types"]}
    for one in now_there:
        sums = {row["vehicle_type_id"]: row["count"] for row in one["vehicle_types_available"]}
        assert set(sums) <= kinds and sum(sums.values()) == one[available]
        assert one["num_docks_available"] == max(
            0, about[one["station_id"]]["capacity"] - one[available]
        )
    by_use = {one.slug: one for one in Station.objects.all()}
    for one in now_there:
        station = by_use[one["station_id"]]
        assert (one["is_renting"], one["is_returning"]) == (station.lends, station.takes)
        assert one[available] == station.count


def test_version_3_has_no_error_and_its_files_agree(client, town, shared):
    root = client.get("/umbrellas/gbfs/gbfs.json").json()
    assert not errors(shared, "3.0", "gbfs", root)
    files = follow(client, root["data"]["feeds"])
    assert set(files) == {"gbfs_versions", *FILES}
    found = [line for name, data in files.items() for line in errors(shared, "3.0", name, data)]
    assert not found, found
    agree(files, "num_vehicles_available")
    languages = set(files["system_information"]["data"]["languages"])
    for one in files["station_information"]["data"]["stations"]:
        assert {word["language"] for word in one["name"]} <= languages


def test_version_2_3_has_no_error_in_either_language_and_its_files_agree(client, town, shared):
    root = client.get("/umbrellas/gbfs/2.3/gbfs.json").json()
    assert not errors(shared, "2.3", "gbfs", root)
    assert set(root["data"]) == {"ja", "en"}
    for language, part in root["data"].items():
        files = follow(client, part["feeds"])
        found = [line for name, data in files.items() for line in errors(shared, "2.3", name, data)]
        assert not found, found
        agree(files, "num_bikes_available")
        assert files["system_information"]["data"]["language"] == language
    names = [one["name"] for one in files["station_information"]["data"]["stations"]]
    assert "Sample Station" in names


def test_both_versions_tell_the_same_and_name_each_other(client, town):
    three = client.get("/umbrellas/gbfs/station_status.json").json()["data"]["stations"]
    two = client.get("/umbrellas/gbfs/2.3/ja/station_status.json").json()["data"]["stations"]
    assert {o["station_id"]: o["num_vehicles_available"] for o in three} == {
        o["station_id"]: o["num_bikes_available"] for o in two
    }
    versions = client.get("/umbrellas/gbfs/gbfs_versions.json").json()["data"]["versions"]
    for one in versions:
        assert client.get(path_of(one["url"])).json()["version"] == one["version"]


def test_an_empty_town_is_valid_too(client, shared):
    for name in FILES:
        data = client.get(f"/umbrellas/gbfs/{name}.json").json()
        assert not errors(shared, "3.0", name, data)


def test_other_names_are_not_there(client):
    for path in ("nothing.json", "2.3/ja/nothing.json", "2.3/ko/station_status.json"):
        answer = client.get(f"/umbrellas/gbfs/{path}")
        assert answer.status_code == 404 and answer["Content-Type"] == "application/problem+json"


def test_the_schemas_would_notice(shared):
    bad = {
        "last_updated": "now",
        "ttl": -1,
        "version": "3.0",
        "data": {"stations": [{"station_id": 1}]},
    }
    assert len(errors(shared, "3.0", "station_status", bad)) >= 3


@pytest.fixture
def served(live_server, settings):
    """The feeds under their own addresses on this machine, for a program that fetches them."""
    settings.SITE_URL = live_server.url
    stand(3, name="見本駅", name_en="Sample Station", address="見本町1", at=now())
    stand(40, name="見本ホテル", use="return", at=now())
    return live_server.url


def validated(url):
    """What the validator says of a feed: the exit code and the report."""
    done = subprocess.run(
        [sys.executable, "-m", "gbfs_validator.cli", "-u", url, "--docked", "--fail-on-error"],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stdout, done.stderr[-500:]
    return done.returncode, json.loads(done.stdout)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("path", "version"), [("", "3.0"), ("2.3/", "2.3")])
def test_a_validator_that_follows_the_feeds_by_itself_finds_no_error(served, path, version):
    code, report = validated(f"{served}/umbrellas/gbfs/{path}gbfs.json")
    summary = report["summary"]
    assert (code, summary["errorsCount"], summary["version"]["detected"]) == (0, 0, version), report
    read = {one["file"] for one in report["files"] if one["exists"]}
    assert read == {"gbfs.json", "gbfs_versions.json", *(f"{name}.json" for name in FILES)}


@pytest.mark.django_db(transaction=True)
def test_the_validator_would_notice(served, monkeypatch):
    monkeypatch.setattr(feeds, "TTL", -1)
    code, report = validated(f"{served}/umbrellas/gbfs/gbfs.json")
    assert code == 1 and report["summary"]["errorsCount"] >= len(FILES)
