"""A certificate for so many years with points: who reached it and when, on paper, checked by anybody."""

import json
from datetime import date, timedelta
from subprocess import run
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import localdate, now

from tests.factories import TeamFactory
from tests.points.towns import holder, scheme_with
from tomoni.core import signed
from tomoni.core.errors import Refused
from tomoni.doing.points.actions import account_of, award, certifying, keying
from tomoni.doing.points.actions.accounts import close_account
from tomoni.doing.points.models import Account
from tomoni.doing.points.queries import service
from tomoni.doing.points.rules import service as rules
from tomoni.doing.points.rules.terms import Activity, Terms
from tomoni.doing.points.samples import samples

TERMS = Terms(
    activities=(Activity("ticket", "券", "stamp"),), certificate_years=3, ways=("voucher",)
)
BEGINS = date(2010, 4, 1)


@pytest.fixture
def at():
    return now() - timedelta(minutes=5)


@pytest.fixture
def scheme(db, at, mori, ono):
    team = TeamFactory(members=[mori, ono], phone="0134-00-0000")
    return scheme_with(TERMS, at=at, begins_on=BEGINS, team=team, name="見本の券")


@pytest.fixture
def haru_account(scheme, haru, at):
    return holder(scheme, at=at, user=haru, name="坂本 ハル", name_kana="さかもと はる")


def earn(account, *days, quantity=1):
    return [
        award(
            id=uuid4(), scheme=account.scheme, person=account.person, activity="ticket",
            quantity=quantity, on=day, by=None, at=now(),
        )
        for day in days
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("years", "needed", "reached", "missing"),
    [
        ([], 3, None, 3),
        ([2021, 2020], 3, None, 1),
        ([2024, 2019, 2021], 3, 2024, 0),
        ([2019, 2021, 2021, 2024, 2025], 3, 2024, 0),
        ([2019], 0, None, 0),
    ],
)
def test_years_need_not_follow_each_other(years, needed, reached, missing):
    found = rules.of(years)
    assert (found.reached_in(needed), found.missing(needed)) == (reached, missing)


def test_of_the_nine_schemes_adachis_gives_one_after_ten_years():
    given = {slug: one.terms.certificate_years for slug, one in samples().items()}
    assert {slug: years for slug, years in given.items() if years} == {"adachi": 10}


def test_a_year_counts_by_the_fiscal_years_days_and_only_with_points_that_stand(
    scheme, haru_account
):
    earn(haru_account, date(2020, 3, 31), date(2020, 4, 1), date(2021, 3, 31))
    (mistaken,) = earn(haru_account, date(2022, 5, 1))
    keying.take_back(id=uuid4(), what=mistaken.transfer, note="まちがい", by=None, at=now())
    assert service.service_of(haru_account, TERMS).years == (2019, 2020)
    calendar = Terms(activities=TERMS.activities, certificate_years=3, year_begins=(1, 1))
    assert service.service_of(haru_account, calendar).years == (2020, 2021)


def test_whoever_closed_the_account_and_came_back_goes_on(scheme, haru_account):
    earn(haru_account, date(2019, 5, 1))
    keying.adjust(id=uuid4(), account=haru_account, points=-1, note="見本", by=None, at=now())
    close_account(account=haru_account, by=None, at=now())
    again = account_of(haru_account.person, scheme, by=None, at=now())
    earn(again, date(2020, 5, 1), date(2021, 5, 1))
    assert again.pk != haru_account.pk
    assert certifying.certify(account=again, by=None, at=now()).facts["years"] == 3


def test_before_the_years_are_full_it_says_how_many_are_missing(scheme, haru_account, at):
    earn(haru_account, date(2019, 5, 1), date(2020, 5, 1))
    with pytest.raises(Refused, match="あと1年度"):
        certifying.certify(account=haru_account, by=None, at=now())
    other = holder(scheme_with(Terms(activities=TERMS.activities), at=at), at=at)
    with pytest.raises(Refused, match="証明書はありません"):
        certifying.certify(account=other, by=None, at=now())


@pytest.fixture
def certified(haru_account):
    earn(haru_account, date(2016, 5, 1), date(2018, 5, 1), date(2020, 5, 1), date(2021, 5, 1))
    return certifying.certify(account=haru_account, by=None, at=now())


def test_anybody_checks_it_without_us_and_a_changed_year_is_noticed(certified, tmp_path, capsys):
    facts, key, signature = signed.read(certified.code)
    public = signed.public_keys()[key]
    assert json.loads(facts) == certified.facts
    assert certified.facts["years"] == 4 and certified.facts["first"] == 2016
    assert signed.is_signed(facts, signature, bytes.fromhex(public))
    file = tmp_path / "code.txt"
    file.write_text(f"https://mihon.example.jp/?c={quote(certified.code)}", encoding="utf-8")
    call_command("verify-certificate", str(file), key=public)
    assert capsys.readouterr().out.endswith("real\n")
    forged = signed.carried(facts.replace(b'"years":4', b'"years":9'), key, signature)
    file.write_text(forged, encoding="utf-8")
    with pytest.raises(CommandError, match="NOT real"):
        call_command("verify-certificate", str(file), key=public)


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", "活動した年度の数"), ("ja-easy", "年度の 数"), ("en", "Fiscal years with points")],
)
def test_the_page_that_checks_certificates_reads_it_to_strangers(
    client, certified, language, words
):
    client.cookies["lang"] = language
    page = client.get("/volunteer/verify/", {"c": certified.code}).content.decode()
    assert words in page and "坂本 ハル" in page and "見本の券" in page
    facts, key, signature = signed.read(certified.code)
    forged = signed.carried(facts.replace(b'"years":4', b'"years":9'), key, signature)
    assert "坂本 ハル" not in client.get("/volunteer/verify/", {"c": forged}).content.decode()


def read(answer):
    assert answer["Content-Type"] == "application/pdf"
    return run(
        ["pdftotext", "-layout", "-", "-"], input=answer.content, capture_output=True, check=True
    ).stdout.decode()  # fmt: skip


def test_it_is_on_ones_own_page_once_it_is_reached(client, haru, ken, haru_account):
    client.force_login(haru)
    earn(haru_account, date(2016, 5, 1), date(2019, 4, 30))
    assert "あと1年度" in client.get("/me/points/").content.decode()
    url = f"/me/points/{haru_account.pk}/certificate/"
    assert "あと1年度" in client.post(url, follow=True).content.decode()
    earn(haru_account, date(2020, 4, 1))
    assert url in client.get("/me/points/").content.decode()
    paper = read(client.post(url))
    for words in ("坂本 ハル", "見本の券", "通算 3 年", "平成28年度", "令和2年度", "Ed25519"):
        assert words.replace(" ", "") in paper.replace(" ", ""), words
    client.force_login(ken)
    assert client.post(url).status_code == 404


def test_staff_see_who_reached_it_in_which_year_and_print_it(
    client, scheme, haru_account, mori, at
):
    this_year = localdate().year if localdate().month >= 4 else localdate().year - 1
    early, late = (holder(scheme, at=at, name=name) for name in ("見本 ハヤ", "見本 オソ"))
    earn(early, *(date(year, 5, 1) for year in (2016, 2017, 2018)))
    earn(late, *(date(year, 4, 1) for year in (2016, 2017, this_year)))
    earn(haru_account, date(2016, 5, 1))
    client.force_login(mori)
    url = f"/staff/points/{scheme.slug}/years/"
    assert url in client.get("/staff/points/").content.decode()
    page = client.get(url)
    assert [one.account.pk for one in page.context["now"]] == [late.pk]
    assert [one.account.pk for one in page.context["earlier"]] == [early.pk]
    assert [one.account.pk for one in client.get(url, {"year": "2018"}).context["now"]] == [
        early.pk
    ]
    for odd in ("1066", "२०१८", "x", "-1"):
        assert client.get(url, {"year": odd}).context["year"] == this_year
    deed = f"/staff/points/accounts/{early.pk}/certificate/"
    assert deed in client.get(f"/staff/points/accounts/{early.pk}/").content.decode()
    assert "見本 ハヤ" in read(client.post(deed))


def test_a_long_list_asks_no_more_than_a_short_one(
    client, scheme, mori, at, django_assert_max_num_queries
):
    client.force_login(mori)
    url = f"/staff/points/{scheme.slug}/years/"

    def asked():
        with django_assert_max_num_queries(60) as found:
            client.get(url)
        return len(found)

    earn(holder(scheme, at=at), *(date(year, 5, 1) for year in (2016, 2017, 2018)))
    few = asked()
    for _n in range(5):
        earn(holder(scheme, at=at), *(date(year, 5, 1) for year in (2016, 2017, 2018)))
    assert asked() == few
    assert Account.objects.filter(scheme=scheme, kind="person").count() == 6
