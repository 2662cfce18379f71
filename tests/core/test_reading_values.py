"""What people write into cells, and what is made of it; nothing is repaired silently."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tomoni.core import clock, codes, coordinates, counts, dates, phones
from tomoni.core.coordinates import Box, Point
from tomoni.town.places.rules import typed

OTARU = Box(43.05, 140.80, 43.27, 141.32)


@pytest.mark.parametrize(
    "written",
    [
        "2021-12-01",
        "2021/12/1",
        "2021.12.1",
        "2021.12/1",
        "２０２１年１２月１日",
        "20211201",
        "R3.12.1",
        "令和3年12月1日",
        "令和三年十二月一日",
        "平成33年12月1日",
        "12/1/2021",
        "2021/12/1(水)",
        "2021/12/1 0:00",
        "2021/12/1 9:00:00 PM",
        "44531",
    ],
)
def test_one_day_in_every_writing(written):
    got = dates.read_date(written)

    assert got.value == date(2021, 12, 1)
    assert bool(got.repaired) == (written != "2021-12-01")


def test_the_first_year_of_an_era():
    assert dates.read_date("令和元年5月1日").value == date(2019, 5, 1)
    assert dates.read_date("令和元年4月30日").problem
    assert dates.read_date("昭和64年1月7日").value == date(1989, 1, 7)


@pytest.mark.parametrize(
    "written", ["2021-02-30", "9月7日(土)～", "2021年12月", "未定", "99/99/9999"]
)
def test_what_is_no_day_gets_a_sentence(written):
    got = dates.read_date(written)
    assert got.value is None
    assert "「" in got.problem


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("09:00", 540),
        ("9:00:00", 540),
        ("09：00", 540),
        ("９時半", 570),
        ("24:00", 1440),
        ("24時", 1440),
        ("午後5時30分", 1050),
        ("9:00 PM", 1260),
        ("午前12時", 0),
        ("17：00（受付）", 1020),
        ("0.375", 540),
        ("900", 540),
        ("25:30", 1530),
        ("正午", 720),
    ],
)
def test_times_of_day(written, minutes):
    assert clock.read_time(written).value == minutes


@pytest.mark.parametrize("written", ["99:00", "9:75", "随時", "要予約", "9:00-17:00"])
def test_what_is_no_time(written):
    assert clock.read_time(written).problem


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("月火水木金", {0, 1, 2, 3, 4}),
        ("月曜日、木曜日", {0, 3}),
        ("月～金", {0, 1, 2, 3, 4}),
        ("金~月", {4, 5, 6, 0}),
        ("土・日・祝", {5, 6}),
        ("毎日", set(range(7))),
        ("平日", {0, 1, 2, 3, 4}),
    ],
)
def test_days_of_the_week(written, days):
    assert clock.read_days(written).value == days


def test_third_sunday_is_not_taken_for_every_sunday():
    assert clock.read_days("第3日曜日").problem


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0134-32-4111", "0134-32-4111"),
        ("(054)626-1139", "054-626-1139"),
        ("０１３４ー３２ー４１１１", "0134-32-4111"),
        ("09050793693", "090-5079-3693"),
        ("5055264503", "050-5526-4503"),
        ("428519304", "0428519304"),
        ("835-1412", "835-1412"),
        ("054-626-1118   ", "054-626-1118"),
        ("+81-134-32-4111", "0134-32-4111"),
    ],
)
def test_phone_numbers(written, number):
    got = phones.read_phone(written)
    assert got.value and got.value.number == number
    assert bool(got.repaired) == (written.strip() != number) or "市外局番" in got.repaired


def test_an_extension_is_kept_apart():
    got = phones.read_phone("0134-32-4111（内線441・442）")
    assert got.value == phones.Phone("0134-32-4111", "441・442")


def test_municipality_codes():
    assert codes.municipality_check_digit("01203") == "3"
    assert codes.read_municipality("012033").value == "012033"
    assert codes.read_municipality("12033").value == "012033"
    assert codes.read_municipality("01203").value == "012033"
    assert codes.read_municipality("92011").value == "092011"
    assert codes.read_municipality("37201").value == "372013"
    assert codes.read_municipality("012034").problem


def test_corporate_numbers():
    assert codes.read_corporate_number("9000020012033").value == "9000020012033"
    assert codes.read_corporate_number("8000012010038").value == "8000012010038"
    assert codes.read_corporate_number("9000020012034").problem


def test_postcodes():
    assert codes.read_postcode("〒047-0024").value == "0470024"
    assert codes.read_postcode("470024").repaired
    assert codes.read_postcode("04700").problem


def test_counts_and_yes_no():
    assert counts.read_count("4,315 ").value == 4315
    assert counts.read_count("１２０名").value == 120
    assert counts.read_count("114室402名様収容").problem
    assert counts.read_yes_no("〇").value is True
    assert counts.read_yes_no("無").value is False
    assert counts.read_yes_no("△").problem


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("43.191454", "140.99591"),
        ("140.99591", "43.191454"),
        ("43度11分29.2344秒", "140度59分45.276秒"),
        ("43°11′29.2344″", "140°59′45.276″"),
        ("北緯４３．１９１４５４度", "東経１４０．９９５９１度"),
    ],
)
def test_one_point_in_every_writing(lat, lon):
    got = coordinates.read_point(lat, lon, within=OTARU, where="小樽市")
    assert got.value is not None
    assert abs(got.value.lat - 43.191454) < 1e-6
    assert abs(got.value.lon - 140.99591) < 1e-6
    assert bool(got.repaired) == (lat != "43.191454")


def test_points_that_cannot_be_used():
    outside = coordinates.read_point("34.86", "138.32", within=OTARU, where="小樽市")
    assert "小樽市の外" in outside.problem
    assert "日本の外" in coordinates.read_point("0", "0").problem
    assert "片方" in coordinates.read_point("43.19", "").problem
    assert coordinates.read_point("nan", "inf").problem
    assert coordinates.split_pair("34.327, 134.065") == ("34.327", "134.065")


def test_the_old_datum_is_recognised_by_its_shift():
    known = Point(43.191454, 140.99591)
    shifted = Point(43.191454 - 0.0026, 140.99591 + 0.0038)
    assert not coordinates.looks_like_tokyo_datum(known, known)
    back = coordinates.from_tokyo_datum(shifted)
    assert coordinates.metres_between(back, known) < 60
    assert coordinates.looks_like_tokyo_datum(shifted, known)


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text):
    for read in (
        dates.read_date,
        clock.read_time,
        clock.read_days,
        phones.read_phone,
        codes.read_municipality,
        codes.read_corporate_number,
        codes.read_postcode,
        counts.read_count,
        counts.read_yes_no,
    ):
        got = read(text)
        assert not (got.value is not None and got.problem)
        if text.strip() == "":
            assert got.value is None and not got.problem
    coordinates.read_point(text, text)


@given(st.dates(min_value=date(1873, 1, 1), max_value=date(2098, 12, 31)))
def test_every_day_comes_back_from_iso_and_slashes(day):
    assert dates.read_date(day.isoformat()).value == day
    assert dates.read_date(f"{day.year}/{day.month}/{day.day}").value == day


@given(st.floats(20.1, 46.4), st.floats(122.1, 154.4))
def test_every_point_survives_degrees_minutes_seconds(lat, lon):
    def dms(value):
        degrees = int(value)
        minutes = int((value - degrees) * 60)
        seconds = (value - degrees - minutes / 60) * 3600
        return f"{degrees}°{minutes}′{min(seconds, 59.9999):.4f}″"

    got = coordinates.read_point(dms(lat), dms(lon))
    assert got.value is not None
    assert abs(got.value.lat - lat) < 1e-5
    assert abs(got.value.lon - lon) < 1e-5


@pytest.mark.parametrize(
    "cell",
    [
        "1°1" + " " * 200_000 + "x",
        "x" + " " * 200_000 + "x",
        "T " * 100_000 + "x",
        "1" * 200_000,
        "十" * 100_000 + "日",
    ],
)
def test_a_cell_made_to_keep_us_busy_is_refused_at_once(cell):
    begun = time.perf_counter()
    assert dates.read_date(cell).value is None
    assert coordinates.read_point(cell, cell).value is None
    assert coordinates.split_pair(cell) == ("", "")
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize(
    "cell", ["x" + "\n" * 200_000 + "x", "(x" * 100_000, "1" * 200_000 + "x", "内線" * 100_000]
)
def test_a_time_or_number_made_to_keep_us_busy_is_refused_at_once(cell):
    begun = time.perf_counter()
    assert clock.read_time(cell).value is None
    assert phones.read_phone(cell).value is None
    assert typed.prices(cell)[0] == []
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize("yen", ["9" * 5000, "9" * 20, "10,000,001"])
def test_a_price_beyond_all_prices_is_asked_again(yen):
    rows, problem = typed.prices(f"大人 {yen}円")
    assert rows == [] and "金額が読めません" in problem
