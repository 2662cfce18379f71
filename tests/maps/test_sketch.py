"""The base map that a town has before it imports one."""

import json

import pytest
from shapely.geometry import shape

from tomoni.core.models import AuditRow
from tomoni.ground.districts.models import Station, Town
from tomoni.town.maps import actions, store
from tomoni.town.maps.models import MapBuild

pytestmark = pytest.mark.django_db


def layers(base):
    found = {}
    for item in json.loads(base.path(store.OVERVIEW).read_text("utf-8"))["features"]:
        found.setdefault(item["properties"]["layer"], []).append(item)
    return found


def test_the_sketch_is_drawn_from_the_towns_own_facts(towns, at):
    base = actions.draw_sketch(by=None, at=at)

    drawn = layers(base)
    assert base.kind == "sketch"
    assert base.sketched == ("coast", "towns")
    assert any("略図" in credit for credit in base.credits)
    assert len(drawn["town_label"]) == 58
    assert len(drawn["chome_label"]) == Town.objects.exclude(chome=None).count()
    assert len(drawn["station"]) == Station.objects.count()
    [land] = drawn["land"]
    for label in drawn["town_label"] + drawn["chome_label"]:
        assert shape(land["geometry"]).buffer(1e-4).contains(shape(label["geometry"])), label
    assert base.path(store.OVERVIEW).stat().st_size < 120_000


def test_the_railway_never_crosses_the_shore(towns, at):
    drawn = layers(actions.draw_sketch(by=None, at=at))

    [rail], [coast] = drawn["rail"], drawn["coast"]
    assert not shape(rail["geometry"]).crosses(shape(coast["geometry"]))


def test_drawing_twice_changes_nothing(towns, at):
    first = actions.draw_sketch(by=None, at=at)
    second = actions.draw_sketch(by=None, at=at)

    assert first.version == second.version == store.current().version
    assert MapBuild.objects.count() == 1
    assert AuditRow.objects.filter(act="maps.put_in_force").count() == 1


def test_the_sketch_follows_a_moved_town(towns, at):
    first = actions.draw_sketch(by=None, at=at)
    Town.objects.filter(name="花園二丁目").update(lat=43.1916)

    assert actions.draw_sketch(by=None, at=at).version != first.version


def test_without_towns_there_is_still_a_shore(at):
    drawn = layers(actions.draw_sketch(by=None, at=at))

    assert drawn["coast"] and drawn["land"]
    assert "town_label" not in drawn


def test_the_outline_is_near_the_official_border(towns, at, shared):
    """What the README says about the hand-drawn outline."""
    from tomoni.ground.districts import facts
    from tomoni.town.maps import boundary

    path = shared / "otaru-geo" / "otaru_boundary_N03-2021_simplified1pct.geojson"
    official = boundary.read(path, "012033").area
    drawn = facts.outline()

    assert drawn.intersection(official).area / drawn.union(official).area > 0.97


def test_what_a_killed_build_left_is_swept_away_and_never_served(folder, at, towns):
    base = actions.draw_sketch(by=None, at=at)
    (folder / ".building-dead").mkdir()
    (folder / "abcdef0123456789").mkdir()  # A folder whose manifest was never written.

    assert store.current() == base
    assert store.version("abcdef0123456789") is None
    assert store.sweep(older_than=2**40) == 1


def test_old_versions_go_and_the_one_before_stays(towns, at, folder):
    versions = []
    for step in range(4):
        Town.objects.filter(name="花園二丁目").update(lat=43.19 + step / 1000)
        versions.append(actions.draw_sketch(by=None, at=at).version)

    kept = {path.name for path in folder.iterdir() if path.is_dir()}
    assert versions[-1] in kept
    assert len(kept) == store.KEPT_VERSIONS
