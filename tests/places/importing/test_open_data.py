"""The directory given out as open data, and taken back in unchanged."""

import csv
import io
import json

import openpyxl
import pytest

from tests.factories import ListingFactory
from tests.places.importing.conftest import EVACUATION
from tomoni.ground.people.models import Organisation
from tomoni.town.places.importing.specs import library
from tomoni.town.places.models import Category, Listing, ListingAt, Place
from tomoni.town.places.opendata import files

pytestmark = pytest.mark.usefixtures("tables")

# Domain sheet 01 §3.1: the current edition, 39 columns in this order.
EVACUATION_HEADER = [
    "全国地方公共団体コード",
    "ID",
    "名称",
    "名称_カナ",
    "名称_英字",
    "所在地_全国地方公共団体コード",
    "町字ID",
    "所在地_連結表記",
    "所在地_都道府県",
    "所在地_市区町村",
    "所在地_町字",
    "所在地_番地以下",
    "建物名等(方書)",
    "緯度",
    "経度",
    "標高",
    "電話番号",
    "内線番号",
    "連絡先メールアドレス",
    "連絡先FormURL",
    "連絡先備考（その他、SNSなど）",
    "郵便番号",
    "市区町村コード",
    "地方公共団体名",
    "災害種別_洪水",
    "災害種別_崖崩れ、土石流及び地滑り",
    "災害種別_高潮",
    "災害種別_地震",
    "災害種別_津波",
    "災害種別_大規模な火事",
    "災害種別_内水氾濫",
    "災害種別_火山現象",
    "指定避難所との重複",
    "想定収容人数",
    "対象となる町会・自治会",
    "URL",
    "画像",
    "画像_ライセンス",
    "備考",
]


def body(answer):
    if answer.streaming:
        return b"".join(answer.streaming_content)
    return answer.content


def read(answer, encoding="utf-8-sig"):
    return list(csv.reader(io.StringIO(body(answer).decode(encoding), newline="")))


def test_evacuation_sites_in_the_current_edition(client, take, sheet):
    take(sheet(*EVACUATION))

    answer = client.get("/open-data/lists/evacuation_space.csv")
    raw = body(answer)
    header, *rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))

    assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\r\n") == 3
    assert header == EVACUATION_HEADER and len(header) == 39
    (said,) = (dict(zip(header, row, strict=True)) for row in rows if row[1] == "A2")
    assert said["全国地方公共団体コード"] == "012033"
    assert said["地方公共団体名"] == "北海道小樽市"
    assert said["名称"] == "見本小学校"
    assert (said["災害種別_洪水"], said["災害種別_津波"]) == ("", "1")
    assert "012033_evacuation_space.csv" in answer["Content-Disposition"]


@pytest.mark.parametrize("dataset", ["evacuation_space", "listing"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_comes_back_unchanged(client, take, sheet, tmp_path, dataset, kind):
    take(sheet(*EVACUATION))
    ListingFactory(name="手で書いたサロン", category=Category.objects.get(code="salon"))
    path = tmp_path / f"012033_{dataset}.{kind}"
    path.write_bytes(body(client.get(f"/open-data/lists/{dataset}.{kind}")))
    before = list(Listing.objects.order_by("pk").values_list("pk", "version", "name"))

    report = take(path)

    assert report.rows == (2 if dataset == "evacuation_space" else 3)
    assert report.counts["unchanged"] == report.rows, list(report.rejections) + list(report.repairs)
    assert list(Listing.objects.order_by("pk").values_list("pk", "version", "name")) == before


WIFI = (
    "名称,住所,設置者,SSID,提供エリア,緯度,経度",
    "観光案内所,北海道小樽市稲穂2丁目22番15号,小樽観光協会,Otaru_Free,1階ロビー,43.1977,140.9936",
)


def test_wireless_lan_in_the_standards_columns_goes_out_and_comes_back(
    client, take, sheet, tmp_path
):
    take(sheet(*WIFI))
    raw = body(client.get("/open-data/lists/public_wireless_lan.csv"))
    header, row = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    said = dict(zip(header, row, strict=True))

    assert len(header) == 28
    assert header[:5] == ["全国地方公共団体コード", "法人番号", "ID", "地方公共団体名", "名称"]
    assert header[15:18] == ["緯度", "経度", "設置者"] and header[24:26] == ["SSID", "提供エリア"]
    assert (said["SSID"], said["設置者"], said["法人番号"]) == ("Otaru_Free", "小樽観光協会", "")
    assert Organisation.objects.get().name == "小樽観光協会"
    path = tmp_path / "012033_public_wireless_lan.csv"
    path.write_bytes(raw)
    report = take(path)
    assert report.edition == "自治体標準" and report.counts["unchanged"] == 1


def test_each_list_is_given_out_in_one_layout():
    slugs = [spec.slug for spec in library() if spec.export]
    assert len(slugs) == len(set(slugs))


def test_real_sites_go_out_and_come_back(client, shared, take, tmp_path):
    for name in ("emergency", "evacuation"):
        take(shared / "evac-gsi" / "hokkaido" / name / "012033.json")
    for dataset, rows in (("evacuation_space", 45), ("evacuation_shelter", 59), ("listing", 104)):
        path = tmp_path / f"012033_{dataset}.csv"
        path.write_bytes(body(client.get(f"/open-data/lists/{dataset}.csv")))
        report = take(path)
        assert report.counts == {"created": 0, "updated": 0, "unchanged": rows, "rejected": 0}


def test_a_list_mended_in_a_spreadsheet_is_a_persons_word(client, shared, take, tmp_path):
    source = shared / "evac-gsi" / "hokkaido" / "emergency" / "012033.json"
    take(source)
    path = tmp_path / "012033_evacuation_space.csv"
    text = body(client.get("/open-data/lists/evacuation_space.csv")).decode("utf-8-sig")
    path.write_text(text.replace("しらゆり公園", "しらゆり中央公園"), "utf-8")

    assert take(path).counts["updated"] == 1
    assert take(source).counts["unchanged"] == 45
    assert Listing.objects.filter(name="しらゆり中央公園").exists()


def test_only_what_everybody_may_read(client, take, sheet):
    take(sheet(*EVACUATION), keep_drafts=True)
    assert len(read(client.get("/open-data/lists/evacuation_space.csv"))) == 1
    assert client.get("/open-data/lists/secrets.csv").status_code == 404


def test_a_point_that_stands_in_for_an_address_is_not_given_out(client, take, sheet):
    take(sheet("名称,住所,設置位置,小児対応設備の有無", "庁舎,北海道小樽市花園2丁目12-1,1階,有"))
    assert Place.objects.get().lat is not None
    header, row = read(client.get("/open-data/lists/aed.csv"))
    said = dict(zip(header, row, strict=True))
    assert (said["緯度"], said["設置位置"], said["小児対応設備の有無"]) == ("", "1階", "有")


def test_no_cell_runs_as_a_formula(client, take, sheet, tmp_path):
    take(sheet(EVACUATION[0], "=1,=HYPERLINK(1),北海道小樽市花園2,43.19,140.99,,012033,1,1,"))

    _header, row = read(client.get("/open-data/lists/evacuation_space.csv"))
    assert row[2] == "'=HYPERLINK(1)"
    path = tmp_path / "a.xlsx"
    path.write_bytes(body(client.get("/open-data/lists/evacuation_space.xlsx")))
    cell = openpyxl.load_workbook(path).active["C2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
    for name in ("evacuation_space.csv", "evacuation_space.xlsx"):
        back = tmp_path / name
        back.write_bytes(body(client.get(f"/open-data/lists/{name}")))
        assert take(back).counts["unchanged"] == 1


def test_guarding_leaves_numbers_alone():
    assert files.guarded("-12.5") == "-12.5"
    assert [files.guarded(c) for c in ("+81-134", "-a", "@x", "\tx")] == [
        "'+81-134",
        "'-a",
        "'@x",
        "'\tx",
    ]


def test_cp932_says_what_it_cannot_show(client, take, sheet):
    take(sheet(EVACUATION[0], "X1,𠮷田〜公園,北海道小樽市花園2,43.19,140.99,,012033,1,1,"))

    rows = read(client.get("/open-data/lists/evacuation_space.csv?encoding=cp932"), "cp932")
    page = client.get("/open-data/lists/evacuation_space/").content.decode()

    assert rows[1][2] == "〓田～公園"
    assert "𠮷" in page and "シフトJISで表せない文字" in page


def test_an_entry_at_two_places_has_two_rows(client, take, sheet, tmp_path):
    take(sheet(*EVACUATION))
    listing = Listing.objects.get(name="見本公園")
    other = Place.objects.exclude(at__listing=listing).get()
    ListingAt.objects.create(listing=listing, place=other, is_main=False, order=1)

    raw = body(client.get("/open-data/lists/evacuation_space.csv"))
    path = tmp_path / "012033_evacuation_space.csv"
    path.write_bytes(raw)
    report = take(path)
    assert report.rows == 3 and report.counts["unchanged"] == 3


def test_the_catalogue_for_people_and_programs(client, take, sheet):
    take(sheet(*EVACUATION))

    page = client.get("/open-data/").content.decode()
    assert "指定緊急避難場所一覧" in page and "CC BY 4.0" in page
    catalogue = json.loads(client.get("/open-data/catalogue.json").content)
    titles = {each["dct:title"] for each in catalogue["dcat:dataset"]}
    assert titles == {
        "掲載一覧（すべての分類）", "指定緊急避難場所一覧", "声の統計（お礼・要望・苦情の件数）",
    }  # fmt: skip
    for each in catalogue["dcat:dataset"]:
        for file in each["dcat:distribution"]:
            assert client.get(file["dcat:downloadURL"]).status_code == 200


def test_a_reader_who_has_it_already_is_not_sent_it_again(client, take, sheet):
    take(sheet(*EVACUATION))
    first = client.get("/open-data/lists/evacuation_space.csv")
    again = client.get(
        "/open-data/lists/evacuation_space.csv", headers={"if-none-match": first["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Designated emergency evacuation sites"), ("ja-easy", "すぐ にげる ところ")],
)
def test_the_catalogue_in_other_languages(client, take, sheet, language, words):
    take(sheet(*EVACUATION))
    for path in ("/open-data/", "/open-data/lists/evacuation_space/"):
        assert words in client.get(path, {"lang": language}, follow=True).content.decode()
