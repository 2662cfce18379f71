"""What stands on paper cards when a town begins: a list taken over, row by row, nothing twice."""

import csv
import json
import re
from datetime import date, timedelta
from io import BytesIO, StringIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now
from openpyxl import Workbook

from tests.factories import PersonFactory, TeamFactory
from tests.points.towns import SNOW, holder, scheme_with
from tomoni.core.errors import Refused
from tomoni.core.models import AuditRow
from tomoni.doing.points import import_desk, importing
from tomoni.doing.points.actions import account_of, keying
from tomoni.doing.points.models import Account, Earning, Transfer
from tomoni.doing.points.queries import balances, lots, service
from tomoni.doing.points.rules import opening
from tomoni.doing.points.rules.lapsing import Lot
from tomoni.doing.points.rules.opening import Opening
from tomoni.doing.points.rules.terms import Terms
from tomoni.ground.people.models import Person

TERMS = Terms(activities=(SNOW,), lapse="year", lapse_months=24, certificate_years=3)
TODAY = date(2026, 11, 28)
HEAD = "氏名,ふりがな,生年月日,ポイント,いつの分,活動した年度\n"


def this_year():
    return localdate().year - (localdate().month < 4)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"points": "12"}, Opening(12, None, ())),
        ({"points": "１，２００ポイント"}, Opening(1200, None, ())),
        ({"points": "3点", "since": "2025年度"}, Opening(3, date(2025, 4, 1), ())),
        ({"points": "3", "since": "2025"}, Opening(3, date(2025, 4, 1), ())),
        ({"points": "3", "since": "令和7年度"}, Opening(3, date(2025, 4, 1), ())),
        ({"points": "3", "since": "Ｒ元年度"}, Opening(3, date(2019, 4, 1), ())),
        ({"points": "3", "since": "令和8年6月30日"}, Opening(3, date(2026, 6, 30), ())),
        ({"points": "0", "years": "3"}, Opening(0, None, (2023, 2024, 2025))),
        ({"points": "", "years": "2016年度 2018-2020、2018"}, Opening(0, None, (2016, 2018, 2019, 2020))),
    ],
)  # fmt: skip
def test_a_row_is_read_as_people_write_it(cells, expected):
    assert opening.read(cells, today=TODAY, begins=(4, 1)) == expected


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({}, "points"), ({"points": "0"}, "points"), ({"points": "-3"}, "points"),
        ({"points": "1.5"}, "points"), ({"points": "٣"}, "points"),
        ({"points": "1000001"}, "points"), ({"points": "9" * 400}, "points"),
        ({"points": "3", "since": "去年"}, "since"), ({"points": "3", "since": "2027年度"}, "since"),
        ({"points": "3", "since": "2026-11-29"}, "since"), ({"points": "3", "since": "1066年度"}, "since"),
        ({"points": "3", "since": "9999年度"}, "since"),
        ({"points": "3", "years": "90"}, "years"), ({"points": "3", "years": "2026"}, "years"),
        ({"points": "3", "years": "2020-2016"}, "years"), ({"points": "3", "years": "0000"}, "years"),
        ({"points": "3", "years": "何年も"}, "years"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named_with_its_column(cells, field):
    with pytest.raises(Refused) as no:
        opening.read(cells, today=TODAY, begins=(4, 1))
    assert no.value.field == field


@pytest.fixture
def at():
    return now() - timedelta(minutes=5)


@pytest.fixture
def scheme(db, at, ono):
    return scheme_with(TERMS, at=at, team=TeamFactory(members=[ono]))


@pytest.fixture
def take(scheme, tmp_path):
    def run(text, *, dry_run=False, head=HEAD):
        path = tmp_path / f"{uuid4().hex}.csv"
        path.write_text(head + text, encoding="utf-8")
        return importing.take_in(path, scheme=scheme, by=None, at=now(), dry_run=dry_run)

    return run


def said(report):
    return [(row["row"], row["field"], row["reason"]) for row in report.rejections]


def account(scheme, name):
    return Account.objects.get(scheme=scheme, person__name=name)


def test_a_list_becomes_accounts_with_their_points_and_days(take, scheme):
    year = this_year()
    text = (
        f"見本 キク,みほん きく,昭和21年5月1日,12,{year - 1}年度,2\n"
        f"見本 ウメ,みほん うめ,1950-01-01,1,,\n"
    )
    report = take(text, dry_run=True)
    assert report.counts["created"] == 2 and not Account.objects.filter(kind="person").exists()
    assert not Person.objects.filter(name="見本 キク").exists()
    report = take(text)
    assert report.counts == {"created": 2, "updated": 0, "unchanged": 0, "rejected": 0}
    kiku, ume = account(scheme, "見本 キク"), account(scheme, "見本 ウメ")
    assert (kiku.balance, ume.balance) == (12, 1)
    assert kiku.person.birth_on == date(1946, 5, 1)
    assert lots.lots_of(kiku) == [Lot(date(year - 1, 4, 1), 12)]
    assert lots.lots_of(ume) == [Lot(localdate(), 1)]
    assert service.service_of(kiku, TERMS).years == (year - 2, year - 1)
    assert lots.deeds_in(scheme, date(year - 3, 4, 1), localdate()) == []
    assert not balances.wrong_balances()
    assert AuditRow.objects.filter(act="points.balances_taken_in").count() == 1


def test_the_same_list_again_adds_nothing_and_another_number_is_said(take, scheme):
    text = "見本 キク,,1946-05-01,12,,2\n見本 ウメ,,1950-01-01,,,3\n"
    take(text)
    again = take(text)
    assert again.counts == {"created": 0, "updated": 0, "unchanged": 2, "rejected": 0}
    assert account(scheme, "見本 キク").balance == 12
    assert Earning.objects.filter(scheme=scheme).count() == 5
    other = take("見本 キク,,1946-05-01,13,,\n")
    assert "12ポイントで取り込み済み" in said(other)[0][2]
    later = take(f"見本 キク,,1946-05-01,12,{this_year()}年度,\n")
    assert "もう取り込んであります" in said(later)[0][2]
    more_years = take("見本 キク,,1946-05-01,12,,4\n")
    assert more_years.counts["unchanged"] == 0 and more_years.counts["created"] == 1
    assert account(scheme, "見本 キク").balance == 12


def test_what_was_taken_back_does_not_come_again_by_the_list(take, scheme):
    take("見本 キク,,1946-05-01,12,,\n")
    row = Transfer.objects.get(credit=account(scheme, "見本 キク"))
    keying.take_back(id=uuid4(), what=row, note="まちがい", by=None, at=now())
    assert "ポイントを直す" in said(take("見本 キク,,1946-05-01,12,,\n"))[0][2]
    assert account(scheme, "見本 キク").balance == 0


def test_two_years_of_one_person_are_two_rows(take, scheme):
    year = this_year()
    text = f"見本 キク,,1946-05-01,5,{year - 1}年度,\n見本 キク,,1946-05-01,7,{year}年度,\n"
    assert take(text).counts["created"] == 2
    assert lots.lots_of(account(scheme, "見本 キク")) == [
        Lot(date(year - 1, 4, 1), 5), Lot(date(year, 4, 1), 7),
    ]  # fmt: skip
    twice = f"見本 ウメ,,1950-01-01,5,{year}年度,\n見本 ウメ,,1950-01-01,7,{year}年度,\n"
    assert "一つにまとめて" in said(take(twice))[0][2]


def test_each_bad_row_says_why_and_stops_no_other(take, scheme, at):
    for _n in range(2):
        PersonFactory(name="見本 ふたり", birth_on=date(1950, 1, 1))
    PersonFactory(name="見本 なき", birth_on=date(1930, 1, 1), died_on=date(2020, 1, 1))
    text = (
        "見本 キク,,1946-05-01,12,,\n"
        "見本 ウメ,,,3,,\n"  # Nobody can be told apart without a birthday.
        ",,1950-01-01,3,,\n"
        "見本 マツ,,1950-01-01,三,,\n"
        "見本 タケ,,きのう,3,,\n"
        "見本 ふたり,,1950-01-01,3,,\n"
        "見本 なき,,1930-01-01,3,,\n"
        "見本 ふる,,1950-01-01,3,2015年度,\n"
        "\n"
        "見本 フジ,,1951-01-01,4,,\n"
    )
    report = take(text)
    assert report.counts == {"created": 2, "updated": 0, "unchanged": 0, "rejected": 7}
    assert [(row, field) for row, field, _why in said(report)] == [
        (3, "birth_on"), (4, "name"), (5, "points"), (6, "birth_on"), (7, "name"), (8, "name"), (9, "since"),
    ]  # fmt: skip
    assert "期限" in said(report)[-1][2]
    for nobody in ("見本 ウメ", "見本 マツ", "見本 ふる"):  # A refused row leaves nobody behind.
        assert not Person.objects.filter(name=nobody).exists()


def test_what_was_hidden_in_the_file_of_rejected_rows_is_no_address(take, scheme):
    head = HEAD.replace("ポイント", "住所,ポイント")
    report = take("見本 キク,,1946-05-01,＊,12,,\n", head=head)
    assert [(row, field) for row, field, _why in said(report)] == [(2, "address")]
    assert not Person.objects.filter(name="見本 キク").exists()


def test_a_known_person_and_a_known_card_are_found(take, scheme, at):
    ume = PersonFactory(name="髙橋 ウメ", birth_on=date(1950, 1, 1))
    known = account_of(ume, scheme, by=None, at=at)
    assert take("高橋　ウメ,,S25.1.1,3,,\n").counts["created"] == 1
    assert Account.objects.get(pk=known.pk).balance == 3
    kiku = holder(scheme, at=at, name="見本 キク")
    head = "カードの番号,氏名,残高\n"
    report = take(f"{kiku.card},見本 キク,5\n{known.card},別の 人,5\n1234567,,5\n", head=head)
    assert report.counts["created"] == 1 and report.counts["rejected"] == 2
    assert [field for _row, field, _why in said(report)] == ["name", "card"]
    assert Account.objects.get(pk=kiku.pk).balance == 5


def test_a_file_without_the_columns_is_refused_as_a_whole(take):
    assert "列が要ります" in take("x,y\n", head="あ,い\n").refused
    assert "列が要ります" in take("見本 キク\n", head="氏名\n").refused


def test_two_hundred_rows_are_booked_by_one_statement(scheme, tmp_path):
    """What grows with the rows is looking people up and opening accounts, never the booking."""
    path = tmp_path / "many.csv"
    rows = [f"見本 {n:03},,1950-01-01,{n + 1},,\n" for n in range(200)]
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    with CaptureQueriesContext(connection) as asked:
        report = importing.take_in(path, scheme=scheme, by=None, at=now(), dry_run=False)
    assert report.counts["created"] == 200
    # SQLite tells of many as "200 times: INSERT …".
    booked = [
        q for q in asked.captured_queries if re.search(r'INSERT INTO "?points_transfer', q["sql"])
    ]
    assert len(booked) == 1
    assert sum(Account.objects.filter(scheme=scheme).values_list("balance", flat=True)) == 20100


def upload(client, scheme, content, name="cards.csv"):
    url = f"/staff/points/{scheme.slug}/opening/"
    return client.post(url, {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_the_lead_tries_the_list_reads_what_would_happen_and_takes_it_in_once(client, scheme, ono):
    client.force_login(ono)
    assert f"/staff/points/{scheme.slug}/opening/" in client.get("/staff/points/").content.decode()
    book = Workbook()
    for row in (
        ["氏名", "生年月日", "ポイント"],
        ["見本 キク", "1946-05-01", 12],
        ["見本 ウメ", "", 3],
    ):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    shown = upload(client, scheme, out.getvalue(), "cards.xlsx")
    page, address = shown.content.decode(), shown.redirect_chain[-1][0]
    assert "口座に入る" in page and "3行目" in page and "同じ名前の人と見分ける" in page
    assert not Account.objects.filter(scheme=scheme, kind="person").exists()
    mended = b"".join(client.get(address + "rejected.csv").streaming_content).decode("utf-8-sig")
    assert "見本 ウメ" in mended and "見分ける" in mended
    done = client.post(address + "apply/", follow=True).content.decode()
    assert "取り込みました" in done and account(scheme, "見本 キク").balance == 12
    again = client.post(address + "apply/", follow=True).content.decode()
    assert "もう手元にありません" in again and account(scheme, "見本 キク").balance == 12
    client.logout()


def test_a_list_is_seen_by_nobody_else_and_goes_after_a_day(client, scheme, ono, mori, ishida):
    client.force_login(ono)
    address = upload(
        client, scheme, (HEAD + "見本 キク,,1946-05-01,12,,\n").encode()
    ).redirect_chain[-1][0]
    client.force_login(mori)
    assert client.get(address).status_code == 403
    client.force_login(ishida)
    for more in ("", "rejected.csv"):
        assert client.get(address + more).status_code in (403, 404)
    client.post(address + "apply/")
    assert not Account.objects.filter(scheme=scheme, kind="person").exists()
    client.force_login(ono)
    assert client.get(address).status_code == 200
    import_desk.WAITING.forget_old(now() + timedelta(days=2))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff\xfe", b"%PDF-1.4", "氏名,ポイント\n".encode(), b"<html></html>"]
)
def test_whatever_is_brought_is_answered(client, scheme, ono, content):
    client.force_login(ono)
    answer = upload(client, scheme, content)
    assert answer.status_code == 200 and answer.context["form"].errors["file"]


def test_the_sample_table_is_itself_taken_in(client, scheme, ono, tmp_path):
    client.force_login(ono)
    sample = client.get(f"/staff/points/{scheme.slug}/opening/sample.csv").content
    assert next(csv.reader(StringIO(sample.decode("utf-8-sig"))))[0] == "氏名"
    path = tmp_path / "sample.csv"
    path.write_bytes(sample)
    report = importing.take_in(path, scheme=scheme, by=None, at=now(), dry_run=False)
    assert report.counts["created"] == 1, said(report)


def test_the_holder_reads_where_the_points_came_from(client, scheme, haru, take):
    haru_person = PersonFactory(user=haru, name="坂本 ハル", birth_on=date(1946, 1, 1))
    take(f"坂本 ハル,,1946-01-01,12,{this_year()}年度,1\n")
    client.force_login(haru)
    page = client.get(f"/me/points/{account(scheme, haru_person.name).pk}/").content.decode()
    assert "紙のカードから移した" in page and f"{this_year()}年4月1日からの分" in page


def test_the_command_says_every_row_and_writes_the_rest_beside(scheme, tmp_path, capsys):
    path, out = tmp_path / "cards.csv", tmp_path / "out.json"
    path.write_text(HEAD + "見本 キク,,1946-05-01,12,,\n見本 ウメ,,,3,,\n", encoding="cp932")
    call_command("import_points", str(path), "--scheme", scheme.slug, "--dry-run")
    assert not Account.objects.filter(scheme=scheme, kind="person").exists()
    call_command("import_points", str(path), "--scheme", scheme.slug, "--report", str(out))
    assert "created 1" in capsys.readouterr().out
    assert json.loads(out.read_text())["files"][0]["rejected"] == 1
    assert "見本 ウメ" in (tmp_path / "cards.rejected.csv").read_text(encoding="utf-8-sig")
    with pytest.raises(CommandError, match=scheme.slug):
        call_command("import_points", str(path), "--scheme", "nothing")
