"""ハルさん gives points to ケンさん from her phone, by the keyboard alone, in each language."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser.conftest import axe, overflow
from tests.browser.test_notices import cookies_of
from tests.people import person
from tests.points.examples import TERMS
from tests.points.towns import holder, scheme_with
from tomoni.doing.points.models import Account

pytestmark = pytest.mark.django_db(transaction=True)


def is_sound(page):
    assert overflow(page)["px"] == 0, page.url
    axe(page)


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_points_are_given_and_read_on_both_sides(open_page, language):
    at = timezone.now() - timedelta(days=1)
    haru = person("haru@example.jp", "坂本 ハル", "さかもと はる")
    ken = person("ken@example.jp", "田中 ケン", "たなか けん")
    scheme = scheme_with(TERMS, at=at)
    mine = holder(scheme, 9, at=at, user=haru, name="坂本 ハル", name_kana="さかもと はる")
    theirs = holder(scheme, at=at, user=ken, name="田中 ケン", name_kana="たなか けん")

    page = open_page(width=390, cookies={**cookies_of(haru), "lang": language})
    page.goto("/me/points/")
    is_sound(page)
    page.locator(f"a[href='/me/points/{mine.pk}/give/']").press("Enter")
    is_sound(page)
    page.locator("[name=card]").fill(f"{theirs.card[:3]} {theirs.card[3:]}")
    page.keyboard.press("Tab")
    page.keyboard.type("たなかけん")
    page.keyboard.press("Tab")
    page.keyboard.type("４")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    is_sound(page)
    with page.expect_navigation():
        page.locator("[name=sure]").press("Enter")
    is_sound(page)
    assert page.locator("tbody tr").last.inner_text().count(theirs.card) == 1

    page = open_page(width=390, cookies={**cookies_of(ken), "lang": language})
    page.goto(f"/me/points/{theirs.pk}/")
    is_sound(page)
    assert "坂本 ハル" in page.locator("tbody tr").last.inner_text()
    assert [Account.objects.get(pk=one.pk).balance for one in (mine, theirs)] == [5, 4]
