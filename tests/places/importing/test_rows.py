"""What becomes of single rows: taken in, mended with a note, or rejected with a sentence."""

import csv
import io
import json
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.places.importing.conftest import EVACUATION
from tomoni.core.audit import history
from tomoni.core.city import city
from tomoni.core.tables import FileRefused, open_table
from tomoni.core.tables.headers import normalise
from tomoni.core.tables.report import write_json
from tomoni.town.places.importing.headers import field_of
from tomoni.town.places.importing.running import Options, import_file
from tomoni.town.places.models import ImportBatch, Listing, Opening, Place


def only(report):
    """The single rejection."""
    (item,) = report.rejections
    return item


def test_a_clean_list_is_published_with_its_source(take, sheet):
    report = take(sheet(*EVACUATION))

    assert report.counts == {"created": 2, "updated": 0, "unchanged": 0, "rejected": 0}
    assert report.dataset == "evacuation_space"
    listing = Listing.objects.get(origin="012033:evacuation_space:A1")
    assert listing.status == "published"
    assert listing.contacts.get().phone == "0134-32-4111"
    assert [h.code for h in listing.hazards.order_by("code")] == ["earthquake", "flood"]
    assert ImportBatch.objects.get().created == 2
    assert history(listing).exists()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "utf-16-le"]
)
def test_the_encoding_is_found(take, sheet, encoding):
    report = take(sheet(*EVACUATION, encoding=encoding))
    assert report.counts["created"] == 2
    assert Listing.objects.filter(name="見本小学校").exists()


def test_a_spreadsheet_under_a_wrong_name(take, tmp_path):
    book = openpyxl.Workbook()
    for line in EVACUATION:
        book.active.append(line.split(","))
    path = tmp_path / "list.csv"
    book.save(path.with_suffix(".xlsx"))
    path.write_bytes(path.with_suffix(".xlsx").read_bytes())

    report = take(path)

    assert report.counts["created"] == 2
    assert any("中身は Excel" in note for note in report.notes)


def test_headings_are_known_in_every_dress():
    same = {
        normalise(h)
        for h in ("名称", "1.名称", "名称（必須）", "〔必須〕名称", "名 称", "\ufeff名称")
    }
    assert same == {"名称"}
    assert normalise("ﾄｲﾚ") == normalise("トイレ")
    assert normalise("料金(基本)") == normalise("料金（基本）")
    assert normalise("所在地_連結標記") == normalise("所在地_連結表記")


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        ("B1,,北海道小樽市花園2,43.19,140.99,,012033,1,1,", "名称", "空です"),
        ("B1,遠い所,北海道小樽市花園2,34.86,138.32,,012033,1,1,", "緯度・経度", "小樽市の外"),
        ("B1,変な所,北海道小樽市花園2,あのへん,140.99,,012033,1,1,", "緯度・経度", "読めません"),
        ("B1,片方,北海道小樽市花園2,43.19,,,012033,1,1,", "緯度・経度", "片方"),
        ("B1,どこ,,,,,012033,1,1,", "所在地_連結表記", "住所も位置も"),
        ("B1,\ue000さん,北海道小樽市花園2,43.19,140.99,,012033,1,1,", "名称", "外字"),
        (",,,,,,,,,", "", "空の行"),
        ("B1,余る,北海道小樽市花園2,43.19,140.99,,012033,1,1,,余り", "", "見出しより列が多い"),
        (
            "A1,見本公園,北海道小樽市花園2丁目1-1,43.1915,140.9960,0134-32-4111,012033,1,1,",
            "",
            "同じ内容",
        ),
    ],
)
def test_a_row_that_cannot_be_used_says_why(take, sheet, row, field, words):
    report = take(sheet(*EVACUATION, row))

    assert report.rows == 3 and report.counts["created"] == 2
    item = only(report)
    assert item["row"] == 4
    assert item["field"] == field
    assert words in item["reason"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("B1,逆,北海道小樽市花園2,140.9960,43.1915,,012033,1,1,", "逆に書かれて"),
        ("B1,度分秒,北海道小樽市花園2,43°11′29″,140°59′45″,,012033,1,1,", "座標"),
        ("B1,五桁,北海道小樽市花園2,43.19,140.99,,12033,1,1,", "先頭の 0"),
        ("B1,電話,北海道小樽市花園2,43.19,140.99,(0134)32-4111,012033,1,1,", "電話番号"),
        ("B1,見え\u202eない,北海道小樽市花園2,43.19,140.99,,012033,1,1,", "目に見えない"),
        ("B1,ヌ\x00ル,北海道小樽市花園2,43.19,140.99,,012033,1,1,", "目に見えない"),
        ("B1,三角,北海道小樽市花園2,43.19,140.99,,012033,△,1,", "条件付き"),
    ],
)
def test_every_repair_is_told(take, sheet, row, words):
    report = take(sheet(*EVACUATION, row))

    assert report.counts["created"] == 3
    notes = [item for item in report.repairs if item["row"] == 4]
    assert any(words in note["note"] for note in notes)


def test_characters_outside_the_plane_survive(take, sheet):
    row = "B1,𠮷野\U000e0100家邊\U000e0101,北海道小樽市花園2,43.19,140.99,,012033,1,1,"
    take(sheet(*EVACUATION, row))
    assert Listing.objects.filter(name="𠮷野\U000e0100家邊\U000e0101").exists()


def test_a_number_given_twice_keeps_two_places_apart(take, sheet):
    row = "A1,別の公園,北海道小樽市築港1,43.186,141.019,,012033,1,1,"

    for expected in ("created", "unchanged"):
        report = take(sheet(*EVACUATION, row))
        assert report.counts[expected] == 3
    assert Listing.objects.filter(origin__startswith="012033:evacuation_space:A1").count() == 2


def test_new_numbers_for_old_places_do_not_double_them(take, sheet):
    take(sheet(*EVACUATION))
    report = take(sheet(EVACUATION[0], *(line.replace("A", "N", 1) for line in EVACUATION[1:])))

    assert report.counts["unchanged"] == 2
    assert Listing.objects.count() == 2


def test_a_change_of_the_publisher_arrives(take, sheet):
    take(sheet(*EVACUATION))
    changed = [line.replace("見本公園", "見本中央公園") for line in EVACUATION]

    report = take(sheet(*changed))

    assert report.counts["updated"] == 1 and report.counts["unchanged"] == 1
    listing = Listing.objects.get(origin="012033:evacuation_space:A1")
    assert listing.name == "見本中央公園" and listing.version == 2
    assert Place.objects.get(at__listing=listing).name == "見本中央公園"


def test_what_a_person_wrote_is_never_overwritten(take, sheet):
    take(sheet(*EVACUATION))
    listing = Listing.objects.get(origin="012033:evacuation_space:A1")
    listing.contacts.update(phone="0134-00-0000")

    same = take(sheet(*EVACUATION))
    assert same.counts["unchanged"] == 2 and same.repairs.count == 0
    other = take(sheet(*(line.replace("32-4111", "32-9999") for line in EVACUATION)))

    assert listing.contacts.get().phone == "0134-00-0000"
    assert other.counts == {"created": 0, "updated": 1, "unchanged": 1, "rejected": 0}
    (note,) = other.repairs
    assert "人の値「0134-00-0000」を残しました" in note["note"]


def test_a_point_that_jumps_by_the_old_datum_is_pointed_out(take, sheet):
    take(sheet(*EVACUATION))
    moved = [EVACUATION[0], EVACUATION[1].replace("43.1915,140.9960", "43.1889,140.9998")]

    report = take(sheet(*moved))

    assert report.counts["updated"] == 1
    assert any("日本測地系のずれ" in note["note"] for note in report.repairs)


def test_hours_become_hours_only_when_they_are_sure(take, sheet):
    head = "NO,名称,住所,設置位置,利用可能曜日,開始時間,終了時間,小児対応設備の有無"
    take(
        sheet(
            head,
            "1,庁舎,北海道小樽市花園2,1階,月火水木金,9:00:00,17：15,有",
            "2,会館,北海道小樽市花園3,玄関,第3日曜,随時,,無",
        )
    )

    sure = Opening.objects.filter(at__listing__name="庁舎")
    assert {(o.weekday, o.opens, o.closes) for o in sure} == {(d, 540, 1035) for d in range(5)}
    assert not Opening.objects.filter(at__listing__name="会館").exists()
    assert "第3日曜" in Listing.objects.get(name="会館").hours_text


def test_an_address_alone_gets_the_towns_point_and_says_so(take, sheet):
    take(sheet("名称,住所", "会館,北海道小樽市花園2丁目12-1"))

    place = Place.objects.get()
    assert place.level == Place.Level.TOWN and place.accuracy_m > 0
    assert place.town.name == "花園二丁目"
    assert take(sheet("名称,住所", "会館,北海道小樽市花園2丁目12-1")).counts["unchanged"] == 1


def test_events_are_sent_to_their_own_import(take, sheet):
    report = take(sheet("イベント名,開始日,場所名称", "まつり,2026-07-01,運河公園"))
    assert "イベント" in only(report)["reason"]


def test_a_table_without_places_is_refused_row_by_row(take, sheet):
    report = take(sheet("品名,数", "みかん,3", "りんご,4"))
    assert report.rows == report.counts["rejected"] == 2
    assert "名前の列" in report.refused


def test_rejected_rows_come_back_mended(tables, at, sheet, tmp_path):
    path = sheet(*EVACUATION, "B1,,北海道小樽市花園2,43.19,140.99,,012033,1,1,")
    target = tmp_path / "list.rejected.csv"

    def run(file):
        options = Options(city=city(), by=None, at=at)
        return import_file(
            file, options, rejected=lambda: target.open("w", encoding="utf-8-sig", newline="")
        )

    assert run(path).counts["rejected"] == 1
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(target.read_text(encoding="utf-8-sig"), newline="")))
    assert rows[0][:3] == ["ID", "名称", "所在地_連結表記"]
    assert rows[0][-2:] == ["取り込めない理由", "元の行番号"]
    assert rows[1][-1] == "4" and "空です" in rows[1][-2]

    mended = tmp_path / "mended.csv"
    mended.write_text(
        target.read_text(encoding="utf-8-sig").replace("B1,,", "B1,直した公園,"), "utf-8"
    )
    report = run(mended)
    assert report.counts == {"created": 1, "updated": 0, "unchanged": 0, "rejected": 0}
    assert Listing.objects.get(name="直した公園").extra.get("取り込めない理由") is None


def test_a_trial_changes_nothing_and_promises_the_truth(take, sheet):
    trial = take(sheet(*EVACUATION), dry_run=True)
    assert not Listing.objects.exists() and not ImportBatch.objects.exists()
    assert take(sheet(*EVACUATION)).counts == trial.counts


def test_a_file_that_breaks_off_leaves_nothing(take, sheet):
    rows = [f"C{n},公園{n},北海道小樽市花園2-{n},43.19,140.99,,012033,1,1," for n in range(600)]
    open_quote = 'D1,"公園,' + "あ" * 250_000
    report = take(sheet(*EVACUATION, *rows, open_quote))

    assert not Listing.objects.exists()
    assert "引用符" in report.refused
    assert report.rows == report.counts["rejected"]


def test_a_bomb_is_not_opened(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<a>" + b"0" * (60 << 20))
    with pytest.raises(FileRefused, match="圧縮"):
        open_table(path, field_of)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>')
    with pytest.raises(FileRefused):
        open_table(path, field_of)


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.4", b"\x89PNG\r\n", b"<html>", b'{"a": 1}', b"\xd0\xcf\x11\xe0"]
)
def test_what_is_no_table_gets_a_sentence(take, tmp_path, content):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    report = take(path)
    assert report.rows == 0 and report.refused


def test_the_report_has_the_agreed_form(take, sheet, tmp_path):
    report = take(sheet(*EVACUATION, "B1,,北海道小樽市花園2,43.19,140.99,,012033,1,1,"))
    out = tmp_path / "out.json"
    write_json(out, [report])

    (file,) = json.loads(out.read_text(encoding="utf-8"))["files"]
    assert {
        "file",
        "rows",
        "created",
        "updated",
        "unchanged",
        "rejected",
        "rejections",
    } <= file.keys()
    assert file["rows"] == sum(file[k] for k in ("created", "updated", "unchanged", "rejected"))
    assert set(file["rejections"][0]) == {"row", "field", "value", "reason"}


@given(st.binary(max_size=400))
def test_no_bytes_break_the_readers(tmp_path_factory, blob):
    path = tmp_path_factory.mktemp("blob") / "x.csv"
    path.write_bytes(blob)
    try:
        table = open_table(path, field_of)
        for row in table.rows():
            assert len(row.cells) == len(table.headers)
    except FileRefused as refusal:
        assert str(refusal)
