"""The city's open data as a folder, for another city and for the archive."""

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from tests.api import town as make
from tests.api.test_hsds import problems, schemas
from tomoni.api.export import writing
from tomoni.core.city import OpenData, city
from tomoni.town.places.models import Category, Listing

__all__ = ["schemas"]
pytestmark = pytest.mark.django_db
ON = "2026-11-24"
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def town():
    make.everything()
    toilet = Category.objects.create(
        code="toilet", name="公衆トイレ", name_en="Toilet", dataset="public_toilet"
    )
    make.listing("toilet", name="=HYPERLINK(1)駅前トイレ", category=toilet)
    make.listing("resting", status="suspended", where=make.place(address="", level="town"))
    make.listing("secret", status="draft", name="まだ秘密")


def export(folder, *words):
    call_command("export", str(folder), "--on", ON, *words, verbosity=0)
    return json.loads((folder / "manifest.json").read_text("utf-8"))


def content(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_everything_is_there_and_the_manifest_names_it(town, tmp_path):
    manifest = export(tmp_path / "out")
    here = content(tmp_path / "out")

    assert {entry["path"] for entry in manifest["files"]} | {"manifest.json"} == set(here)
    assert {
        "catalogue.json",
        "lists/012033_listing.csv",
        "lists/012033_public_toilet.xlsx",
        "places.geojson",
        "hsds/services.ndjson",
        "hsds/organizations.ndjson",
    } <= set(here)
    for entry in manifest["files"]:
        said = here[entry["path"]]
        assert entry["sha256"] == hashlib.sha256(said).hexdigest()
        assert entry["bytes"] == len(said)
        assert entry["licence"] == "CC BY 4.0"
        if entry["path"].endswith(".csv"):
            table = list(csv.reader(io.StringIO(said.decode("utf-8-sig"), newline="")))
            assert entry["rows"] == len(table) - 1
        if entry["path"].endswith(".ndjson"):
            assert entry["rows"] == said.count(b"\n")
    assert manifest["attribution"] == "小樽市オープンデータ"
    assert "まだ秘密".encode() not in b"".join(here.values())
    assert b"'=HYPERLINK" in here["lists/012033_public_toilet.csv"]


def test_the_same_data_are_the_same_bytes(town, tmp_path, client):
    export(tmp_path / "first")
    export(tmp_path / "second")
    export(tmp_path / "second")

    assert content(tmp_path / "first") == content(tmp_path / "second")
    page = client.get("/open-data/lists/listing.csv")
    assert (
        b"".join(page.streaming_content) == content(tmp_path / "first")["lists/012033_listing.csv"]
    )
    Listing.objects.filter(slug="toilet").update(name="あたらしい名前")
    export(tmp_path / "second")
    assert content(tmp_path / "first") != content(tmp_path / "second")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("organizations", "organization"),
        ("services", "service"),
        ("service_at_locations", "service_at_location"),
        ("taxonomies", "taxonomy"),
        ("taxonomy_terms", "taxonomy_term"),
    ],
)
def test_every_hsds_document_of_the_folder_is_valid(town, tmp_path, schemas, name, schema):
    export(tmp_path / "out", "--only", "hsds")
    lines = (tmp_path / "out" / "hsds" / f"{name}.ndjson").read_text("utf-8").splitlines()
    assert lines
    for line in lines:
        assert not problems(schemas(schema), json.loads(line)), line


def test_only_what_was_asked_for(town, tmp_path):
    export(tmp_path / "out", "--only", "geojson")
    assert set(content(tmp_path / "out")) == {"places.geojson", "manifest.json"}
    export(tmp_path / "out", "--only", "public_toilet")
    assert set(content(tmp_path / "out")) == {
        "catalogue.json", "lists/012033_public_toilet.csv", "lists/012033_public_toilet.xlsx",
        "manifest.json",
    }  # fmt: skip
    with pytest.raises(CommandError, match="secrets"):
        export(tmp_path / "out", "--only", "secrets")


def test_a_folder_with_other_things_is_left_alone(town, tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "harbour.jpg").write_bytes(b"x")
    with pytest.raises(CommandError, match="photos"):
        export(tmp_path / "photos")
    export(tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("mine")
    with pytest.raises(CommandError):
        export(tmp_path / "out")
    assert (tmp_path / "out" / "notes.txt").exists()


def test_a_failure_in_the_middle_leaves_the_old_folder(town, tmp_path, monkeypatch):
    export(tmp_path / "out")
    before = content(tmp_path / "out")

    def broken(*words):
        raise OSError(28, "No space left on device", "places.geojson")

    monkeypatch.setattr(writing.parts, "places", broken)
    with pytest.raises(CommandError, match="No space"):
        export(tmp_path / "out")
    assert content(tmp_path / "out") == before
    assert os.listdir(tmp_path) == ["out"]


def test_a_file_system_that_cannot_exchange(town, tmp_path, monkeypatch):
    class Old:
        pass

    monkeypatch.setattr(writing.ctypes, "CDLL", lambda *words, **more: Old())
    export(tmp_path / "out")
    export(tmp_path / "out", "--only", "geojson")
    assert set(content(tmp_path / "out")) == {"places.geojson", "manifest.json"}
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.parametrize(
    "wrong",
    [{"licence": ""}, {"publisher": " "}, {"licence_url": "http://example.jp/l"}, {"attribution": 5}],
)  # fmt: skip
def test_terms_that_say_nothing_stop_the_program(wrong):
    good = {
        "publisher": "見本市",
        "attribution": "見本市オープンデータ",
        "licence": "CC BY 4.0",
        "licence_name": "表示 4.0",
        "licence_url": "https://creativecommons.org/licenses/by/4.0/",
    }
    assert OpenData(**good).said("licence_name", "en") == "表示 4.0"
    with pytest.raises(ValueError, match=f"open_data.{next(iter(wrong))}"):
        OpenData(**good | wrong)


def test_another_town_has_other_terms(tmp_path, client, town):
    here = ROOT / "config" / "city.toml"
    book = here.read_text("utf-8").replace("小樽市オープンデータ", "見本町の表")
    (tmp_path / "city.toml").write_text(book, "utf-8")
    with override_settings(CITY_FILE=tmp_path / "city.toml"):
        city.cache_clear()
        try:
            assert "「見本町の表」" in client.get("/open-data/").content.decode()
            assert client.get("/open-data/catalogue.json").json()["dct:rights"] == "見本町の表"
        finally:
            city.cache_clear()


MEANWHILE = """
import threading, django
django.setup()
from django.db import connection
from django.utils.timezone import now
from tomoni.core.one_moment import one_moment
from tomoni.ground.people.models import Organisation

def write(name):
    at = now()
    Organisation.objects.create(slug=name, name=name, kind="other", created_at=at, updated_at=at)
    connection.close()

write("one")
with one_moment():
    before = Organisation.objects.count()
    other = threading.Thread(target=write, args=("two",))
    other.start()
    other.join(10)
    assert (before, Organisation.objects.count(), other.is_alive()) == (1, 1, False)
assert Organisation.objects.count() == 2
"""


@pytest.mark.slow
def test_what_is_written_meanwhile_waits_for_the_next_export(installation):
    one = installation()
    one.run("migrate", "-v0")
    env = one.env | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "-c", MEANWHILE], env=env, cwd=ROOT, check=True)
