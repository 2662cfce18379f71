"""Workbooks with a stray cell at the end of the world, and prices with a sign."""

import openpyxl
import pytest

from tests.places.importing.conftest import EVACUATION
from tomoni.town.places.rules.typed import prices


@pytest.mark.parametrize("line", ["大人 -1円", "大人 - 1円", "大人 −1円", "▲100円", "大人 1.5円"])
def test_a_price_with_a_sign_is_asked_again(line):
    rows, problem = prices(line)
    assert not rows and "金額が読めません" in problem


@pytest.mark.parametrize("line", ["大人 500円", "中学生-高校生 500円", "A-5 500", "1回: 500円"])
def test_a_price_is_read(line):
    rows, problem = prices(line)
    assert not problem and rows[0]["yen"] == 500


@pytest.fixture
def book(tmp_path):
    def save(**cells):
        made = openpyxl.Workbook()
        for line in EVACUATION:
            made.active.append(line.split(","))
        for name, value in cells.items():
            made.active[name] = value
        path = tmp_path / "list.xlsx"
        made.save(path)
        return path

    return save


@pytest.mark.parametrize("cell", ["ZZ1", "ZZZ1", "XFD1"])
def test_a_cell_far_to_the_right_is_said_and_costs_little(take, book, cell):
    report = take(book(**{cell: "メモ"}))
    assert report.counts["created"] == 2
    assert any("右は読んでいません" in note for note in report.notes)


def test_a_cell_far_below_is_a_row_and_the_gap_is_none(take, book):
    report = take(book(A1048576="終わり"))
    assert report.counts["created"] == 2 and report.rows == 3
    (item,) = report.rejections
    assert item["row"] == 1048576 and "空です" in item["reason"]
