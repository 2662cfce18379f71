"""A clerk takes the evacuation sites of 国土地理院 in, sees two rejected rows, and mends them."""

import csv
import io
import json
import os

import pytest

from tests.browser.conftest import axe, overflow
from tomoni.ground.districts import actions as districts
from tomoni.town.places.actions import categories
from tomoni.town.places.models import Hazard, Listing

SHOTS = os.environ.get("SHOTS")


def shot(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.fixture
def signed_in(open_page, live_server, client, mori, at, settings, tmp_path):
    """森さん's own window; the way of signing in is proven elsewhere."""
    settings.DATA_DIR = tmp_path
    categories.load(by=None, at=at)
    districts.load_towns(by=None, at=at)
    client.force_login(mori)
    name = settings.SESSION_COOKIE_NAME
    cookies = {name: client.cookies[name].value}

    def window(**more):
        return open_page(cookies=cookies, **more)

    return window


def with_two_mistakes(shared, tmp_path):
    """The real file of Otaru, one name lost and one point in Sapporo's south."""
    source = shared / "evac-gsi" / "hokkaido" / "emergency" / "012033.json"
    sites = json.loads(source.read_text(encoding="utf-8"))
    sites["features"][3]["properties"]["施設・場所名"] = ""
    sites["features"][7]["geometry"]["coordinates"] = [141.35, 42.9]
    names = [each["properties"]["施設・場所名"] for each in sites["features"]]
    path = tmp_path / "012033.geojson"
    path.write_text(json.dumps(sites, ensure_ascii=False), "utf-8")
    return path, names


@pytest.mark.django_db(transaction=True)
def test_two_rows_are_rejected_mended_and_brought_back(signed_in, shared, tmp_path):
    path, names = with_two_mistakes(shared, tmp_path)
    page = signed_in()

    page.goto("/staff/places/imports/")
    axe(page)
    shot(page, "import-1")
    page.get_by_label("ファイル").set_input_files(path)
    page.get_by_role("button", name="中身を確かめる").click()
    page.get_by_role("heading", name="取り込む前の確かめ").wait_for()
    table = page.get_by_role("region", name="行ごとの結果")
    assert table.get_by_role("row").count() == 3
    assert "「施設・場所名」が空です" in table.inner_text()
    assert "小樽市の外です" in table.inner_text()
    axe(page)
    shot(page, "import-2")
    assert not Listing.objects.exists()

    page.get_by_role("button", name="取り込めない2行を除いて取り込む").click()
    page.get_by_role("heading", name="取り込みの結果").wait_for()
    shot(page, "import-3")
    assert Listing.objects.published().count() == 43

    with page.expect_download() as download:
        page.get_by_role("link", name="取り込めない行をダウンロード").click()
    assert download.value.suggested_filename == "012033.rejected.csv"
    text = download.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["元の行番号"] for row in rows] == ["4", "8"]
    rows[0]["施設・場所名"] = "直した避難場所"
    rows[1]["緯度"], rows[1]["経度"] = "43.19", "140.99"
    mended = tmp_path / "012033.rejected.csv"
    with mended.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)

    page.get_by_role("link", name="直したファイルを選ぶ").click()
    page.get_by_label("ファイル").set_input_files(mended)
    page.get_by_role("button", name="中身を確かめる").click()
    page.get_by_text("取り込めない行はありません。").wait_for()
    page.get_by_role("button", name="取り込む").click()
    page.get_by_role("heading", name="取り込みの結果").wait_for()

    assert Listing.objects.published().count() == 45
    assert set(names) - {""} <= set(Listing.objects.values_list("name", flat=True))
    assert Hazard.objects.filter(listing__name="直した避難場所").exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_on_a_phone_without_scripts(signed_in, shared, tmp_path):
    path, _names = with_two_mistakes(shared, tmp_path)
    page = signed_in(width=390, scripts=False)

    page.goto("/staff/places/imports/")
    page.get_by_label("ファイル").set_input_files(path)
    page.get_by_role("button", name="中身を確かめる").click()
    page.get_by_role("heading", name="取り込む前の確かめ").wait_for()
    shot(page, "import-2-phone")
    page.get_by_role("button", name="取り込めない2行を除いて取り込む").click()
    page.get_by_role("heading", name="取り込みの結果").wait_for()
    assert Listing.objects.count() == 43


@pytest.mark.django_db(transaction=True)
def test_the_catalogue_of_open_data(signed_in, open_page, shared, at):
    from tomoni.core.city import city
    from tomoni.town.places.importing.running import Options, import_file

    for name in ("emergency", "evacuation"):
        path = shared / "evac-gsi" / "hokkaido" / name / "012033.json"
        import_file(path, Options(city=city(), by=None, at=at))
    for width in (1280, 390):
        page = open_page(width=width)
        page.goto("/open-data/")
        axe(page)
        assert overflow(page)["px"] <= 0, overflow(page)
        shot(page, f"open-data-{width}")
        page.get_by_role("link", name="指定緊急避難場所一覧", exact=True).click()
        page.get_by_role("heading", name="指定緊急避難場所一覧").wait_for()
        axe(page)
        assert overflow(page)["px"] <= 0, overflow(page)
        shot(page, f"open-data-list-{width}")
