"""A journey: 佐藤さん, the operator, corrects her hours, without a script and by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe, overflow
from tests.factories import ListingFactory
from tests.people import PASSWORD
from tomoni.town.places.models import Opening

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tea(salon):
    return ListingFactory(
        slug="ocha", name="お茶の間", organisation=salon, entry="walk_in", hours=[(3, 600, 840)]
    )


def sign_in(page):
    page.goto("/accounts/login/")
    page.get_by_label("メールアドレス").fill("sato@example.jp")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form[method=post] button").first.click()


def test_an_operator_corrects_her_hours(open_page, sato, tea):
    page = open_page(width=390, height=800, scripts=False)
    sign_in(page)
    page.goto("/places/ocha/")
    page.get_by_role("link", name="編集する").click()
    page.get_by_role("link", name="利用時間を直す").click()

    first = page.get_by_role("group", name="1行目")
    first.get_by_label("第2").check()
    first.get_by_label("第4").check()
    first.get_by_label("開く").fill("１０時半")
    first.get_by_label("閉まる").fill("おひるまで")
    page.get_by_role("button", name="保存する").click()
    page.get_by_text("時刻として読めません").first.wait_for()
    assert first.get_by_label("開く").input_value() == "１０時半"

    first.get_by_label("閉まる").fill("午後２時")
    page.get_by_role("button", name="保存する").press("Enter")
    page.get_by_text("保存しました: 第2・第4木曜 午前10時30分から午後2時まで").wait_for()
    page.goto("/places/ocha/")
    expect(page.locator(".spot").get_by_text("第2・第4木曜").first).to_be_visible()
    assert Opening.objects.values_list("opens", "closes", "weeks").get() == (630, 840, 10)


def test_the_keepers_pages_have_no_barrier_and_fit_a_narrow_window(open_page, sato, tea):
    page = open_page(width=390, height=800)
    sign_in(page)
    here = tea.at.get().pk
    for path in (
        "/places/ocha/",
        "/places/ocha/tell/",
        "/districts/",
        "/staff/places/",
        "/staff/places/ocha/",
        f"/staff/places/ocha/hours/{here}/",
        "/staff/places/ocha/edit/contacts/",
    ):
        page.goto(path)
        axe(page)
        wide = overflow(page)
        assert wide["px"] == 0, (path, wide["out"])
