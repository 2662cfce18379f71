"""A list of persons taken in: every row accounted for, twice the same, no Individual Number."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils.timezone import now

from tests.factories import NOW
from tests.people import person
from tomoni.core.errors import Refused
from tomoni.core.models import AuditRow
from tomoni.ground.people import tasks
from tomoni.ground.people.actions import persons
from tomoni.ground.people.models import Person
from tomoni.ground.people.rules.my_number import holds_one

LIST = """番号,氏名,フリガナ,生年月日,電話番号,住所
1,髙橋 キク,ﾀｶﾊｼ ｷｸ,S15.3.4,0134-22-0000,小樽市花園2-5-12
2,佐藤 ウメ,サトウ ウメ,昭和99年,,
3,,ナナシ,,,
4,田中 一,タナカ ハジメ,1950/1/2,,123456789018
1,髙橋 キク,,,,
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_every_row_is_accounted_for(db, tmp_path, encoding):
    path, out = tmp_path / "meibo.csv", tmp_path / "out.json"
    path.write_text(LIST, encoding=encoding)
    call_command("import_people", str(path), "--dry-run", "--report", str(out))
    assert not Person.objects.exists()
    call_command("import_people", str(path), "--report", str(out))
    [report] = json.loads(out.read_text())["files"]
    assert (report["rows"], report["created"], report["rejected"]) == (5, 1, 4)
    assert {row["field"] for row in report["rejections"]} == {
        "birth_on", "name", "address", "own_id",
    }  # fmt: skip
    assert "123456789018" not in out.read_text()
    kiku = Person.objects.get()
    assert kiku.birth_on == date(1940, 3, 4) and kiku.source == "list"
    call_command("import_people", str(path), "--report", str(out))
    [again] = json.loads(out.read_text())["files"]
    assert again["unchanged"] == 1 and again["created"] == 0


def test_an_individual_number_is_refused_everywhere(db, tani):
    assert holds_one("1234 5678 9018") and holds_one("１２３４５６７８９０１８")
    assert not holds_one("123456789012") and not holds_one("090-1234-5678")
    with pytest.raises(Refused, match="マイナンバー"):
        persons.create(name="髙橋 キク", note="番号は1234-5678-9018", by=tani, at=NOW)


def as_sheet(path, text):
    book = openpyxl.Workbook()
    for line in csv.reader(io.StringIO(text)):
        book.active.append(line)
    book.save(path)
    return path


def mended(rejected):
    """The file of rejected rows, as somebody mends it in a spreadsheet."""
    return rejected.replace("昭和99年", "昭和9年1月2日").replace(",,ナナシ", ",無 名子,ナナシ")


def test_a_workbook_is_read_and_its_rejected_rows_come_back_mended(db, tmp_path):
    path, out = as_sheet(tmp_path / "meibo.xlsx", LIST), tmp_path / "out.json"
    call_command("import_people", str(path), "--report", str(out))
    [report] = json.loads(out.read_text())["files"]
    assert (report["kind"], report["rows"], report["created"], report["rejected"]) == ("xlsx", 5, 1, 4)  # fmt: skip
    rejected = tmp_path / "meibo.rejected.csv"
    text = rejected.read_text(encoding="utf-8-sig")
    assert "取り込めない理由" in text and "123456789018" not in text
    rejected.write_text(mended(text), encoding="utf-8-sig")
    call_command("import_people", str(rejected), "--report", str(out))
    [again] = json.loads(out.read_text())["files"]
    assert (again["created"], again["rejected"]) == (2, 1)  # Twice in one list is still twice.
    assert Person.objects.count() == 3


def test_headings_below_a_title_and_real_dates_are_found(db, tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["見守り名簿"], [], ["№", "お名前", "ふりがな", "生年月日", "電話"],
        [1, "髙橋 キク", "たかはし きく", date(1940, 3, 4), "0134-22-0000"],
    ):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    call_command("import_people", str(tmp_path / "a.xlsx"))
    assert Person.objects.get().birth_on == date(1940, 3, 4)


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"PK\x03\x04nonsense", "住所,電話\nあ,い\n".encode()]
)
def test_what_is_no_list_is_refused_in_words(client, ono, tmp_path, content):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_people", str(path))
    client.force_login(ono)
    page = client.post("/staff/persons/imports/", {"file": SimpleUploadedFile("x.csv", content)})
    assert page.status_code == 200 and "field__error" in page.content.decode()
    assert not list((Path(settings.DATA_DIR) / "lists-of-persons").glob("*/*/list"))


def upload(client, text, name="meibo.csv"):
    file = SimpleUploadedFile(name, text.encode())
    answer = client.post("/staff/persons/imports/", {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def test_a_clerk_tries_a_list_takes_it_in_and_mends_the_rest(client, ono):
    client.force_login(ono)
    place = upload(client, LIST)
    page = client.get(place).content.decode()
    assert "取り込む前の確かめ" in page and "取り込めない4行を除いて取り込む" in page
    assert "お名前を入れてください" in page and "123456789018" not in page
    assert not Person.objects.filter(source="list").exists()
    assert client.post(f"{place}apply/")["Location"] == place
    assert "取り込みの結果" in client.get(place).content.decode()
    assert Person.objects.get(source="list").name == "髙橋 キク"
    row = AuditRow.objects.get(act="people.list_taken_in")
    assert row.by == ono and "髙橋" not in row.note
    # The list itself is gone, and a second press takes nothing in again.
    assert not list((Path(settings.DATA_DIR) / "lists-of-persons").glob(f"{ono.pk.hex}/*/list*"))
    assert client.post(f"{place}apply/")["Location"] == "/staff/persons/imports/"
    answer = client.get(f"{place}rejected.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "meibo.rejected.csv" in answer["Content-Disposition"]
    again = upload(client, mended(text), "meibo.rejected.csv")
    client.post(f"{again}apply/")
    assert Person.objects.filter(source="list").count() == 3


def test_a_list_is_its_uploaders_alone_and_goes_after_a_day(client, ono, tani):
    client.force_login(ono)
    place = upload(client, LIST)
    client.force_login(person("abe@example.jp", "阿部 誠", "あべ まこと", "team_lead"))
    assert client.get(place).status_code == 404
    assert client.get(f"{place}rejected.csv").status_code == 404
    client.post(f"{place}apply/")
    assert not Person.objects.filter(source="list").exists()
    client.force_login(tani)
    assert client.get("/staff/persons/imports/").status_code == 403
    tasks.forget_lists(now() + timedelta(days=1, minutes=1))
    client.force_login(ono)
    assert client.get(place).status_code == 404
