"""A list of persons taken in: every row accounted for, twice the same, no Individual Number."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from tests.factories import NOW
from tomoni.core.errors import Refused
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
