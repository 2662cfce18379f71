"""Signing in with a real browser: passkeys under our policy, no barrier, no script needed."""

import re

import pytest

from tests.browser.conftest import axe, overflow
from tests.people import PASSWORD, person

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page, user):
    page.goto("/accounts/login/")
    page.fill("#id_login", user.email)
    page.fill("#id_password", PASSWORD)
    page.click("button:has-text('ログインする')")
    page.wait_for_url("**/me/")


def with_virtual_key(page):
    """A key in the browser that always says yes, like a thumb on a phone."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
            "hasUserVerification": True, "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }},
    )  # fmt: skip


def test_a_clerk_registers_a_passkey_and_next_time_needs_no_password(
    open_page, live_server, settings
):
    settings.STAFF_SECOND_FACTOR = True
    # A passkey belongs to a name, and browsers take no bare number for one.
    settings.ALLOWED_HOSTS = ["*"]
    mori = person("mori@example.jp", "森 由美", "もり ゆみ", "clerk")
    home = live_server.url.replace("127.0.0.1", "localhost")
    page = open_page()
    with_virtual_key(page)
    page.goto(f"{home}/accounts/login/")
    page.fill("#id_login", mori.email)
    page.fill("#id_password", PASSWORD)
    page.click("button:has-text('ログインする')")
    page.wait_for_url("**/me/")

    page.goto(f"{home}/staff/organisations/")
    page.click("a:has-text('パスキーを登録する')")
    page.fill("#id_password", PASSWORD)
    page.click("button:has-text('確かめる')")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(re.compile("recovery|webauthn/$|2fa"))
    page.wait_for_load_state("networkidle")
    page.goto(f"{home}/staff/organisations/")
    assert page.url == f"{home}/staff/organisations/"

    page.goto(f"{home}/accounts/logout/")
    page.click("main button:has-text('ログアウトする')")
    page.goto(f"{home}/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/me/")
    page.goto(f"{home}/staff/organisations/")
    assert page.url == f"{home}/staff/organisations/"


def test_account_pages_have_no_barrier(open_page):
    ishida = person("ishida@example.jp", "石田 修", "いしだ おさむ", "admin")
    page = open_page(width=390, height=800)
    for path in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"):
        for language in ("ja", "ja-easy", "en"):
            page.goto(f"{path}?lang={language}")
            axe(page)
            assert overflow(page)["px"] == 0, path
    page.goto("/accounts/login/?lang=ja")
    sign_in(page, ishida)
    for path in ("/me/", "/me/edit/", "/me/second-factor/", "/accounts/2fa/", "/staff/people/",
                 "/staff/people/invite/", f"/staff/people/{ishida.pk}/", "/staff/audit/"):  # fmt: skip
        page.goto(path)
        axe(page)
        assert overflow(page)["px"] == 0, path


def test_signing_in_needs_no_script(open_page):
    haru = person("haru@example.jp", "坂本 ハル", "さかもと はる")
    page = open_page(width=390, height=800, scripts=False)
    sign_in(page, haru)
    assert "坂本 ハル" in page.content()
