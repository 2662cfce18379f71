"""The map's page, its style, its files and its still picture, over HTTP."""

import json
from pathlib import Path

import pytest
from django.test import RequestFactory

from tomoni.ground.districts.models import Town
from tomoni.town.maps import actions, framing, marks, palette, picture, queries, store
from tomoni.town.maps.views import _part

pytestmark = pytest.mark.django_db


def test_the_page_names_the_place_and_how_exact_it_is(client, towns):
    page = client.get("/maps/", {"q": "花園2-12-1"}).content.decode()

    assert "花園二丁目12番1号" in page
    assert "町丁目を代表する点です" in page
    assert 'data-lat="43.191454"' in page
    assert "略図" in page
    assert "/maps/static.svg?p=43.19145,140.99591," in page


def test_an_unknown_place_is_answered_with_near_names(client, towns):
    page = client.get("/maps/", {"q": "はなその公園"}).content.decode()

    assert "場所は分かりませんでした" in page
    assert "花園" in page


@pytest.mark.parametrize(
    "text", ["\0", "桜" * 5000, "<script>alert(1)</script>", "' OR 1=1 --", "‮花園"]
)
def test_hostile_questions_get_a_page(client, towns, text):
    answer = client.get("/maps/", {"q": text})

    assert answer.status_code in (200, 400)
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize(
    "language, words", [("en", "Map of the town"), ("ja-easy", "町（まち）の 地図")]
)
def test_the_page_speaks_the_readers_language(client, towns, language, words):
    page = client.get("/maps/", {"lang": language, "q": "花園2"}).content.decode()

    assert words in page


def test_the_first_reader_finds_a_map_although_nobody_drew_one(client, towns):
    style = client.get("/maps/style.json").json()

    address = style["sources"]["overview"]["data"]
    answer = client.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    assert json.loads(b"".join(answer.streaming_content))["type"] == "FeatureCollection"


def test_the_policy_lets_nothing_from_outside_in(client, towns):
    assert "http" not in client.get("/maps/")["Content-Security-Policy"]


def test_the_style_asks_nobody_outside(client, towns):
    text = client.get("/maps/style.json").content.decode()

    assert "http" not in text
    assert "glyphs" not in json.loads(text) and "sprite" not in json.loads(text)


def test_national_tiles_only_when_the_city_switched_them_on(client, towns, monkeypatch):
    from dataclasses import replace

    from tomoni.core.city import city
    from tomoni.town.maps import views

    with_tiles = replace(city(), gsi_tiles=True)
    monkeypatch.setattr(views, "city", lambda: with_tiles)

    style = client.get("/maps/style.json").json()

    assert style["sources"]["gsi"]["tiles"][0].startswith("https://cyberjapandata.gsi.go.jp/")


@pytest.mark.parametrize("theme", ["light", "dark", "contrast", "print", "nonsense"])
@pytest.mark.parametrize("language", ["ja", "ja-easy", "en", "xx"])
def test_every_theme_and_language_has_a_style(client, towns, theme, language):
    style = client.get(
        "/maps/style.json", {"theme": theme, "lang": language, "size": "largest"}
    ).json()

    ids = [layer["id"] for layer in style["layers"]]
    assert len(ids) == len(set(ids))
    assert {layer.get("source") for layer in style["layers"]} <= {None, "overview"}


def test_the_style_is_asked_for_again_only_when_the_map_changed(client, towns):
    first = client.get("/maps/style.json")

    again = client.get("/maps/style.json", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304


@pytest.fixture
def tiles(towns, at, tmp_path):
    from tests.maps.test_import import SMALL

    path = tmp_path / "small.osm"
    path.write_text(SMALL, encoding="utf-8")
    actions.import_map([path], by=None, at=at)
    return store.current()


@pytest.mark.parametrize(
    "asked, status, span",
    [
        ("bytes=0-126", 206, (0, 126)),
        ("bytes=100-", 206, (100, None)),
        ("bytes=-10", 206, (-10, None)),
        ("bytes=0-99999999", 206, (0, None)),
        ("bytes=99999999-", 416, None),
        ("bytes=9-3", 416, None),
        ("bytes=a-b", 200, None),
        ("", 200, None),
    ],
)
def test_tiles_are_sent_in_ranges(client, tiles, asked, status, span):
    whole = tiles.path(store.TILES).read_bytes()
    headers = {"Range": asked, "Accept-Encoding": "gzip"} if asked else {}

    answer = client.get(f"/maps/files/{tiles.version}/base.pmtiles", headers=headers)

    assert answer.status_code == status
    if span:
        first, last = span
        assert answer.content == whole[first : None if last is None else last + 1]
        assert answer["Content-Range"].endswith(f"/{len(whole)}")
    if status == 200:
        assert b"".join(answer.streaming_content) == whole


def test_only_the_files_of_the_map_are_sent(client, tiles):
    for address in (
        f"/maps/files/{tiles.version}/manifest.json",
        f"/maps/files/{tiles.version}/extract.json",
        "/maps/files/../current",
        "/maps/files/..%2f..%2fsecret.key/base.pmtiles",
        "/maps/files/nothing/base.pmtiles",
    ):
        assert client.get(address).status_code == 404, address


def test_an_imported_map_uses_its_tiles_and_offers_them_offline(client, tiles):
    style = client.get("/maps/style.json").json()
    kept = client.get("/maps/offline.json").json()

    assert style["sources"]["tiles"]["url"] == f"pmtiles:///maps/files/{tiles.version}/base.pmtiles"
    assert f"/maps/files/{tiles.version}/base.pmtiles" in kept["urls"]
    assert any("pmtiles.mjs" in url for url in kept["urls"])


def test_the_still_picture_shows_numbers_and_circles(client, towns):
    answer = client.get(
        "/maps/static.svg", {"p": "43.19145,140.99591,250;43.197,140.9937", "n": "1"}
    )

    picture = answer.content.decode()
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert 'stroke-dasharray="4 4"' in picture
    assert ">1</text>" in picture and ">2</text>" in picture
    assert "花園" in picture and "style=" not in picture and "<style" not in picture


POINTS = (
    "", "x", "1,2,3,4", "999,999", ";;;", "43,141,-5", "nan,nan", "1e400,0",
    "43.19,140.99," + "9" * 400, "-85,180;85,-180",
)  # fmt: skip
SIZES = ("0", "99999", "-1", "abc", "9" * 50)


@pytest.mark.parametrize(
    ("p", "w"), [*((p, "") for p in POINTS), *(("43.19,141;-85,180", w) for w in SIZES)]
)
def test_no_address_of_a_picture_breaks_it(client, towns, p, w):
    answer = client.get("/maps/static.svg", {"p": p, "w": w, "h": w, "n": "1"})

    assert answer.status_code == 200
    assert b"nan" not in answer.content and b"inf" not in answer.content


def test_points_without_a_position_keep_the_numbers_in_step():
    text = marks.written(
        [
            {"lat": 43.1, "lng": 141.0},
            {"lat": None, "lng": None},
            {"lat": 43.2, "lng": 141.1, "accuracy_m": 300},
        ]
    )

    assert text == "43.10000,141.00000;;43.20000,141.10000,300"
    assert [mark.number for mark in marks.read(text, numbered=True)] == [1, 3]


@pytest.mark.parametrize("size", ["²", "₂", "１００", "-1", "9" * 5000, "%00"])
def test_a_nonsensical_size_draws_the_usual_picture(client, size):
    assert client.get("/maps/static.svg", {"w": size, "h": size}).status_code in (200, 400)


@pytest.mark.parametrize("asked", ["9" * 5000 + "-", "0-" + "9" * 5000, "-" + "9" * 5000, "a-b"])
def test_a_nonsensical_range_gets_the_whole_file(client, asked):
    client.get("/maps/style.json")
    assert _part(RequestFactory().get("/", HTTP_RANGE=f"bytes={asked}"), Path(store.TILES)) is None


def test_a_lone_place_is_shown_with_something_one_knows(client, towns):
    """Also in the valleys, where the sketch has no line within a kilometre."""
    client.get("/maps/style.json")
    base = store.current()
    drawn = queries.features(base.version)

    few = []
    for town in Town.objects.order_by("order", "id"):
        mark = framing.Mark(town.lat, town.lng)
        view = framing.recognisable(drawn, [mark], base.bounds, 720, 480)
        text = picture.svg(drawn, [mark], view, palette.of("light"))
        x, y = view.xy(mark.lng, mark.lat)
        inner = view.inner()
        seen = {f["properties"]["layer"] for f in drawn if f["shape"].intersects(inner)}
        assert seen & framing.LANDMARKS, town.name
        if text.count("<text") < framing.FEWEST_NAMES:
            few.append((town.name, text.count("<text")))
        assert 0 < x < 720 and 0 < y < 480, town.name
        across = view.pixels(1000)
        assert across > 720 / 13.5, (town.name, "more than thirteen kilometres are shown")
    # The outermost town of the city has only one other name within thirteen kilometres.
    assert few in ([], [("銭函五丁目", 2)]), few


def test_a_picture_far_from_everything_is_still_drawn(client, towns):
    answer = client.get("/maps/static.svg", {"p": "35.0,135.0", "n": "1"})

    assert answer.status_code == 200 and b"<circle" in answer.content
