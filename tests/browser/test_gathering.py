"""A mother wishes for a place on her phone without scripts; no page of the board is a barrier."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import axe, overflow
from tests.gathering_places.conftest import town
from tomoni.ties.gathering_places.actions import deciding, districts, sending
from tomoni.ties.gathering_places.models import Wish

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_wish_is_written_read_by_staff_and_joined_by_another(open_page):
    town("銭函", 1, lat=43.146, lng=141.147)
    phone = open_page(width=390, height=844, scripts=False)
    phone.goto("/gathering/")
    phone.get_by_role("link", name="こんな場所がほしい").click()
    phone.get_by_label("どんな場所がほしいですか").fill("雨の日に子どもと行ける場所")
    phone.get_by_label("どの町に").fill("銭函１丁目")
    phone.get_by_label("来る人の数").fill("１０人くらい".replace("くらい", ""))
    phone.get_by_role("button", name="送る").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("受け取りました")

    one = Wish.objects.get()
    deciding.show(thing=one, words="雨の日に子どもと行ける場所", by=None, at=timezone.now())
    phone.goto("/gathering/")
    phone.get_by_role("link", name="わたしも").click()
    phone.get_by_role("button", name="わたしも").click()
    expect(phone.get_by_role("status")).to_contain_text("届きました")
    phone.get_by_role("button", name="わたしも").click()
    expect(phone.get_by_role("alert").first).to_contain_text("もう「わたしも」を届けています")


def test_no_page_of_the_board_is_a_barrier(open_page):
    at, here = timezone.now(), town("銭函", 1, lat=43.146, lng=141.147)
    same = {"people": 9, "parts": 6, "town": here, "reply": {}, "by": None, "at": at}
    for made in (
        sending.wish(text="昼ごはんの場所", **same),
        sending.offer(text="喫茶店", kind="shop", **same),
    ):
        deciding.show(thing=made, words=made.text, by=None, at=at)
    district = districts.choose(
        name="見本地区", slug="mihon", towns=[here], why="見本", chosen_on=timezone.localdate(),
        is_shown=True, by=None, at=at,
    )  # fmt: skip
    districts.tell_step(
        district=district, stage="talk", on=timezone.localdate(), words="見本", by=None, at=at
    )
    pages = ("/gathering/", f"/gathering/wishes/{Wish.objects.get().pk}/", "/gathering/wish/",
             "/gathering/offer/", "/gathering/kit/", "/gathering/precedents/", "/gathering/districts/")  # fmt: skip
    for cookies in ({"lang": "ja"}, {"lang": "ja-easy", "theme": "dark", "furigana": "on"},
                    {"lang": "en", "theme": "contrast", "size": "largest"}):  # fmt: skip
        page = open_page(width=390, cookies=cookies)
        for path in pages:
            page.goto(path)
            axe(page)
            assert overflow(page)["px"] <= 0, (path, cookies, overflow(page))
