"""Somebody finds one thing to do, by phone and without scripts; no page of the plan is a barrier."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe, overflow
from tomoni.plan import actions as plan

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ("/plan/?who=citizens", "/plan/8/", "/plan/print/?who=community")


def test_a_neighbour_finds_what_to_do_and_whom_to_ring(open_page, at):
    plan.load_all(by=None, at=at)
    phone = open_page(width=390, height=844, scripts=False)

    phone.goto("/plan/")
    phone.get_by_role("link", name="地域", exact=True).click()
    expect(phone.get_by_role("status")).to_contain_text("地域にできること")
    phone.get_by_role("link", name="災害のときも、隣どうしで").click()

    expect(phone).to_have_url(re.compile(r"/plan/12/\?who=community$"))
    first = phone.locator(".actor").first
    expect(first).to_contain_text("自主防災組織")
    expect(first.get_by_role("link", name="0134-32-4111")).to_have_attribute(
        "href", "tel:0134324111"
    )


def test_no_page_of_the_plan_is_a_barrier_in_any_theme_or_on_a_small_screen(open_page, at):
    plan.load_all(by=None, at=at)
    for cookies in (
        {"lang": "ja", "theme": "light"},
        {"lang": "ja-easy", "theme": "dark", "furigana": "on"},
        {"lang": "en", "theme": "contrast", "size": "largest"},
    ):
        page = open_page(width=390, cookies=cookies)
        for path in PAGES:
            page.goto(path)
            axe(page)
            assert overflow(page)["px"] <= 0, (path, cookies, overflow(page))
