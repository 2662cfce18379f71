"""Signing up, in and out, as residents do it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.people import PASSWORD
from tomoni.core.models import AuditRow
from tomoni.ground.people.models import User


@pytest.fixture(autouse=True)
def fresh_limits():
    """The library counts attempts in the cache, which outlives a test."""
    cache.clear()


def sign_in(client, user, password=PASSWORD, **more):
    return client.post("/accounts/login/", {"login": user.email, "password": password}, **more)


def test_haru_signs_in_and_sees_her_page(client, haru):
    answer = sign_in(client, haru)

    assert answer.status_code == 302 and answer["Location"] == "/me/"
    assert "坂本 ハル" in client.get("/me/").content.decode()


def test_somebody_new_signs_up_by_the_number_in_the_mail(client, db):
    asked = client.post(
        "/accounts/signup/",
        {"name": "新田 夏", "email": "Nitta@example.jp", "password1": "umi-kaze-yama-3"},
        follow=True,
    )
    assert "メールの番号を入れる" in asked.content.decode()
    code = re.search(r"\n    (\S+)\n", mail.outbox[0].body).group(1)

    done = client.post("/accounts/confirm-email/", {"code": code}, follow=True)

    assert "わたしのページ" in done.content.decode()
    user = User.objects.get(email="nitta@example.jp")
    assert user.name == "新田 夏"
    assert EmailAddress.objects.get(user=user).verified
    acts = list(AuditRow.objects.filter(thing_id=str(user.pk)).values_list("act", flat=True))
    assert "people.signed_up" in acts and "people.address_confirmed" in acts


def test_a_wrong_number_is_refused_with_words(client, db):
    client.post(
        "/accounts/signup/",
        {"name": "新田 夏", "email": "nitta@example.jp", "password1": "umi-kaze-yama-3"},
    )
    page = client.post("/accounts/confirm-email/", {"code": "AAAA-AAAA"})
    assert "番号が違います" in page.content.decode()
    assert client.get("/me/").status_code == 302


def test_signing_up_twice_tells_only_the_owner_of_the_address(client, haru):
    page = client.post(
        "/accounts/signup/",
        {"name": "だれか", "email": haru.email, "password1": "umi-kaze-yama-3"},
        follow=True,
    )
    assert "メールの番号を入れる" in page.content.decode()
    assert User.objects.filter(email=haru.email).count() == 1
    assert "アカウントはもうあります" in mail.outbox[0].subject


def test_a_short_password_is_refused_beside_its_field(client, db):
    page = client.post(
        "/accounts/signup/", {"name": "新田", "email": "n@example.jp", "password1": "short"}
    )
    assert "field__error" in page.content.decode()
    assert not User.objects.exists()


def test_a_forgotten_password_is_chosen_anew_by_a_link_under_our_own_address(
    client, haru, settings
):
    settings.SITE_URL = "https://town.example.jp"
    client.post("/accounts/password/reset/", {"email": haru.email})
    link = re.search(r"https://town\.example\.jp(\S+)", mail.outbox[0].body).group(1)

    form = client.get(link, follow=True)
    where = form.redirect_chain[-1][0]
    done = client.post(where, {"password1": "mizu-tori-hashi-9"}, follow=True)

    assert "新しいパスワードになりました" in done.content.decode()
    assert sign_in(client, haru, "mizu-tori-hashi-9").status_code == 302
    again = client.get(link, follow=True)
    assert "このリンクは使えません" in again.content.decode()


def test_asking_for_a_link_never_tells_who_has_an_account(client, haru):
    known = client.post("/accounts/password/reset/", {"email": haru.email}, follow=True)
    unknown = client.post("/accounts/password/reset/", {"email": "x@example.jp"}, follow=True)

    def words(page):
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
        return re.sub(r'nonce="[^"]*"', "", text)

    assert words(known) == words(unknown)


def test_the_password_is_changed_with_the_old_one(client, haru):
    sign_in(client, haru)
    wrong = client.post(
        "/accounts/password/change/", {"oldpassword": "x", "password1": "mizu-tori-hashi-9"}
    )
    assert "いまのパスワードが違います" in wrong.content.decode()
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "mizu-tori-hashi-9"},
    )
    haru.refresh_from_db()
    assert haru.check_password("mizu-tori-hashi-9")
    assert AuditRow.objects.filter(act="people.password_changed").count() == 1


def test_a_new_address_counts_only_after_its_number(client, haru):
    sign_in(client, haru)
    client.post("/accounts/email/", {"email": "haru2@example.jp", "action_add": ""})
    haru.refresh_from_db()
    assert haru.email == "haru@example.jp"

    code = re.search(r"\n    (\S+)\n", mail.outbox[-1].body).group(1)
    client.post("/accounts/confirm-email/", {"code": code})

    haru.refresh_from_db()
    assert haru.email == "haru2@example.jp"


def test_signing_out_ends_the_session(client, haru):
    sign_in(client, haru)
    assert "ログアウト" in client.get("/accounts/logout/").content.decode()
    client.post("/accounts/logout/")
    assert client.get("/me/").status_code == 302


def test_a_closed_account_cannot_sign_in(client, haru):
    User.objects.filter(pk=haru.pk).update(is_active=False)
    page = sign_in(client, haru, follow=True)
    assert client.get("/me/").status_code == 302
    assert page.status_code == 200


def test_five_wrong_passwords_lock_the_account_from_that_address(client, haru, ken):
    for _ in range(4):
        page = sign_in(client, haru, "wrong")
        assert "メールアドレスかパスワードが違います" in page.content.decode()
    locked = sign_in(client, haru, "wrong")

    assert locked.status_code == 429
    text = locked.content.decode()
    assert "をすぎると、またログインできます" in text and "tel:" in text
    assert int(locked["Retry-After"]) <= 900
    assert sign_in(client, haru).status_code == 429, "the right password must not help either"
    assert sign_in(client, haru, REMOTE_ADDR="192.0.2.7").status_code == 302
    assert sign_in(client, ken).status_code == 302


def test_the_lockout_tables_hold_no_address(client, haru):
    from axes.models import AccessAttempt

    sign_in(client, haru, "wrong")
    row = AccessAttempt.objects.get()
    assert "haru" not in row.username + row.get_data + row.post_data
    assert "wrong" not in row.post_data


@pytest.mark.parametrize(
    "path", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_next_never_leads_out_of_town(client, haru, path):
    answer = client.post(
        "/accounts/login/", {"login": haru.email, "password": PASSWORD, "next": path}
    )
    assert answer["Location"] == "/me/"


def test_next_leads_back_to_where_one_was(client, haru):
    first = client.get("/me/edit/")
    assert first["Location"] == "/accounts/login/?next=/me/edit/"
    answer = client.post(
        first["Location"], {"login": haru.email, "password": PASSWORD, "next": "/me/edit/"}
    )
    assert answer["Location"] == "/me/edit/"


def test_the_session_key_changes_at_sign_in(client, haru):
    client.get("/accounts/login/")
    session = client.session
    session["seed"] = 1
    session.save()
    client.cookies["session"] = before = session.session_key

    sign_in(client, haru)

    assert client.cookies["session"].value != before


def test_cookies_are_closed_to_scripts_and_other_sites(client, haru, settings):
    answer = sign_in(client, haru)
    cookie = answer.cookies["session"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    csrf = client.get("/accounts/login/").cookies.get("csrf") or client.cookies["csrf"]
    assert csrf["httponly"] and csrf["samesite"] == "Lax"
    settings.SESSION_COOKIE_SECURE = True
    assert sign_in(Client(), haru).cookies["session"]["secure"]


@pytest.mark.parametrize(
    "language, word", [("ja", "ログイン"), ("ja-easy", "ログイン"), ("en", "Sign in")]
)
def test_pages_speak_three_languages(client, db, language, word):
    for path in ("login", "signup", "password/reset"):
        page = client.get(f"/accounts/{path}/?lang={language}")
        assert page.status_code == 200
    assert word in client.get(f"/accounts/login/?lang={language}").content.decode()
