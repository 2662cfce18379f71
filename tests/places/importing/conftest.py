"""Small files, and the code tables every import refers to."""

import csv
import json

import pytest

from tomoni.core.city import city
from tomoni.ground.districts import actions as districts
from tomoni.town.places.actions import categories
from tomoni.town.places.importing.running import Options, import_file

EVACUATION = [
    "ID,名称,所在地_連結表記,緯度,経度,電話番号,市区町村コード,災害種別_洪水,災害種別_地震,災害種別_津波",
    "A1,見本公園,北海道小樽市花園2丁目1-1,43.1915,140.9960,0134-32-4111,012033,1,1,",
    "A2,見本小学校,北海道小樽市稲穂2丁目1-1,43.1970,140.9964,0134-32-4111,012033,,1,1",
]


@pytest.fixture
def tables(db, at):
    categories.load(by=None, at=at)
    districts.load_towns(by=None, at=at)


@pytest.fixture
def take(tables, at):
    """Import a file as the command does and return its report."""

    def run(path, **options):
        return import_file(path, Options(city=city(), by=None, at=at, **options))

    return run


@pytest.fixture
def sheet(tmp_path):
    """Write lines as a CSV file in some encoding."""

    def write(*lines, name="list.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes("\r\n".join(lines).encode(encoding))
        return path

    return write


def counted(path):
    """How many records a file holds, found without our readers."""
    if path.suffix == ".xlsx":
        import openpyxl

        rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
        while rows and not any(rows[-1]):
            rows.pop()
        return len(rows) - 1
    if path.suffix in {".json", ".geojson"}:
        return len(json.loads(path.read_text(encoding="utf-8-sig"))["features"])
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp932")
    rows = list(csv.reader(text.splitlines(keepends=True)))
    if rows[0][0] == "#LINK":
        return sum(not row[0].startswith("#") for row in rows if row)
    return len([row for row in rows if row]) - 1
