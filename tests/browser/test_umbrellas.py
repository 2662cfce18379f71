"""A tourist in the rain borrows in fifteen seconds; a hotel returns fourteen umbrellas by telephone."""

import time
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from tests.browser.conftest import axe, overflow
from tests.factories import PersonFactory
from tests.people import PASSWORD
from tests.umbrellas.stands import stand
from tomoni.ties.umbrellas.actions import calling, ringing, stations
from tomoni.ties.umbrellas.models import Move, Ringing, Station

pytestmark = pytest.mark.django_db(transaction=True)
TAP = 1.5  # Seconds a wet thumb takes to find a button, added for every press.
MOST_SECONDS = 15


@pytest.fixture
def ring(db):
    cache.clear()
    words = {"name_en": "Sample Canal Office", "name_zh": "示例问询处", "name_ko": "샘플 안내소"}
    office = stand(5, slug="unga", name="見本案内所（運河）", at=now(), **words)
    hotel = stand(
        2, slug="hotel", name="見本ホテル", use="return", name_en="Sample Hotel", at=now()
    )
    return SimpleNamespace(office=office, hotel=hotel)


def left(station):
    return Station.objects.get(pk=station.pk).count


def test_a_tourist_in_the_rain_borrows_in_fifteen_seconds(open_page, ring):
    phone = open_page(width=390, height=700, scripts=False, locale="en-GB")
    begun, presses = time.perf_counter(), 0
    phone.goto(f"/u/{ring.office.code}/")  # What the camera opens.
    button = phone.get_by_role("button", name="Borrow one")
    expect(button).to_be_in_viewport()
    button.click()
    presses += 1
    expect(phone.get_by_role("heading", level=1)).to_have_text("You have an umbrella")
    seconds = time.perf_counter() - begun + presses * TAP
    assert presses == 1 and seconds < MOST_SECONDS, seconds
    assert left(ring.office) == 4 and Move.objects.filter(kind="borrow").count() == 1

    phone.get_by_role("button", name="That was a mistake").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Undone")
    assert left(ring.office) == 5


def sign_in(page):
    page.goto("/accounts/login/")
    page.get_by_label("メールアドレス").fill("mori@example.jp")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form[method=post] button").first.click()
    page.wait_for_url(lambda url: "login" not in url)


def test_a_hotel_returns_fourteen_by_telephone(open_page, ring, mori):
    desk = open_page(scripts=False)
    sign_in(desk)
    desk.goto("/staff/umbrellas/")
    desk.get_by_role("link", name="見本ホテル").press("Enter")
    desk.get_by_label("何本ですか").fill("１４")
    desk.get_by_role("button", name="記録する", exact=True).press("Enter")
    expect(desk.get_by_text("14本を記録しました")).to_be_visible()
    assert left(ring.hotel) == 16


def test_a_clerk_rings_by_keyboard_without_scripts(open_page, ring, mori):
    calling.call(number=9, until_on=localdate(), words="", by=mori, at=now())
    kiku = PersonFactory(name="見本 キク", phone="0134-11-1111")
    calling.listen_for(person=kiku, is_rung=True, by=mori, at=now())
    desk = open_page(scripts=False)
    sign_in(desk)
    desk.goto("/staff/umbrellas/callers/")
    desk.get_by_role("button", name="電話する 見本 キク").press("Enter")
    expect(desk.get_by_role("link", name="0134-11-1111")).to_be_visible()
    desk.get_by_role("button", name="記録する").press("Enter")
    expect(desk.get_by_role("alert")).to_contain_text("電話がどうなったか、選んでください")
    desk.get_by_label("持って来てくれる").press("Space")
    desk.get_by_label("持って来る本数").fill("２")
    desk.get_by_role("button", name="記録する").press("Enter")
    expect(desk.get_by_text("2本の約束があります")).to_be_visible()
    desk.get_by_text("もう伝えた人").press("Enter")
    desk.get_by_role("link", name="見本 キク").first.press("Enter")
    desk.get_by_role("button", name="記録する").press("Enter")  # Once more writes nothing new.
    assert Ringing.objects.get().number == 2


def test_the_staff_s_pages_have_no_barrier_and_fit_a_narrow_window(open_page, ring, mori):
    called = calling.call(number=9, until_on=localdate(), words="長い傘", by=mori, at=now())
    kiku, taro = (
        calling.listen_for(person=PersonFactory(phone=number), is_rung=True, by=mori, at=now())
        for number in ("0134-11-1111", "0134-22-2222")
    )
    row = ringing.begin(call=called, helper=kiku, by=mori, at=now())
    page = open_page(width=390, height=800)
    sign_in(page)
    for path in (
        "", "carry/", "weather/", "call/", "numbers/", "returned/", "new/", "stands/hotel/",
        "stands/unga/edit/", "callers/", f"callers/{taro.pk}/", f"ringing/{row.pk}/",
        f"callers/add/{kiku.person_id}/",
    ):  # fmt: skip
        page.goto(f"/staff/umbrellas/{path}")
        axe(page)
        assert overflow(page)["px"] <= 0, (path, overflow(page))


def test_the_hotel_does_it_on_its_own_page_without_account(open_page, ring):
    phone = open_page(width=390, height=800, scripts=False)
    phone.goto(f"/umbrellas/k/{stations.link_key(ring.hotel)}/")
    phone.get_by_label("何本ですか").fill("14")
    phone.get_by_role("button", name="記録する", exact=True).click()
    expect(phone.get_by_text("14本を記録しました")).to_be_visible()
    phone.get_by_label("数えた本数").fill("15")
    phone.get_by_role("button", name="数えた本数を記録する").click()
    expect(phone.get_by_text("帳簿では16本です").first).to_be_visible()
    phone.get_by_label("帳簿とちがうときのわけ").select_option("unnoted")
    phone.get_by_role("button", name="数えた本数を記録する").click()
    expect(phone.get_by_text("帳簿を1本直しました")).to_be_visible()
    assert left(ring.hotel) == 15


def test_no_page_at_a_stand_is_a_barrier_in_any_language(open_page, ring):
    code = ring.office.code
    for where, cookies in (
        ("", {"lang": "ja"}),
        ("?lang=ja-easy", {"theme": "dark", "furigana": "on"}),
        ("?lang=en", {"theme": "contrast", "size": "largest"}),
        ("zh-Hans/", {"theme": "light"}),
        ("ko/", {"theme": "dark"}),
    ):
        page = open_page(width=390, height=800, cookies=cookies)
        path = (
            f"/umbrellas/q/{code}/{where}"
            if where[:1] in ("", "?")
            else f"/umbrellas/q/{where}{code}/"
        )
        page.goto(path)
        axe(page)
        assert overflow(page)["px"] <= 0, (path, overflow(page))
        page.locator("button[value=return]").click()
        expect(page.locator(".facts")).to_be_visible()
        axe(page)
        assert overflow(page)["px"] <= 0, (page.url, overflow(page))
    page = open_page(width=390, height=800)
    for path in (
        "/umbrellas/",
        "/umbrellas/unga/",
        f"/umbrellas/k/{stations.link_key(ring.hotel)}/",
    ):
        page.goto(path)
        axe(page)
        assert overflow(page)["px"] <= 0, (path, overflow(page))
