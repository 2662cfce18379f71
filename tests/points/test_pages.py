"""Pages of points, as the people of the town use them."""

import csv
from datetime import timedelta
from io import StringIO
from subprocess import run
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from tests.factories import PersonFactory, TeamFactory
from tests.people import person
from tests.points.bank import parse
from tests.points.examples import BANK, TERMS
from tests.points.towns import give, holder, scheme_with
from tomoni.core.models import Opening
from tomoni.doing.points.actions import award
from tomoni.doing.points.models import Account, BankFile, Claim, Earning, Payment, Transfer
from tomoni.doing.points.rules.terms import Terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    """Pages use the clock of today."""
    return now() - timedelta(minutes=5)


@pytest.fixture
def scheme(at, mori, ono):
    return scheme_with(TERMS, at=at, team=TeamFactory(members=[mori, ono], phone="0134-00-0000"))


@pytest.fixture
def mine(scheme, haru, at):
    """ハルさん's account with 12 points."""
    account = holder(scheme, at=at, user=haru, name="坂本 ハル", name_kana="さかもと はる")
    give(account, 12, at=at)
    return account


def sent(client, url, **answers):
    page = client.get(url)
    form = page.context["form"]
    token = form["token"].value() if "token" in form.fields else ""
    return client.post(url, {"token": token, **answers})


def as_shown(context):
    """What the page of rules would send if nobody typed anything."""
    shown = {}
    for form in (context["form"], context["rows"].management_form, *context["rows"]):
        for field in form:
            value = field.value()
            shown[field.html_name] = "" if value is None else value
    return shown


def test_anybody_reads_what_points_are(client, scheme):
    page = client.get("/points/").content.decode()
    assert "福祉除雪" in page
    assert "1時間1ポイント" in page
    assert "0134-00-0000" in page


def test_one_sees_ones_own_points_and_nobody_elses(client, mine, haru, ken):
    client.force_login(haru)
    page = client.get("/me/points/").content.decode()
    assert "<strong>12</strong>" in page
    assert mine.card in page
    for name in ("statement", "statement_csv", "statement_pdf", "my_claim"):
        assert client.get(reverse(f"points:{name}", args=[mine.pk])).status_code == 200
    client.force_login(ken)
    assert "<strong>12</strong>" not in client.get("/me/points/").content.decode()
    for name in ("statement", "statement_csv", "statement_pdf", "my_claim"):
        assert client.get(reverse(f"points:{name}", args=[mine.pk])).status_code == 404


def test_the_statement_is_the_same_on_screen_in_csv_and_on_paper(client, mine, haru, at):
    give(mine, 3, at=at + timedelta(seconds=1))
    client.force_login(haru)
    page = client.get(reverse("points:statement", args=[mine.pk])).content.decode()
    assert "+12" in page
    assert "<strong>15</strong>" in page
    table = client.get(reverse("points:statement_csv", args=[mine.pk])).content.decode("utf-8-sig")
    assert [line.split(",")[2:4] for line in table.splitlines()[1:]] == [
        ["", "0"], ["12", "12"], ["3", "15"],
    ]  # fmt: skip
    paper = client.get(reverse("points:statement_pdf", args=[mine.pk]))
    assert paper.content.startswith(b"%PDF")


def test_haru_claims_once_however_often_she_presses_and_takes_it_back(client, mine, haru):
    client.force_login(haru)
    url = reverse("points:my_claim", args=[mine.pk])
    page = client.get(url)
    answers = {"token": page.context["form"]["token"].value(), "points": 10, "way": "bank", **BANK}
    assert client.post(url, answers).status_code == 302
    assert client.post(url, answers).status_code == 302
    claim = Claim.objects.get()
    assert claim.number in client.get("/me/points/").content.decode()
    client.post(reverse("points:withdraw", args=[claim.pk]))
    assert Account.objects.get(pk=mine.pk).held == 0


def test_a_claim_that_the_bank_would_send_back_keeps_what_was_typed(client, mine, haru):
    client.force_login(haru)
    url = reverse("points:my_claim", args=[mine.pk])
    page = sent(client, url, points=10, way="bank", **{**BANK, "holder": "坂本"}).content.decode()
    assert "使えない文字があります：坂本" in page
    assert 'value="坂本"' in page


def test_the_clerk_keys_cards_with_the_keyboard_and_a_card_counts_once(client, mine, mori, scheme):
    client.force_login(mori)
    url, month = reverse("points:cards", args=[scheme.slug]), f"{localdate():%Y-%m}"
    answers = {"activity": "stamp", "month": month, "card": mine.card, "days": "1"}
    if localdate().day > 2:
        answers["days"] = "1 2x3"
    done = sent(client, url, **answers)
    assert done.status_code == 302
    assert done["Location"].endswith(f"?activity=stamp&month={month}")
    page = client.get(done["Location"]).content.decode()
    assert "坂本 ハルさん" in page
    assert "1枚" in page
    if localdate().day > 2:
        assert "1日の上限" in page
    again = sent(client, url, **answers).content.decode()
    assert "もうついています" in again
    wrong = mine.card[:-1] + str((int(mine.card[-1]) + 1) % 10)
    assert (
        "カードの番号はありません"
        in sent(client, url, **{**answers, "card": wrong}).content.decode()
    )
    assert "この月にない" in sent(client, url, **{**answers, "days": "32"}).content.decode()


def test_two_hundred_cards_in_one_sitting(client, mori, scheme, at):
    """One page for each card, and nothing grows slower with the day."""
    client.force_login(mori)
    cards = [holder(scheme, at=at) for _n in range(20)]
    url = reverse("points:cards", args=[scheme.slug])
    for n, account in enumerate(cards):
        done = sent(
            client, f"{url}?activity=stamp&month={localdate():%Y-%m}", activity="stamp",
            month=f"{localdate():%Y-%m}", card=f"{account.card[:3]} {account.card[3:]}", days="1",
        )  # fmt: skip
        assert done.status_code == 302, n
    assert Earning.objects.filter(scheme=scheme).count() == 20
    assert "20枚" in client.get(url).content.decode()


def test_awarding_adjusting_and_taking_back(client, mine, mori):
    client.force_login(mori)
    account = reverse("points:account", args=[mine.pk])
    sent(client, reverse("points:award", args=[mine.pk]), activity="snow", quantity=60,
         on=f"{localdate():%Y-%m-%d}")  # fmt: skip
    sent(client, reverse("points:adjust", args=[mine.pk]), points=-2, note="二重に押した")
    assert Account.objects.get(pk=mine.pk).balance == 11
    assert "二重に押した" in client.get(account).content.decode()
    earned = Transfer.objects.get(purpose="earned")
    sent(client, reverse("points:reverse", args=[earned.pk]), note="人ちがい")
    assert Account.objects.get(pk=mine.pk).balance == 10
    page = client.get(account).content.decode()
    assert "取り消された" in page
    assert client.get(reverse("points:card", args=[mine.pk])).content.startswith(b"%PDF")


def test_from_claim_to_bank_and_back_through_the_pages(client, mine, mori, ono, scheme):
    abe = person("abe@example.jp", "阿部", "あべ", "clerk")
    client.force_login(mori)
    sent(client, reverse("points:claim_for", args=[mine.pk]), points=10, way="bank", **BANK)
    claim = Claim.objects.get()
    page = reverse("points:claim", args=[claim.pk])
    client.post(reverse("points:do", args=[claim.pk, "check"]))
    client.post(reverse("points:do", args=[claim.pk, "approve"]))
    client.post(reverse("points:do", args=[claim.pk, "approve"]))
    assert Claim.objects.get().status == "checked", "one person is not two"
    assert "二人目は、別の人" in client.get(page).content.decode()
    client.force_login(abe)
    client.post(reverse("points:do", args=[claim.pk, "approve"]))
    assert "0012345" not in client.get(page).content.decode()
    assert "0012345" in client.get(reverse("points:payee", args=[claim.pk])).content.decode()
    assert Opening.objects.filter(thing="points.Payee", by=abe, about=str(mine.person_id)).exists()

    client.force_login(ono)
    bank = reverse("points:bank", args=[scheme.slug])
    tomorrow = localdate() + timedelta(days=1)
    assert "振り込む側の口座" in sent(client, bank, pay_on=f"{tomorrow}").content.decode()
    client.post(reverse("points:payer", args=[scheme.slug]), {**BANK, "client": "77"})
    assert sent(client, bank, pay_on=f"{tomorrow}").status_code == 302
    file = BankFile.objects.get()
    fetch = reverse("points:bank_bytes", args=[file.pk])
    content = client.get(fetch).content
    assert content == client.get(fetch).content
    _header, data, _trailer = parse(content)
    assert [int(one["yen"]) for one in data] == [1000]
    assert Opening.objects.filter(thing="points.BankFile", by=ono).count() == 2
    BankFile.objects.update(pay_on=localdate())
    payment = Payment.objects.get()
    client.post(
        reverse("points:bank_file", args=[file.pk]),
        {f"back-{payment.pk}": "on", f"reason-{payment.pk}": "名義がちがう"},
    )
    assert Claim.objects.get().status == "returned"
    assert "名義がちがう" in client.get(page).content.decode()


def test_cash_has_a_receipt_to_sign(client, mine, mori):
    abe = person("abe@example.jp", "阿部", "あべ", "clerk")
    client.force_login(mori)
    sent(client, reverse("points:claim_for", args=[mine.pk]), points=10, way="cash", **BANK)
    claim = Claim.objects.get()
    receipt = reverse("points:receipt", args=[claim.pk])
    assert client.get(receipt).status_code == 404
    for user, deed in ((mori, "check"), (mori, "approve"), (abe, "approve")):
        client.force_login(user)
        client.post(reverse("points:do", args=[claim.pk, deed]))
    assert client.get(receipt).content.startswith(b"%PDF")
    client.post(reverse("points:do", args=[claim.pk, "hand-over"]))
    assert Claim.objects.get().status == "paid"
    assert Account.objects.get(pk=mine.pk).balance == 2


def test_rules_are_tried_before_they_are_decided(client, mine, ono, scheme):
    client.force_login(ono)
    sent(client, reverse("points:award", args=[mine.pk]), activity="snow", quantity=120,
         on=f"{localdate():%Y-%m-%d}")  # fmt: skip
    url = reverse("points:rules", args=[scheme.slug])
    answers = as_shown(client.get(url).context)
    answers |= {
        "from_on": f"{localdate() + timedelta(days=1)}",
        "source": "見本会議",
        "daily_most": 1,
    }
    page = client.post(url, {**answers, "source": "", "try": "1"}).content.decode()
    assert "まだ決めていません" in page
    assert "へる人は1人" in page
    assert scheme.rulings.count() == 1
    assert client.post(url, {**answers, "decide": "1"}).status_code == 302
    assert scheme.rulings.in_force(localdate() + timedelta(days=1)).first().read.daily_most == 1
    broken = client.post(url, {**answers, "a-0-minutes_1": "30", "try": "1"})
    assert "長さとポイントは、両方書いてください" in broken.content.decode()
    assert "まだ決めていません" not in broken.content.decode()


def test_deciding_the_same_rules_again_changes_nothing_of_them(client, ono, scheme):
    """Rules that decide about money must not lose a clause because a page has no field for it."""
    client.force_login(ono)
    url, soon = reverse("points:rules", args=[scheme.slug]), localdate() + timedelta(days=1)
    before = scheme.rulings.get().read
    answers = as_shown(client.get(url).context) | {"from_on": f"{soon}", "source": "見本会議"}
    assert client.post(url, {**answers, "decide": "1"}).status_code == 302
    assert scheme.rulings.in_force(soon).first().read == before


def test_an_activity_comes_and_another_goes(client, ono, scheme):
    client.force_login(ono)
    url, soon = reverse("points:rules", args=[scheme.slug]), localdate() + timedelta(days=1)
    old = scheme.rulings.get().read.activities
    new = len(old)
    answers = as_shown(client.get(url).context) | {
        "from_on": f"{soon}", "source": "見本会議", "a-0-name": "", f"a-{new}-name": "買い物の付き添い",
        f"a-{new}-points": "2", f"a-{new}-minutes_1": "90", f"a-{new}-worth_1": "３",
    }  # fmt: skip
    assert client.post(url, {**answers, "decide": "1"}).status_code == 302
    found = scheme.rulings.in_force(soon).first().read.activities
    assert found[:-1] == old[1:]
    assert (found[-1].name, found[-1].points, found[-1].tiers) == (
        "買い物の付き添い",
        2,
        ((90, 3),),
    )
    assert found[-1].code not in {one.code for one in old}


def test_an_account_is_opened_for_somebody_we_know(client, ono, scheme):
    kiku = PersonFactory(name="見本 キク")
    client.force_login(ono)
    url = reverse("points:open", args=[scheme.slug])
    assert "見本 キク" in client.get(url, {"q": "キク"}).content.decode()
    client.post(url, {"person": kiku.pk})
    client.post(url, {"person": kiku.pk})
    assert Account.objects.filter(person=kiku).count() == 1
    assert client.post(url, {"person": uuid4()}).status_code == 404


def test_lists_ask_the_database_the_same_number_of_times(
    client, mori, scheme, at, django_assert_max_num_queries
):
    client.force_login(mori)
    accounts = [holder(scheme, 5, at=at) for _n in range(12)]
    url = reverse("points:account", args=[accounts[0].pk])
    client.get("/staff/points/")
    with django_assert_max_num_queries(20):
        client.get("/staff/points/")
    for _n in range(12):
        give(accounts[0], 1, at=at)
    with django_assert_max_num_queries(24):
        client.get(url)


def test_before_the_rules_begin_the_pages_say_what_to_do(client, mori, ono, at, db):
    """Somebody opens a card by its address before the scheme's first day: words, and no crash."""
    soon = localdate() + timedelta(days=30)
    early = scheme_with(
        TERMS, at=at, begins_on=soon, team=TeamFactory(members=[mori, ono], phone="0134-00-0000")
    )
    account = holder(early, at=at)
    client.force_login(mori)
    for address in (
        reverse("points:award", args=[account.pk]),
        reverse("points:card", args=[account.pk]),
        reverse("points:cards", args=[early.slug]),
    ):
        page = client.get(address)
        assert page.status_code == 409, address
        assert "その日の決まりがまだありません" in page.content.decode()


@pytest.mark.parametrize(
    ("language", "said"),
    [("ja", "雪かき：1回1ポイント"), ("en", "Clearing snow: 1 point each time")],
)
def test_the_rules_are_read_in_the_reader_s_language(client, language, said):
    snow = {"code": "snow", "name": "雪かき", "name_en": "Clearing snow", "per": "time"}
    scheme_with(Terms.from_plain(TERMS.to_plain() | {"activities": [snow]}))
    client.cookies["lang"] = language
    page = client.get(reverse("points:about")).content.decode()
    assert said in page


def words_of(pdf):
    """What a paper says, without its blanks and ends of lines."""
    command = ["pdftotext", "-layout", "-", "-"]
    read = run(command, input=pdf.content, capture_output=True, check=True)
    return "".join(read.stdout.decode().split())


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_a_statement_says_what_was_done_when_and_that_a_year_is_empty(
    client, scheme, haru, language
):
    """On the screen, on paper and in a spreadsheet, also for a name that hardly fits a line."""
    begins = timedelta(days=40)
    name = "見本寿限無五劫擦切海砂利水魚水行末雲来末風来末食寝処住処 長助"
    account = holder(scheme, user=haru, name=name, at=now() - begins)
    done_on = localdate() - timedelta(days=3)
    award(
        id=uuid4(), scheme=scheme, person=account.person, activity="snow", quantity=60, on=done_on,
        by=None, at=now(),
    )  # fmt: skip
    client.force_login(haru)
    client.cookies["lang"] = language
    url = f"/me/points/{account.pk}/"
    day = f"{done_on.day} {done_on:%B} {done_on.year}" if language == "en" else f"{done_on.day}日"
    first = localdate().year - (localdate().month < 4)
    year = {"year": str(done_on.year - (done_on.month < 4))}
    assert day in client.get(url, year).content.decode()
    table = client.get(url + "statement.csv", year).content.decode("utf-8-sig")
    assert day in table and len(list(csv.reader(StringIO(table)))) == 3
    paper = words_of(client.get(url + "statement.pdf", year))
    # A paper of the town is in Japanese, whatever language the page is in.
    assert f"{done_on.day}日の活動" in paper and "福祉除雪" in paper and "長助" in paper
    empty = {"year": str(first - 3)}
    words = {
        "ja": "まだ何もありません",
        "ja-easy": "まだ 何も ありません",
        "en": "Nothing in this fiscal year",
    }
    assert words[language] in client.get(url, empty).content.decode()
    assert "まだ何もありません" in words_of(client.get(url + "statement.pdf", empty))
    assert (
        len(list(csv.reader(StringIO(client.get(url + "statement.csv", empty).content.decode()))))
        == 2
    )
