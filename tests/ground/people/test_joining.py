"""Beginning without a mail address: a letter's code, a text message's code, and signing in by number."""

import json
import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.utils.timezone import now

from tests.factories import NOW, PersonFactory
from tests.ground.notices.peers import Gateway
from tomoni.core.errors import Refused
from tomoni.core.models import AuditRow
from tomoni.ground.notices.models import Wording
from tomoni.ground.people.actions import codes
from tomoni.ground.people.models import LetterCode, Person, TextCode, User
from tomoni.ground.people.rules import codes as rules

PASSWORD = "umi-kaze-yama-3"
BIRTH = date(1940, 3, 4)


def text(page):
    return page.content.decode()


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def kiku(db):
    return PersonFactory(
        name="髙橋 キク", birth_on=BIRTH, phone="0134-22-0000", address="小樽市花園2-5-12"
    )


@pytest.fixture
def gateway(settings):
    one = Gateway()
    settings.SMS_URL = f"{one.url}/sms"
    yield one
    one.stop()


def begin(client, code, **more):
    known = {"code": code, "birth_on": "昭和15年3月4日", "way": "password", "password": PASSWORD}
    return client.post("/join/letter/", {**known, **more})


def test_kiku_begins_with_a_letter_and_signs_in_by_number(client, tani, kiku):
    client.force_login(tani)
    letter = client.post(f"/staff/persons/{kiku.pk}/letter-code/")
    assert letter["Content-Type"] == "application/pdf" and letter.content.startswith(b"%PDF")
    code = codes.make_letter_code(person=kiku, by=tani, at=now())  # The first one stops working.
    client.logout()
    done = begin(client, "　" + rules.shown(code).lower() + " ")
    assert done["Location"] == "/me/"
    user = User.objects.get(person=kiku)
    assert user.sign_in_phone == "0134220000" and user.email is None
    assert client.get("/me/").status_code == 200
    client.logout()
    for typed in ("０１３４－２２－００００", "0134-22-0000", "0134220000", "(0134)22-0000"):
        page = client.post("/accounts/login/", {"login": typed, "password": PASSWORD})
        assert page.status_code == 302 and "_auth_user_id" in client.session, typed
        client.logout()


def test_a_passkey_instead_of_a_password(client, tani, kiku):
    done = begin(
        client, codes.make_letter_code(person=kiku, by=tani, at=now()), way="passkey", password=""
    )
    assert done["Location"] == "/accounts/2fa/webauthn/add/"
    assert client.get(done["Location"]).status_code == 200
    assert not User.objects.get(person=kiku).has_usable_password()


def test_a_code_works_once(client, tani, kiku):
    code = codes.make_letter_code(person=kiku, by=tani, at=now())
    begin(client, code)
    client.logout()
    page = begin(client, code)
    assert page.status_code == 200 and "もう使えません" in text(page)
    assert "_auth_user_id" not in client.session


def test_five_wrong_birthdays_end_a_code(client, tani, kiku):
    code = codes.make_letter_code(person=kiku, by=tani, at=now())
    for _n in range(5):
        assert "番号か生年月日が違います" in text(begin(client, code, birth_on="1940-03-05"))
    assert "もう使えません" in text(begin(client, code))
    assert LetterCode.objects.get().wrong == 5 and not User.objects.filter(person=kiku).exists()


def test_guessing_is_slowed_down_and_learns_nothing(client, tani, kiku):
    codes.make_letter_code(person=kiku, by=tani, at=now())
    answers = [begin(client, "ACDE-FGHJ-KMNP") for _n in range(11)]
    assert "番号か生年月日が違います" in text(answers[0])
    assert answers[-1].status_code == 429


def test_expired_revoked_and_replaced_codes_are_dead(tani, kiku):
    def use(code, at):
        return codes.use_letter_code(code=code, birth_on=BIRTH, at=at, password=PASSWORD)

    first = codes.make_letter_code(person=kiku, by=tani, at=NOW)
    second = codes.make_letter_code(person=kiku, by=tani, at=NOW)
    for code, at in ((first, NOW), (second, NOW + timedelta(days=14))):
        with pytest.raises(Refused, match="もう使えません"):
            use(code, at)
    codes.revoke_letter_code(person=kiku, by=tani, at=NOW)
    with pytest.raises(Refused, match="もう使えません"):
        use(second, NOW)
    assert not User.objects.filter(person=kiku).exists()


def test_the_code_lies_nowhere_in_clear(tani, kiku):
    code = codes.make_letter_code(person=kiku, by=tani, at=NOW)
    rows = [*LetterCode.objects.values(), *AuditRow.objects.values()]
    assert code not in json.dumps(rows, default=str)
    with pytest.raises(DatabaseError), transaction.atomic():
        LetterCode.objects.create(person=kiku, digest="x", made_by=tani, made_at=NOW,
                                  expires_at=NOW + timedelta(days=1))  # fmt: skip


def test_no_code_opens_the_account_of_somebody_who_works_here(client, tani, ono, kiku):
    staff = PersonFactory(name="小野 徹", user=ono, birth_on=BIRTH, phone="0134-22-1111")
    with pytest.raises(Refused, match="職員"):
        codes.make_letter_code(person=staff, by=tani, at=NOW)
    for missing in ({"birth_on": None}, {"phone_key": "", "email": ""}):
        Person.objects.filter(pk=kiku.pk).update(**missing)
        with pytest.raises(Refused, match="先に登録"):
            codes.make_letter_code(person=kiku, by=tani, at=NOW)
        Person.objects.filter(pk=kiku.pk).update(birth_on=BIRTH, phone_key="0134220000")


def test_a_number_signs_in_one_person_only(tani, kiku, haru):
    User.objects.filter(pk=haru.pk).update(sign_in_phone="0134220000")
    code = codes.make_letter_code(person=kiku, by=tani, at=NOW)
    with pytest.raises(Refused, match="ほかの人"):
        codes.use_letter_code(code=code, birth_on=BIRTH, at=NOW, password=PASSWORD)
    assert LetterCode.objects.get().used_at is None


def test_the_door_for_letters_is_the_mandate_keepers(client, kiku, mori, haru, ueda):
    for user in (mori, haru, ueda):
        client.force_login(user)
        for page in ("letter-code/", "letter-code/revoke/"):
            assert client.post(f"/staff/persons/{kiku.pk}/{page}").status_code == 403
    assert not LetterCode.objects.exists()


def ask(client, gateway, number="０９０－１２３４－５６７８"):
    page = client.post("/join/phone/", {"number": number})
    sent = json.loads(gateway.seen[-1][2]) if gateway.seen else {}
    found = re.search(r"\b(\d{6})\b", sent.get("text", ""))
    return page, found and found[1], sent


def test_a_student_begins_with_a_text_message(client, db, gateway):
    page, code, sent = ask(client, gateway)
    assert page["Location"] == "/join/phone/code/" and sent["to"] == "+819012345678"
    assert code not in json.dumps([*TextCode.objects.values(), *Wording.objects.values(),
                                   *AuditRow.objects.values()], default=str)  # fmt: skip
    data = {"name": "ゆうき", "password": PASSWORD}
    assert "番号が違います" in text(client.post("/join/phone/code/", {**data, "code": "000000x"}))
    done = client.post("/join/phone/code/", {**data, "code": code})
    assert done["Location"] == "/me/"
    user = User.objects.get()
    assert user.sign_in_phone == "09012345678" and user.person.name == "ゆうき"
    client.logout()
    client.post("/accounts/login/", {"login": "090 1234 5678", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_text_code_is_good_for_that_session_and_number_once(client, db, gateway, haru):
    _page, code, _sent = ask(client, gateway)
    row = TextCode.objects.get()
    known = {"name": "x", "password": PASSWORD, "row_id": row.pk, "at": now()}
    for number, wrong in (("080-1111-2222", code), ("090-1234-5678", "12345")):
        with pytest.raises(Refused):
            codes.use_text_code(number=number, code=wrong, **known)
    with pytest.raises(Refused, match="もう使えません"):
        codes.use_text_code(number="090-1234-5678", code=code,
                            **{**known, "at": now() + timedelta(minutes=11)})  # fmt: skip
    codes.use_text_code(number="090-1234-5678", code=code, **known)
    with pytest.raises(Refused, match="もう使えません"):
        codes.use_text_code(number="090-1234-5678", code=code, **known)
    _page, code, _sent = ask(client, gateway)
    page = client.post("/join/phone/code/", {"name": "x", "password": PASSWORD, "code": code})
    assert "もうあります" in text(page) and User.objects.count() == 2
    client.session.flush()
    assert client.get("/join/phone/code/")["Location"] == "/join/"


def test_five_wrong_tries_end_a_text_code(client, db, gateway):
    _page, code, _sent = ask(client, gateway)
    row = TextCode.objects.get()
    known = {"number": "090-1234-5678", "name": "x", "password": PASSWORD, "row_id": row.pk}
    for _n in range(5):
        with pytest.raises(Refused, match="違います"):
            codes.use_text_code(code="1", at=now(), **known)
    with pytest.raises(Refused, match="もう使えません"):
        codes.use_text_code(code=code, at=now(), **known)


def test_nobody_floods_a_telephone(client, db, gateway):
    for _n in range(3):
        assert ask(client, gateway)[0].status_code == 302
    assert "1時間ほど待って" in text(ask(client, gateway)[0]) and len(gateway.seen) == 3


def test_a_house_telephone_and_a_shut_gateway_are_answered_in_words(client, db, gateway, settings):
    assert "090で始まる" in text(ask(client, gateway, "0134-22-0000")[0])
    gateway.answer = lambda request: 503
    assert "送れませんでした" in text(ask(client, gateway)[0])
    settings.SMS_URL = ""
    assert client.get("/join/phone/")["Location"] == "/join/"
    assert "/join/phone/" not in text(client.get("/join/"))


def test_wrong_passwords_for_a_number_lock_it_however_it_is_typed(client, kiku, tani):
    begin(client, codes.make_letter_code(person=kiku, by=tani, at=now()))
    client.logout()
    typed = ["0134-22-0000", "0134220000", "０１３４２２００００", "0134-22-0000", "0134 22 0000"]
    for number in typed:
        page = client.post("/accounts/login/", {"login": number, "password": "wrong"})
    page = client.post("/accounts/login/", {"login": typed[0], "password": PASSWORD})
    assert page.status_code == 429 and "_auth_user_id" not in client.session


def test_hostile_words_at_the_doors_of_joining(client, db, gateway):
    client.raise_request_exception = False
    for nasty in (
        "\x00",
        "あ" * 100_000,
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "𠮷" * 50,
        "",
    ):
        for path, fields in (
            ("/join/letter/", {"code": "x", "birth_on": "S15.3.4", "way": "password", "password": "x"}),
            ("/join/phone/", {"number": "090-1234-5678"}),
            ("/accounts/login/", {"login": "x", "password": "x"}),
        ):  # fmt: skip
            for field in fields:
                cache.clear()
                page = client.post(path, {**fields, field: nasty})
                assert page.status_code < 500, (path, field, nasty[:10])
                assert "<script>alert(1)" not in text(page)
    assert not User.objects.exists()
