"""Points become money: asked, checked, approved by two, paid or come back."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.factories import NOW, TODAY, TeamFactory
from tests.people import person
from tests.points.bank import parse
from tests.points.towns import SNOW, holder, scheme_with
from tomoni.core.errors import Refused
from tomoni.doing.points.actions import claims, paying
from tomoni.doing.points.models import Account, BankFile, Claim, Payee, Payment
from tomoni.doing.points.queries import balances, earned
from tomoni.doing.points.queries import paying as files
from tomoni.doing.points.rules import kana, zengin
from tomoni.doing.points.rules.terms import Terms
from tomoni.ground.batons.actions import forgetting

TERMS = Terms(
    activities=(SNOW,), claim_unit=10, least_claim=10, yen_per_unit=1000, ways=("bank", "cash"),
    yearly_claim_most=50, conditions=("no_arrears",),
)  # fmt: skip
BANK = {
    "bank": "０１１６", "bank_name": "見本ぎんこう".replace("見本", "みほん"), "branch": "123",
    "branch_name": "オタル", "kind": "1", "number": "12345", "holder": "さかもと　はる",
}  # fmt: skip
PAYER = {
    "bank": "0116", "bank_name": "ミホン", "branch": "001", "branch_name": "ホンテン", "kind": "1",
    "number": "7654321", "holder": "ミホンシヤカイフクシキヨウギカイ", "client": "12345",
}  # fmt: skip


@pytest.fixture
def staff(db):
    return [person(f"{name}@example.jp", name, name, "clerk") for name in ("mori", "abe", "kudo")]


@pytest.fixture
def scheme(staff):
    made = scheme_with(TERMS, team=TeamFactory(members=staff))
    return paying.set_payer(scheme=made, payer=PAYER, by=None, at=NOW)


def ask(account, points=20, *, way="bank", id=None, at=NOW, **more):
    more.setdefault("declared", ["no_arrears"])
    return claims.claim(
        id=id or uuid4(), account=account, points=points, way=way, by=None, at=at,
        bank=more.pop("bank", BANK), **more,
    )  # fmt: skip


def approved(claim, staff):
    claims.check(claim=claim, by=staff[0], at=NOW)
    claims.approve(claim=claim, by=staff[1], at=NOW)
    return claims.approve(claim=claim, by=staff[2], at=NOW)


def stands(claim):
    row = Claim.objects.select_related("account", "baton").get(pk=claim.pk)
    return row.status, row.account.balance, row.account.held, row.baton.is_open


def test_points_are_held_from_the_asking_and_moved_when_the_bank_has_paid(scheme, staff):
    haru = holder(scheme, 25)
    claim = ask(haru)
    assert stands(claim) == ("asked", 25, 20, True)
    approved(claim, staff)
    file = paying.make_file(
        id=uuid4(), scheme=scheme, pay_on=TODAY + timedelta(3), by=staff[0], at=NOW
    )
    assert stands(claim) == ("sent", 25, 20, True)

    with pytest.raises(Refused, match="振込日"):
        paying.settle(file=file, returned={}, by=staff[0], at=NOW)
    paying.settle(file=file, returned={}, by=staff[0], at=NOW + timedelta(4))

    assert stands(claim) == ("paid", 5, 0, False)
    assert balances.stood(earned.purse_of(scheme), NOW + timedelta(5)) == (20, 0)


def test_one_cannot_approve_twice_nor_ones_own(scheme, staff):
    haru = holder(scheme, 25, user=staff[2])
    claim = ask(haru)
    with pytest.raises(Refused, match="自分の交換"):
        claims.check(claim=claim, by=staff[2], at=NOW)
    claims.check(claim=claim, by=staff[0], at=NOW)
    claims.approve(claim=claim, by=staff[0], at=NOW)
    with pytest.raises(Refused, match="別の人"):
        claims.approve(claim=claim, by=staff[0], at=NOW)
    with pytest.raises(Refused, match="二人が承認した振り込みが"):
        paying.make_file(id=uuid4(), scheme=scheme, pay_on=TODAY + timedelta(3), by=None, at=NOW)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"points": 30}, "25ポイントです"),
        ({"points": 15}, "10ポイントずつ"),
        ({"declared": []}, "未納"),
        ({"way": "goods"}, "受け取り方"),
        ({"bank": {**BANK, "holder": "坂本ハル"}}, "使えない文字があります：坂本"),
        ({"bank": {**BANK, "number": "12345678"}}, "7けた"),
        ({"bank": {**BANK, "bank": "116"}}, "4けた"),
    ],
)
def test_what_cannot_be_claimed_holds_nothing(scheme, how, words):
    haru = holder(scheme, 25)
    with pytest.raises(Refused, match=words):
        ask(haru, **how)
    assert Account.objects.get(pk=haru.pk).held == 0
    assert not Claim.objects.exists()


def test_asked_twice_with_one_key_is_one_claim(scheme):
    haru, key = holder(scheme, 50), uuid4()
    assert ask(haru, id=key) == ask(haru, id=key)
    with pytest.raises(Refused, match="ちがう内容"):
        ask(haru, 30, id=key)
    assert Account.objects.get(pk=haru.pk).held == 20


def test_a_refused_or_withdrawn_claim_gives_the_points_back(scheme, staff):
    haru = holder(scheme, 25)
    first = claims.refuse(claim=ask(haru), reason="書類がたりません", by=staff[0], at=NOW)
    assert stands(first) == ("refused", 25, 0, False)
    second = claims.withdraw(claim=ask(haru), by=None, at=NOW)
    assert stands(second) == ("withdrawn", 25, 0, False)
    third = claims.check(claim=ask(haru), by=staff[0], at=NOW)
    with pytest.raises(Refused, match="電話"):
        claims.withdraw(claim=third, by=None, at=NOW)


def test_cash_is_handed_over_after_two_have_approved(scheme, staff):
    claim = ask(holder(scheme, 25), way="cash")
    with pytest.raises(Refused, match="状態"):
        claims.hand_over(claim=claim, by=staff[0], at=NOW)
    claims.hand_over(claim=approved(claim, staff), by=staff[0], at=NOW)
    assert stands(claim) == ("paid", 5, 0, False)
    assert not Payee.objects.exists()


def test_a_returned_payment_comes_back_as_a_baton_and_is_paid_anew(scheme, staff):
    haru, ken = holder(scheme, 25), holder(scheme, 25)
    first, second = approved(ask(haru), staff), approved(ask(ken), staff)
    file = paying.make_file(id=uuid4(), scheme=scheme, pay_on=TODAY + timedelta(3), by=None, at=NOW)
    bad = Payment.objects.get(claim=first)
    later = NOW + timedelta(4)

    paying.settle(file=file, returned={bad.pk: "名義がちがう"}, by=None, at=later)

    assert (stands(first), stands(second)) == (("returned", 25, 20, True), ("paid", 5, 0, False))
    assert "振込先を直す" in Claim.objects.get(pk=first.pk).baton.next_step
    before = files.again(file)
    claims.correct(claim=first, bank={**BANK, "holder": "サカモト ハル"}, by=staff[0], at=later)
    assert files.again(file) == before, "what was sent stays what was sent"
    approved(Claim.objects.get(pk=first.pk), staff)
    again = paying.make_file(
        id=uuid4(), scheme=scheme, pay_on=TODAY + timedelta(9), by=None, at=later
    )
    paying.settle(file=again, returned={}, by=None, at=NOW + timedelta(10))
    assert stands(first) == ("paid", 5, 0, False)


def test_a_payment_may_come_back_after_it_counted_as_paid(scheme, staff):
    claim = approved(ask(holder(scheme, 25)), staff)
    file = paying.make_file(id=uuid4(), scheme=scheme, pay_on=TODAY + timedelta(3), by=None, at=NOW)
    paying.settle(file=file, returned={}, by=None, at=NOW + timedelta(4))
    paying.came_back(
        payment=Payment.objects.get(), reason="口座なし", by=None, at=NOW + timedelta(6)
    )
    assert stands(claim) == ("returned", 25, 20, True)
    back = Claim.objects.get(pk=claim.pk)
    claims.refuse(claim=back, reason="現金で渡す", by=staff[0], at=NOW + timedelta(7))
    assert stands(claim) == ("refused", 25, 0, False)
    assert not balances.wrong_balances()


def test_the_file_is_read_by_a_reader_of_its_own_and_is_the_same_every_time(scheme, staff):
    for points in (10, 20, 30):
        approved(ask(holder(scheme, 50), points), staff)
    key = uuid4()
    pay_on = date(2026, 12, 7)
    file = paying.make_file(id=key, scheme=scheme, pay_on=pay_on, by=None, at=NOW)
    assert paying.make_file(id=key, scheme=scheme, pay_on=pay_on, by=None, at=NOW) == file

    content = files.again(file)

    assert files.again(BankFile.objects.get()) == content
    header, data, trailer = parse(content)
    assert (header["day"], header["client"], header["number"]) == ("1207", "0000012345", "7654321")
    assert sorted(int(one["yen"]) for one in data) == [1000, 2000, 3000]
    assert (trailer["count"], int(trailer["yen"])) == ("000003", 6000)
    assert {one["holder"] for one in data} == {"ｻｶﾓﾄ ﾊﾙ"}
    assert {one["bank_name"] for one in data} == {"ﾐﾎﾝｷﾞﾝｺｳ"}
    assert [int(one["customer2"]) for one in data] == [1, 2, 3]


def test_a_touched_row_is_noticed_before_the_file_goes_out(scheme, staff):
    approved(ask(holder(scheme, 50)), staff)
    file = paying.make_file(id=uuid4(), scheme=scheme, pay_on=TODAY + timedelta(3), by=None, at=NOW)
    Payment.objects.update(yen=999_999)
    with pytest.raises(Refused, match="情報担当"):
        files.again(file)


def test_bank_details_lie_sealed(scheme, staff):
    from django.db import connection

    ask(holder(scheme, 25))
    with connection.cursor() as cursor:
        cursor.execute("SELECT details FROM points_payee")
        raw = bytes(cursor.fetchone()[0])
    assert b"0012345" not in raw
    assert Payee.objects.get().details["number"] == "0012345"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("さかもと　はる", "ｻｶﾓﾄ ﾊﾙ"),
        ("ガギグパピプ", "ｶﾞｷﾞｸﾞﾊﾟﾋﾟﾌﾟ"),
        ("ヴァイオリン", "ｳﾞｱｲｵﾘﾝ"),
        ("カ）ミホンショーテン", "ｶ)ﾐﾎﾝｼﾖ-ﾃﾝ"),
        ("ｶﾌﾞｼｷｶﾞｲｼｬ", "ｶﾌﾞｼｷｶﾞｲｼﾔ"),
        ("ＡＢＣ１２３・ｘ", "ABC123.X"),
    ],
)
def test_names_as_the_bank_takes_them(typed, written):
    assert kana.for_bank(typed) == written
    assert kana.strange(written) == ""


def test_letters_a_bank_does_not_take_are_named():
    assert kana.strange(kana.for_bank("坂本ハル@")) == "坂本@"


def test_a_file_of_a_thousand_has_its_sums_right():
    payer = zengin.Payer.typed(PAYER)
    to = zengin.BankAccount.typed(BANK)
    many = [zengin.Payment(to, n, f"{n:020d}") for n in range(1, 1001)]
    _header, data, trailer = parse(zengin.written(payer, TODAY, many))
    assert (len(data), int(trailer["yen"])) == (1000, 500500)


def test_after_the_term_the_ledger_knows_what_was_paid_and_nobody_knows_whereto(scheme, staff):
    claim = ask(holder(scheme, 25))
    approved(claim, staff)
    file = paying.make_file(
        id=uuid4(), scheme=scheme, pay_on=TODAY + timedelta(3), by=staff[0], at=NOW
    )
    paying.settle(file=file, returned={}, by=staff[0], at=NOW + timedelta(4))

    forgetting.empty([str(claim.baton_id)], at=NOW + timedelta(4000))

    claim.refresh_from_db()
    assert (claim.reason, claim.declared, claim.yen) == ("", [], 2000)
    assert not Payee.objects.exists()
    assert [(one.details, one.yen) for one in Payment.objects.all()] == [({}, 2000)]
    with pytest.raises(Refused, match="保存の期間"):
        files.again(file)


def test_what_can_no_longer_be_done_is_said_before_anybody_writes(client, ono):
    from tests.points.examples import examples

    places = examples(ono)
    claim = Claim.objects.get(pk=places["points:refuse"]["pk"])
    client.force_login(ono)
    for deed in ("refuse", "correct"):
        page = client.get(f"/staff/points/claims/{claim.pk}/{deed}/").content.decode()
        assert "銀行に送った" in page and "もう、これはできません" in page
        assert '<button class="button button--main">' not in page.split("<main")[1]
