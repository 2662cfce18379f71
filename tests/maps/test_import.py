"""A real border and real streets in place of the sketch."""

import gzip
import json
import os
import signal
import time

import pytest
from django.core.management import CommandError, call_command
from shapely.geometry import Point, box, shape

from tomoni.core.errors import Refused
from tomoni.town.maps import actions, boundary, osm, osm_classes, shores, store, tiles
from tomoni.town.maps.models import MapBuild

pytestmark = pytest.mark.django_db

SMALL = """<?xml version="1.0"?>
<osm version="0.6"><bounds minlat="43.18" minlon="140.98" maxlat="43.22" maxlon="141.03"/>
<node id="1" lat="43.190" lon="140.990"/><node id="2" lat="43.195" lon="140.995"/>
<node id="3" lat="43.180" lon="141.010"/><node id="4" lat="43.220" lon="141.010"/>
<node id="5" lat="43.1975" lon="140.9937"><tag k="railway" v="station"/><tag k="name" v="小樽"/></node>
<way id="10"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/><tag k="name" v="坂道"/></way>
<way id="11"><nd ref="2"/><nd ref="1"/><tag k="highway" v="steps"/></way>
<way id="12"><nd ref="3"/><nd ref="4"/><tag k="natural" v="coastline"/></way>
<way id="13"><nd ref="1"/><nd ref="99"/><tag k="highway" v="footway"/></way>
</osm>"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.osm"
    path.write_text(SMALL, encoding="utf-8")
    return path


def border(tmp_path, name="border.geojson", code="01203", ring=None):
    ring = ring or [[140.8, 43.0], [141.3, 43.0], [141.3, 43.3], [140.8, 43.3], [140.8, 43.0]]
    path = tmp_path / name
    data = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"N03_004": "小樽市", "N03_007": code},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        ],
    }
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def features(base, layer):
    collection = json.loads(base.path(store.OVERVIEW).read_text("utf-8"))
    return [item for item in collection["features"] if item["properties"]["layer"] == layer]


def test_every_object_is_drawn_or_rejected_with_a_reason(towns, at, small):
    report = actions.import_map([small], by=None, at=at)

    [file] = report.files
    assert (file.rows, file.created, file.rejected) == (5, 4, 1)
    assert file.layers == {"coast": 1, "poi": 1, "road": 1, "steps": 1}
    [row] = file.rejections
    assert row["row"] == "way/13"
    assert "形が不完全" in row["reason"]
    base = store.current()
    assert base.kind == "imported" and base.has_tiles
    assert base.credits[0] == "© OpenStreetMap contributors"
    assert MapBuild.objects.get().files == ["small.osm"]


def test_the_same_file_again_is_unchanged(towns, at, small):
    first = actions.import_map([small], by=None, at=at)
    again = actions.import_map([small], by=None, at=at)

    assert again.version == first.version
    assert (again.files[0].created, again.files[0].unchanged) == (0, 4)
    assert MapBuild.objects.count() == 1


def test_no_path_of_this_machine_stands_in_the_tiles(towns, at, small, tmp_path):
    actions.import_map([small], by=None, at=at)

    base = store.current()
    data = base.path(store.TILES).read_bytes()
    metadata = int.from_bytes(data[24:32], "little"), int.from_bytes(data[32:40], "little")
    text = gzip.decompress(data[metadata[0] : metadata[0] + metadata[1]]).decode()
    assert "road.geojsonl" in text
    assert str(tmp_path) not in text and "/" not in json.loads(text)["generator_options"]


def test_a_dry_run_keeps_nothing(towns, at, small, folder):
    before = actions.draw_sketch(by=None, at=at)

    report = actions.import_map([small], by=None, at=at, dry_run=True)

    assert report.files[0].created == 4
    assert store.current() == before
    assert list(folder.glob(".building-*")) == []


def test_a_real_shore_takes_the_place_of_the_sketched_one(towns, at, small):
    actions.import_map([small], by=None, at=at)

    base = store.current()
    [land] = features(base, "beyond")
    assert shape(land["geometry"]).contains(Point(140.99, 43.20))  # West of the shore, on its left.
    assert not shape(land["geometry"]).contains(Point(141.02, 43.21))
    assert "coast" not in base.sketched


def test_border_and_streets_may_come_one_after_the_other(towns, at, small, tmp_path):
    actions.import_map([border(tmp_path)], by=None, at=at)
    first = store.current()
    actions.import_map([small], by=None, at=at)
    second = store.current()

    assert not first.has_tiles and "行政区域" in first.credits[0]
    assert second.has_tiles and second.credits[:2] == (
        "© OpenStreetMap contributors",
        first.credits[0],
    )
    [land] = features(second, "land")
    assert shape(land["geometry"]).bounds == (140.8, 43.0, 141.3, 43.3)
    actions.import_map([border(tmp_path)], by=None, at=at)
    assert store.current().version == second.version


def test_drawing_the_sketch_never_replaces_an_imported_map(towns, at, small):
    actions.import_map([small], by=None, at=at)
    base = store.current()

    assert actions.draw_sketch(by=None, at=at) == base


@pytest.mark.parametrize(
    "name, content, words",
    [
        ("empty.osm", b"", "読めません"),
        ("words.osm.pbf", "ただの文章".encode(), "読めません"),
        ("book.xlsx", b"PK\x03\x04" + b"\0" * 100, "読めません"),
        ("cut.osm", SMALL[:400].encode(), "読めません"),
        ("cut.osm.gz", gzip.compress(SMALL.encode(), mtime=0)[:60], "読めません"),
        (
            "nothing.osm",
            b'<?xml version="1.0"?><osm version="0.6"></osm>',
            "道路や建物が入っていません",
        ),
        ("other.json", b"[1, 2]", "FeatureCollection"),
        ("broken.geojson", b'{"type": "FeatureColl', "JSONとして読めません"),
        ("sjis.geojson", '{"a": "小樽市"}'.encode("cp932"), "UTF-8"),
        ("deep.geojson", b"[" * 100_000, "JSONとして読めません"),
    ],
)
def test_a_wrong_file_gets_its_sentence_and_changes_nothing(
    towns, at, tmp_path, name, content, words
):
    before = actions.draw_sketch(by=None, at=at)
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(Refused) as refusal:
        actions.import_map([path], by=None, at=at)

    assert words in refusal.value.sentence
    assert name in refusal.value.sentence
    assert store.current() == before


@pytest.mark.parametrize(
    "code, ring, reason",
    [
        ("01202", None, "other_city"),
        ("", None, "no_code"),
        ("01203", [[43.0, 140.8], [43.0, 141.3], [43.3, 141.3], [43.0, 140.8]], "swapped"),
        ("01203", [[0, 0], [5000, 0], [5000, 5000], [0, 0]], "not_degrees"),
    ],
)
def test_a_wrong_border_gets_its_reason(tmp_path, code, ring, reason):
    with pytest.raises(boundary.NotABoundary) as problem:
        boundary.read(border(tmp_path, code=code, ring=ring), "012033")

    assert problem.value.reason == reason


def test_one_bad_file_among_several_stops_them_all(towns, at, small, tmp_path):
    before = actions.draw_sketch(by=None, at=at)
    bad = tmp_path / "bad.osm"
    bad.write_text("no map")

    with pytest.raises(Refused):
        actions.import_map([small, bad], by=None, at=at)

    assert store.current() == before


def test_a_failed_import_leaves_the_files_in_force_untouched(towns, at, small, tmp_path):
    actions.import_map([small, border(tmp_path)], by=None, at=at)
    base = store.current()
    before = {name: base.path(name).read_bytes() for name in base.files}
    other = border(
        tmp_path, name="other.geojson", ring=[[140, 43], [142, 43], [142, 44], [140, 43]]
    )
    more = tmp_path / "more.osm"
    more.write_text(SMALL.replace("坂道", "別の道"), encoding="utf-8")
    bad = tmp_path / "bad.osm"
    bad.write_text("no map")

    with pytest.raises(Refused):
        actions.import_map([other, more, bad], by=None, at=at)

    assert store.current() == base
    assert {name: base.path(name).read_bytes() for name in base.files} == before


def test_kill_minus_nine_in_the_middle_leaves_the_old_map(towns, at, small, folder, monkeypatch):
    before = actions.draw_sketch(by=None, at=at)
    begun = folder / "begun"
    child = os.fork()
    if not child:  # Dies while the tiles are being made, before anything reaches the database.
        monkeypatch.setattr(tiles, "build", lambda build: (begun.touch(), time.sleep(60)))
        actions.import_map([small], by=None, at=at)
        os._exit(0)
    while not begun.exists():
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)

    assert store.current() == before
    assert len(list(folder.glob(".building-*"))) == 1
    report = actions.import_map([small], by=None, at=at)
    assert store.current().version == report.version != before.version


def test_death_between_the_log_and_the_change_is_mended_by_the_next_import(
    towns, at, small, monkeypatch
):
    before = actions.draw_sketch(by=None, at=at)
    with monkeypatch.context() as death:
        death.setattr(store, "put_in_force", lambda base: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            actions.import_map([small], by=None, at=at)
    assert store.current() == before

    assert actions.import_map([small], by=None, at=at).changed
    assert store.current().kind == "imported"


def test_the_command_writes_the_report(towns, small, tmp_path, capsys):
    report = tmp_path / "report.json"
    call_command("import_map", str(small), report=report)

    [file] = json.loads(report.read_text("utf-8"))["files"]
    assert file["rows"] == file["created"] + file["updated"] + file["unchanged"] + file["rejected"]
    assert "5 件を読み、4 件を描き、1 件を除きました" in capsys.readouterr().out
    with pytest.raises(CommandError, match="見つかりません"):
        call_command("import_map", str(tmp_path / "missing.pbf"))


@pytest.mark.parametrize(
    "name, least",
    [
        (
            "osm/tokyo_nakameguro_2018.osm.gz",
            {"road": 450, "building": 900, "steps": 10, "rail": 20},
        ),
        (
            "osm-andorra/andorra.osm.pbf",
            {"road": 4500, "building": 4300, "place": 100, "waterway": 500},
        ),
        ("osm-liechtenstein/liechtenstein.osm.pbf", {"road": 4500, "building": 8900, "rail": 30}),
    ],
)
def test_real_extracts_become_tiles(towns, at, shared, name, least):
    report = actions.import_map([shared / name], by=None, at=at)

    [file] = report.files
    assert file.rows == file.created + file.rejected
    assert all(file.layers[layer] >= count for layer, count in least.items()), file.layers
    assert "小樽市が入っていません" in file.note
    base = store.current()
    assert base.path(store.TILES).read_bytes()[:8] == b"PMTiles\x03"


def test_the_official_border_of_the_city_is_taken(towns, at, shared):
    path = shared / "otaru-geo" / "otaru_boundary_N03-2021_simplified1pct.geojson"
    report = actions.import_map([path], by=None, at=at)

    base = store.current()
    assert report.files[0].kind == "boundary"
    assert "国土数値情報 N03" in base.credits[0]
    assert base.sketched == ("towns",)
    [land] = features(base, "land")
    assert 240e6 < shape(land["geometry"]).area * 111_195**2 * 0.7293 < 247e6
    # The shore is the official one, not the outer edge of both.
    [coast] = features(base, "coast")
    middle = shape(coast["geometry"]).intersection(box(140.87, 43.1, 141.26, 43.3))
    edge = shape(land["geometry"]).exterior.buffer(2e-4)
    assert middle.difference(edge).length < 0.01 * middle.length


@pytest.mark.parametrize(
    "tags, drawn",
    [
        ({"highway": "steps"}, "steps"),
        ({"highway": "residential", "tunnel": "yes"}, "road"),
        ({"highway": "proposed"}, None),
        ({"highway": "pedestrian", "area": "yes"}, None),
        ({"railway": "rail"}, "rail"),
        ({"natural": "coastline"}, "coast"),
        ({"power": "line"}, None),
    ],
)
def test_lines_go_to_their_layers(tags, drawn):
    found = osm_classes.of_line(tags)

    assert (found and found[0]) == drawn


def test_names_prefer_japanese_and_keep_english_and_kana():
    tags = {
        "place": "town",
        "name": "Otaru",
        "name:ja": "小樽",
        "name:en": "Otaru",
        "name:ja-Hira": "おたる",
    }

    assert osm_classes.of_point(tags)[1] == {
        "class": "town", "z": 9, "name": "小樽", "name_en": "Otaru", "kana": "おたる",
    }  # fmt: skip
    assert osm_classes.of_point({"amenity": "hospital"}) is None


def test_an_island_and_its_lake_are_told_apart():
    ring = [(1, 1), (3, 1), (3, 3), (1, 3), (1, 1)]  # Counter-clockwise: land inside.
    island = shores.land_in((0, 0, 4, 4), [ring])
    bay = shores.land_in((0, 0, 4, 4), [ring[::-1]])

    assert island.area == pytest.approx(4)
    assert bay.area == pytest.approx(12)
    assert shores.land_in((0, 0, 4, 4), []).area == 16


def test_a_file_is_known_by_its_content_not_its_name(tmp_path, small):
    packed = tmp_path / "map.bin"
    packed.write_bytes(gzip.compress(small.read_bytes()))

    assert osm.kind_of(packed) == "osm.gz"
