"""Lists in layouts nobody has seen before, as offices really keep them: read right, or told why."""

from datetime import datetime, time

import openpyxl
import pytest

from tomoni.town.places.models import Listing, Opening, Place


@pytest.fixture
def book(tmp_path):
    """Write rows as an Excel workbook; a cell may be a date, a time or a number."""

    def write(rows, *, merged=(), name="一覧.xlsx"):
        made = openpyxl.Workbook()
        for row in rows:
            made.active.append(row)
        for area in merged:
            made.active.merge_cells(area)
        path = tmp_path / name
        made.save(path)
        return path

    return write


def summed(report):
    """Rows of the report, after checking that each of them has exactly one end."""
    ends = report.counts
    assert report.rows == sum(ends.values())
    assert ends["rejected"] == report.rejections.count
    assert all(item["reason"] for item in report.rejections)
    return report.rows


def reasons(report):
    return [item["reason"] for item in report.rejections]


def test_a_title_and_a_date_above_the_headings(take, book):
    report = take(
        book(
            [
                ["令和8年度　集会所等一覧表", None, None, None],
                ["（令和8年4月1日現在）", None, None, "担当：地域振興課"],
                [],
                ["番号", "施設の名称", "所在地", "電話"],
                [1, "見本会館", "小樽市花園2丁目12-1", "0134-32-4111"],
                [2, "見本集会所", "小樽市稲穂3丁目1-1", "0134-32-4112"],
            ],
            merged=["A1:D1"],
        )
    )

    assert summed(report) == 2 and report.counts["created"] == 2
    assert Listing.objects.filter(name="見本会館").exists()


def test_headings_in_two_rows_with_a_merged_group_above(take, book):
    report = take(
        book(
            [
                ["No.", "施設", None, "位置", None, "連絡先", None],
                [None, "名称", "住所", "緯度", "経度", "電話番号", "FAX番号"],
                [1, "見本会館", "小樽市花園2丁目12-1", 43.1915, 140.996, "0134-32-4111", None],
            ],
            merged=["A1:A2", "B1:C1", "D1:E1", "F1:G1"],
        )
    )

    assert summed(report) == 1 and report.counts["created"] == 1
    assert Place.objects.get().lat == pytest.approx(43.1915)
    assert Listing.objects.get().contacts.get().phone == "0134-32-4111"


def test_headings_in_two_rows_the_names_above_and_the_parts_below(take, sheet):
    report = take(
        sheet(
            "施設名,所在地,連絡先,,利用時間,",
            ",,電話番号,FAX番号,開始時間,終了時間",
            "見本会館,小樽市花園2丁目12-1,0134-32-4111,0134-32-4112,9:00,17:00",
        )
    )

    assert summed(report) == 1 and report.counts["created"] == 1
    assert Listing.objects.get().contacts.get().phone == "0134-32-4111"


def test_other_words_in_another_order(take, sheet):
    report = take(
        sheet(
            "連絡先,ところ,会場名,よみ,経度（世界測地系）,緯度（世界測地系）",
            "0134-32-4111,小樽市花園2丁目12-1,見本会館,みほんかいかん,140.9960,43.1915",
        )
    )

    assert summed(report) == 1
    assert report.counts["created"] == 1
    listing = Listing.objects.get()
    assert listing.name == "見本会館"
    assert Place.objects.get().lng == pytest.approx(140.996)


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp"])
def test_half_width_kana_in_old_encodings(take, sheet, encoding):
    report = take(
        sheet(
            "施設名,ﾌﾘｶﾞﾅ,住所,電話番号",
            "見本ｾﾝﾀｰ,ﾐﾎﾝｾﾝﾀｰ,北海道小樽市花園２丁目１２番１号,０１３４（３２）４１１１",
            encoding=encoding,
        )
    )

    assert summed(report) == 1 and report.counts["created"] == 1
    listing = Listing.objects.get()
    assert listing.name_kana == "ミホンセンター"
    assert listing.contacts.get().phone == "0134-32-4111"


def test_a_row_of_totals_is_no_place(take, sheet):
    report = take(
        sheet(
            "名称,住所,定員",
            "見本会館,小樽市花園2丁目12-1,30",
            "見本集会所,小樽市稲穂3丁目1-1,40",
            "合計,,70",
            "計　2 施設,,70",
            "※定員は令和8年4月現在,,",
        )
    )

    assert summed(report) == 5 and report.counts["created"] == 2
    assert "合計" in reasons(report)[0]
    assert not Listing.objects.filter(name__contains="計").exists()


def test_excel_dates_times_and_numbers_that_lost_their_zeros(take, book):
    report = take(
        book(
            [
                ["市区町村コード", "施設名", "住所", "電話番号", "郵便番号", "指定年月日", "利用可能曜日", "開始時間", "終了時間"],
                [12033, "見本会館", "小樽市花園2丁目12-1", 134324111, 470024, datetime(2019, 4, 1), "月火水", time(9, 0), time(17, 15)],
                [12033, "見本集会所", "小樽市稲穂3丁目1-1", "0134-32-4112", "047-0032", "平成31年4月1日", "月", "９時", "午後５時"],
                [12033, "見本寮", "小樽市緑1丁目1-1", "0134-32-4113", "0470034", "R1.5.1", "", "", ""],
            ]
        )
    )  # fmt: skip

    assert summed(report) == 3 and report.counts["created"] == 3
    listing = Listing.objects.get(name="見本会館")
    assert listing.contacts.get().phone == "0134324111"  # Whoever types it, it dials.
    assert Place.objects.get(name="見本会館").postcode == "0470024"
    assert listing.extra["指定年月日"] == "2019-04-01"
    assert Listing.objects.get(name="見本集会所").extra["指定年月日"] == "2019-04-01"
    assert Listing.objects.get(name="見本寮").extra["指定年月日"] == "2019-05-01"
    hours = Opening.objects.filter(at__listing=listing)
    assert {(o.weekday, o.opens, o.closes) for o in hours} == {(d, 540, 1035) for d in range(3)}


def test_points_in_every_dress_or_a_sentence(take, sheet):
    rows = {
        "逆の会館": "140.9960,43.1915",
        "度分秒の会館": "北緯43度11分29.4秒,東経140度59分45.6秒",
        "詰めた度分秒の会館": "431129.4,1405945.6",
        "全角の会館": "４３．１９１５,１４０．９９６０",
        "外の会館": "35.6812,139.7671",
        "片方の会館": "43.1915,",
        "零の会館": "0,0",
    }
    report = take(
        sheet(
            "施設名,住所,緯度,経度",
            *(
                f"{name},小樽市花園2丁目{n}-1,{point}"
                for n, (name, point) in enumerate(rows.items(), 1)
            ),
        )
    )

    assert summed(report) == 7
    for name in list(rows)[:4]:
        place = Place.objects.filter(name=name).first()
        taken = place is not None and abs(place.lat - 43.1915) < 1e-3
        assert taken or any("緯度" in r["field"] and r["value"] for r in report.rejections), name
    assert Place.objects.filter(name="逆の会館").exists()
    assert Place.objects.filter(name="度分秒の会館").exists()
    assert Place.objects.filter(name="全角の会館").exists()
    out = {item["row"]: item["reason"] for item in report.rejections}
    assert "小樽市の外" in out[6] and "片方" in out[7]
    assert not Place.objects.filter(name="零の会館").exists()


def test_headings_again_in_the_middle_and_groups_between(take, sheet):
    report = take(
        sheet(
            "施設名,住所,電話番号",
            "【中央地区】,,",
            "見本会館,小樽市花園2丁目12-1,0134-32-4111",
            "施設名,住所,電話番号",
            "【銭函地区】,,",
            "見本集会所,小樽市銭函1丁目1-1,0134-62-4111",
        )
    )

    assert summed(report) == 5 and report.counts["created"] == 2
    assert any("見出し" in reason for reason in reasons(report))


def test_columns_nobody_knows_are_kept_with_the_entry(take, sheet):
    report = take(
        sheet("施設名,住所,鍵の保管者,冬期の除雪", "見本会館,小樽市花園2丁目12-1,隣の商店,町会")
    )

    assert summed(report) == 1 and report.counts["created"] == 1
    assert Listing.objects.get().extra["冬期の除雪"] == "町会"
