"""The clerk keys the stamp cards of a month in one sitting: the keyboard alone, with slips, a double
and a break. `TOMONI_CARDS=200` keys as many as the release asks for.
"""

import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import axe, overflow
from tests.browser.test_notices import cookies_of
from tests.factories import PersonFactory
from tests.points.examples import TERMS
from tests.points.towns import scheme_with
from tomoni.doing.points.actions import account_of
from tomoni.doing.points.models import Account, Earning

pytestmark = pytest.mark.django_db(transaction=True)
CARDS, BREAK_AFTER = int(os.environ.get("TOMONI_CARDS", "60")), 40
DAYS = "3 5 ９"


@pytest.fixture
def scheme():
    return scheme_with(TERMS, at=timezone.now() - timedelta(days=90))


@pytest.fixture
def cards(scheme):
    at = timezone.now()
    return [account_of(PersonFactory(), scheme, by=None, at=at).card for _n in range(CARDS)]


def key(page, card, days=DAYS):
    """As a hand does it, once the cursor stands in the field: number, Tab, days, Enter."""
    expect(page.locator("[name=card]")).to_be_focused()
    page.keyboard.type(card)
    page.keyboard.press("Tab")
    page.keyboard.type(days)
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.keyboard.press("Enter")


def to(page, name):
    """Tab until the focus stands on the field or link of that name, if it does not already."""
    for _n in range(60):
        if page.evaluate(
            "n => { const e = document.activeElement;"
            " return e.name === n || e.textContent.trim() === n }",
            name,
        ):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not reached by Tab")


def mended(page, name, text):
    to(page, name)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.keyboard.press("Enter")


def test_a_pile_of_cards_by_the_keyboard_with_slips_a_double_and_a_break(
    open_page, mori, scheme, cards
):
    last_month = f"{timezone.localdate().replace(day=1) - timedelta(days=1):%Y-%m}"
    address = f"/staff/points/{scheme.slug}/cards/?activity=stamp&month={last_month}"
    page = open_page(cookies=cookies_of(mori))
    page.goto(address)
    begun, refused = time.monotonic(), 0
    for n, card in enumerate(cards):
        if n == BREAK_AFTER:  # The telephone: half a card is typed, and the window is closed.
            page.keyboard.type(card[:4])
            page.context.close()
            page = open_page(cookies=cookies_of(mori))
            page.goto(address)
            expect(page.get_by_role("main")).to_contain_text(f"{BREAK_AFTER}枚")
        if n in (7, 27, 50):  # One digit is wrong; what was typed stays and is mended.
            key(page, card[:-1] + str((int(card[-1]) + 1) % 10))
            expect(page.get_by_role("alert")).to_contain_text("番号はありません")
            assert page.locator("[name=days]").input_value() == DAYS
            mended(page, "card", card)
            refused += 1
        elif n == 20:  # A day that the month does not have.
            key(page, card, "3 55")
            expect(page.get_by_role("alert")).to_contain_text("この月にない")
            mended(page, "days", DAYS)
            refused += 1
        else:
            key(page, card)
        if n == 33:  # The same card lay in the pile twice.
            key(page, card)
            expect(page.get_by_role("alert")).to_contain_text("もうついています")
            to(page, "このカードはとばして次へ")
            with page.expect_navigation(wait_until="domcontentloaded"):
                page.keyboard.press("Enter")
            refused += 1
    took = time.monotonic() - begun
    print(f"{CARDS} cards, {refused} refused: {took:.1f} s, {took / CARDS:.2f} s a card")
    expect(page.get_by_role("main")).to_contain_text(f"{CARDS}枚")
    rows = Earning.objects.filter(scheme=scheme)
    assert rows.count() == CARDS * 3
    assert set(rows.values_list("account__card", flat=True)) == set(cards)
    assert set(Account.objects.filter(kind="person").values_list("balance", flat=True)) == {3}


def test_no_page_of_points_is_a_barrier(open_page, ono, scheme):
    staff = f"/staff/points/{scheme.slug}"
    for look in ({"lang": "ja-easy", "theme": "dark", "furigana": "on"},
                 {"lang": "en", "theme": "contrast", "size": "largest"}):  # fmt: skip
        page = open_page(width=390, cookies={**look, **cookies_of(ono)})
        for path in ("/staff/points/", f"{staff}/cards/", f"{staff}/counter/", f"{staff}/rules/",
                     f"{staff}/bank/", "/staff/points/schemes/new/", "/points/", "/me/points/"):  # fmt: skip
            page.goto(path)
            axe(page)
            assert overflow(page)["px"] <= 0, (path, look, overflow(page))


def test_a_newcomer_at_the_counter_gets_a_card_without_a_mouse(open_page, mori, scheme):
    at = timezone.now()
    known = PersonFactory(name="見本 キク", name_kana="みほん きく", birth_on="1948-05-01")
    account_of(known, scheme, by=None, at=at)
    page = open_page(cookies=cookies_of(mori), scripts=False)
    page.goto(f"/staff/points/{scheme.slug}/counter/")
    to(page, "name")
    for text in ("見本 ウメ", "みほん うめ", "昭和26年12月3日", "花園2丁目5番12号"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("見本 ウメ")
    href = page.get_by_role("link", name="カードを印刷する").get_attribute("href")
    assert page.request.get(href).body().startswith(b"%PDF")
    assert Account.objects.filter(kind="person").count() == 2
