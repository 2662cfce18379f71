"""A form that could not be taken gives back what was written; no address is a dead end."""

import re
from html import unescape

import pytest
from django.test import Client

from tomoni.web import kept_words

pytestmark = pytest.mark.django_db
HOME = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}


@pytest.fixture
def browser():
    """A browser whose forms are checked as a town's are."""
    return Client(enforce_csrf_checks=True)


def fields_of(page):
    """The fields that the page would send again, as a browser reads them."""
    main = page[page.index("<main") :]
    form = re.search(r'<form method="post" action="([^"]+)">(.*?)</form>', main, re.DOTALL)
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[2])
    return unescape(form[1]), [(unescape(name), unescape(value)) for name, value in found]


def test_who_was_signed_out_signs_in_and_sends_the_same_words(browser, mori):
    browser.get("/display/")
    token = "x" * 32
    browser.cookies["csrf"] = token
    words = "坂の上の角の家です。\n<b>雪</b>で & 困っています"
    page = browser.post(
        "/desk/new/?team=1",
        {"title": words, "kind": "a", "tick": ["1", "2"], "csrfmiddlewaretoken": token},
        headers=HOME | {"Referer": "http://testserver/desk/new/?team=1"},
    )
    assert page.status_code == 403 and "no-store" in page["Cache-Control"]
    text = page.content.decode()
    assert "ログインすると、送れます" in text
    assert "/accounts/login/?next=/desk/new/%3Fteam%3D1" in text
    path, fields = fields_of(text)
    assert path == "/desk/new/?team=1"
    assert [f for f in fields if f[0] != "csrfmiddlewaretoken"] == [
        ("title", words), ("kind", "a"), ("tick", "1"), ("tick", "2"),
    ]  # fmt: skip
    assert "<b>雪</b>" not in text

    browser.force_login(mori)
    browser.cookies["csrf"] = "y" * 32  # Signing in gives a new token.
    again = browser.post(path, fields_as_sent(fields), headers=HOME)
    assert again.status_code == 403
    assert "まだ送られていません。もう一度おしてください" in again.content.decode()
    path, fields = fields_of(again.content.decode())
    taken = browser.post(path, fields_as_sent(fields), headers=HOME)
    assert taken.status_code != 403


def fields_as_sent(fields):
    sent = {}
    for name, value in fields:
        sent.setdefault(name, []).append(value)
    return sent


def test_another_sites_form_is_never_one_press_away(browser):
    for headers in (
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://testserver.example"},
        {"Referer": "http://testserver:81/x/"},
        {},
    ):
        page = browser.post("/desk/new/", {"title": "a b"}, headers=headers)
        assert page.status_code == 403
        assert 'value="a b"' not in page.content.decode(), headers
        assert "安全のため、送信を止めました" in page.content.decode()


def test_a_password_is_never_given_back(browser):
    page = browser.post(
        "/accounts/login/", {"login": "mori@example.jp", "password": "yuki akari"}, headers=HOME
    )
    assert page.status_code == 403
    assert "mori@example.jp" in page.content.decode()
    assert "yuki akari" not in page.content.decode()


def test_too_much_to_give_back_is_not_given_back(browser):
    page = browser.post("/desk/new/", {"title": "坂" * (kept_words.MOST + 1)}, headers=HOME)
    assert page.status_code == 403 and "坂坂" not in page.content.decode()


def test_without_words_one_signs_in_and_comes_back_to_the_page_of_the_button(client):
    before = {"Referer": "http://testserver/volunteer/?town=1"}
    page = client.post("/desk/new/", headers=before)
    assert page["Location"] == "/accounts/login/?next=/volunteer/%3Ftown%3D1"
    for other in ("http://elsewhere.example/x", "http://testserver.example/", "x", ""):
        page = client.post("/desk/new/", headers={"Referer": other})
        assert page["Location"] == "/accounts/login/?next=/"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", "この画面は、ボタンからだけ開けます"),
        ("ja-easy", "この 画面は、ボタンを おした ときだけ 開きます"),
        ("en", "This page only opens from its button"),
    ],
)
def test_an_address_that_only_takes_forms_says_so_and_leads_on(client, mori, language, words):
    client.force_login(mori)
    client.cookies["lang"] = language
    page = client.get("/me/notices/trial/")
    assert page.status_code == 405 and "POST" in page["Allow"]
    text = page.content.decode()
    assert words in text and 'href="/me/notices/"' in text


def test_a_page_that_takes_no_form_says_so_too(client):
    page = client.post("/about/", {"words": "a"})
    assert page.status_code == 405 and 'href="/"' in page.content.decode()


def test_machines_get_their_own_answer(client):
    page = client.post("/api/hsds/services")
    assert page.status_code == 405 and "json" in page["Content-Type"]
