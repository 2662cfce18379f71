"""Two people look for a place to go: one by phone without scripts, one in English."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe, overflow
from tests.places.test_search_filters import town  # noqa: F401  (A fixture.)
from tomoni.town.places.actions import index
from tomoni.town.places.models import Contact, ListingText


@pytest.fixture
def zenibako(transactional_db, town):  # noqa: F811
    """The lunch salon has a telephone; the café has a text for tourists."""
    salon, cafe = town["salon"], town["cafe"]
    salon.name, salon.also = "見本ランチサロン はまなす", "昼食会"
    salon.save()
    Contact.objects.create(listing=salon, phone="0134-00-0001")
    cafe.name_en = "Sample Café Canal"
    cafe.save()
    ListingText.objects.create(
        listing=cafe, language="en", name="Sample Café Canal", summary="Coffee by the station."
    )
    index.refresh([salon, cafe])
    return town


def test_a_78_year_old_finds_a_lunch_salon_open_on_thursdays_near_zenibako(open_page, zenibako):
    """By phone, 390 px wide, without JavaScript."""
    phone = open_page(width=390, height=800, scripts=False)
    phone.goto("/")
    phone.get_by_role("searchbox").first.fill("ランチ サロン")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/search/**")
    phone.get_by_text("条件でしぼる").click()
    phone.get_by_label(re.compile("^木曜")).check()
    phone.get_by_label("この場所の近く（町、駅、住所）").fill("銭函")
    phone.get_by_role("button", name="この条件でさがす").click()

    result = phone.get_by_role("link", name="見本ランチサロン はまなす")
    expect(result).to_be_visible()
    expect(phone.get_by_role("status").get_by_text("1件あります")).to_be_visible()
    assert overflow(phone)["px"] <= 0
    result.click()
    expect(phone.get_by_role("link", name=re.compile("0134-00-0001")).first).to_be_visible()


def test_she_takes_a_filter_off_and_is_never_left_alone(open_page, zenibako):
    phone = open_page(width=390, height=800, scripts=False)
    phone.goto("/search/?q=サロン&day=sun&near=銭函")
    expect(phone.get_by_role("heading", name="見つかりませんでした")).to_be_visible()
    expect(phone.get_by_role("link", name=re.compile("0134-23-7847")).last).to_be_visible()
    phone.get_by_role("link", name=re.compile("「日曜」をはずす")).click()
    expect(phone.get_by_role("link", name="見本ランチサロン はまなす")).to_be_visible()


def test_a_tourist_reads_in_english(open_page, zenibako):
    page = open_page(width=390, height=800, cookies={"lang": "en"})
    page.goto("/search/")
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator("#q").fill("coffee")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Sample Café Canal").wait_for()
    expect(page.get_by_text("Coffee by the station.")).to_be_visible()
    page.get_by_text("Filters", exact=True).first.click()
    page.locator("#near").fill("Otaru Station")
    page.get_by_role("button", name="Search with these").click()
    expect(page.get_by_role("link", name="Sample Café Canal")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address", ["/search/?q=見本", "/search/?q=何もない言葉&fee=free"])
def test_the_page_has_no_barrier(open_page, zenibako, width, address):
    page = open_page(width=width)
    page.goto(address)
    page.get_by_text("条件でしぼる").click()
    axe(page)
    assert overflow(page)["px"] <= 0, overflow(page)["out"]


def test_the_box_and_the_list_work_by_keyboard_alone(open_page, zenibako):
    page = open_page()
    page.goto("/search/")
    page.locator("#q").focus()
    page.keyboard.type("サロン")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="見本ランチサロン はまなす").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/salon/")


def test_near_where_i_am_sends_a_rounded_position(open_page, zenibako):
    page = open_page(
        geolocation={"latitude": 43.197712345, "longitude": 140.993712345},
        permissions=["geolocation"],
    )
    page.goto("/search/?q=見本")
    page.get_by_text("条件でしぼる").click()
    page.get_by_role("button", name="いまいる場所の近く").click()
    page.wait_for_url("**lat=43.198**")
    assert "lng=140.994" in page.url
    assert "43.1977" not in page.url
    expect(page.get_by_text("いまいる場所から2km以内").first).to_be_visible()
