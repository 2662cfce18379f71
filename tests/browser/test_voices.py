"""Words to those who run an entry, there and back: without an account, by link, by letter."""

import re
import subprocess
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.batons import conftest as batons
from tests.browser.conftest import axe, overflow
from tests.browser.test_desk import sign_in
from tests.factories import ListingFactory, TeamFactory
from tomoni.core import timetable
from tomoni.ground.batons.actions import offer, open_baton
from tomoni.town.places.actions import asking, feedback, reviews
from tomoni.town.places.models import Listing, Opening, Suggestion

pytestmark = pytest.mark.django_db(transaction=True)
OTARU = ZoneInfo("Asia/Tokyo")
desk, ema, homes, snow, yuki = batons.desk, batons.ema, batons.homes, batons.snow, batons.yuki


@pytest.fixture
def tea(salon):
    TeamFactory(slug="listings", name="掲載の担当", phone="0134-23-7847")
    return ListingFactory(
        slug="ocha", name="お茶の間", organisation=salon, entry="walk_in", hours=[(3, 780, 900)]
    )


def look(page, path=""):
    if path:
        page.goto(path)
    axe(page)
    wide = overflow(page)
    assert wide["px"] <= 0, (page.url, wide)


def test_wrong_hours_told_without_account_answered_by_link_and_told_by_letter(open_page, tea, mori):
    # ハルさん has no account and wants the answer on paper.
    haru = open_page(width=390, height=800, scripts=False)
    haru.goto("/places/ocha/")
    haru.get_by_role("link", name="違っていたら教えてください").first.click()
    haru.get_by_label("本当はどうなっていますか").fill("木曜は10時からだと思います。")
    expect(haru.get_by_label("郵便番号")).to_be_hidden()
    haru.get_by_label("手紙でほしい").check()
    haru.get_by_label("郵便番号").fill("０４７ー００２４")
    haru.get_by_label("お返事はいらない").check()
    expect(haru.get_by_label("郵便番号")).to_be_hidden()
    haru.get_by_label("手紙でほしい").check()
    assert haru.get_by_label("郵便番号").input_value() == "０４７ー００２４", (
        "what was typed is kept"
    )
    haru.get_by_role("button", name="送る").click()
    haru.get_by_text("手紙の送り先の住所も書いてください").first.wait_for()
    haru.get_by_label("手紙の送り先の住所").fill("小樽市花園２丁目１２−１")
    haru.get_by_label("手紙のあて名").fill("坂本 ハル")
    haru.get_by_role("button", name="送る").click()
    haru.get_by_text("受け取りました").first.wait_for()
    told = Suggestion.objects.get()
    haru.get_by_text(told.number).first.wait_for()
    haru.get_by_text("手紙でほしい").wait_for()

    # 森さん asks the salon by a link that she hands over.
    clerk = open_page(scripts=False)
    sign_in(clerk, "mori@example.jp")
    clerk.goto(f"/staff/places/suggestions/{told.pk}/")
    assert "木曜は10時から" in clerk.get_by_label("運営にたずねること").input_value()
    clerk.get_by_label("次の画面のリンクを自分で渡す").check()
    clerk.get_by_role("button", name="運営にたずねる").click()
    address = re.search(r"/l/[\w-]+/", clerk.locator("a.link-once").get_attribute("href"))[0]

    # The operator answers on a telephone, without an account.
    phone = open_page(width=390, height=800, has_touch=True, is_mobile=True, scripts=False)
    phone.goto(address)
    phone.get_by_text("木曜は10時からだと思います").first.wait_for()
    phone.locator("textarea[name=text]").fill("はい、10時から14時です。")
    phone.get_by_label("お名前").fill("佐藤 明子")
    phone.get_by_role("button", name="返事を送る").click()
    phone.get_by_role("heading", name="お返事を受け取りました").wait_for()

    # The hours are made right, and the matter ends with words for ハルさん.
    clerk.goto(f"/staff/places/suggestions/{told.pk}/")
    clerk.get_by_text("はい、10時から14時です。").wait_for()
    here = tea.at.get().pk
    clerk.goto(f"/staff/places/ocha/hours/{here}/")
    row = clerk.get_by_role("group", name="1行目")
    row.get_by_label("開く").fill("10時")
    row.get_by_label("閉まる").fill("14時")
    clerk.get_by_role("button", name="保存する").first.click()
    clerk.get_by_text("保存しました").first.wait_for()
    assert Opening.objects.values_list("opens", "closes").get() == (600, 840)
    clerk.goto(f"/staff/places/suggestions/{told.pk}/")
    clerk.locator("textarea[name=answer]").fill("木曜は10時から14時に直しました。")
    clerk.get_by_role("button", name="反映した", exact=True).click()
    clerk.get_by_text("お返事を受付票に載せました").wait_for()

    # The letter is printed, and says it.
    clerk.goto("/staff/notices/letters/")
    clerk.get_by_role("button", name="印刷").first.click()
    clerk.wait_for_url(re.compile(r"/letters/[0-9a-f-]{36}/"))
    answer = clerk.request.get(f"{clerk.url.split('?')[0]}pdf/")
    assert answer.ok and answer.headers["content-type"] == "application/pdf"
    words = subprocess.run(
        ["pdftotext", "-", "-"], input=answer.body(), capture_output=True, check=True
    ).stdout.decode()
    flat = "".join(words.split())
    for part in ("坂本ハル", "花園", "木曜は10時から14時に直しました。", told.number):
        assert part in flat, (part, words)
    haru.reload()
    haru.get_by_text("掲載に反映しました").wait_for()


def test_an_operators_page_on_a_telephone(open_page, tea, sato):
    at = timezone.now()
    Listing.objects.update(review_due_on=timezone.localdate(at) - timedelta(days=1))
    reviews.open_due(at=at)
    told = feedback.send(listing=tea, kind="wish", text="椅子がほしい", by=None, at=at)
    asking.ask_holder(
        baton=told.baton,
        listing=tea,
        text="椅子がほしいとの声です。",
        by=None,
        at=at,
        way="account",
    )
    page = open_page(width=390, height=800)
    sign_in(page, "sato@example.jp")
    page.goto("/me/")
    page.get_by_role("link", name="わたしの掲載").click()
    look(page)
    card = page.locator("article", has_text="椅子がほしいとの声です。").first
    card.get_by_label("お返事").fill("来月、二つ増やします。")
    card.get_by_role("button", name="返事を送る").click()
    page.get_by_text("お返事を受け取りました").wait_for()
    page.get_by_role("button", name="全部このままで合っています").press("Enter")
    page.get_by_text("確かめました。ありがとうございます").wait_for()
    page.get_by_text("いま、しなければならないことはありません").wait_for()
    look(page)
    for path in ("/places/voices/", "/places/ocha/voice/", "/places/ocha/tell/"):
        look(page, path)
    page.set_viewport_size({"width": 1280, "height": 900})
    look(page, "/staff/places/mine/")


def test_an_offer_nobody_answers_climbs_over_a_holiday_to_the_desk(
    open_page,
    snow,
    homes,
    yuki,
    ema,
):
    """Offered on Friday the 20th of November; Monday the 23rd is a holiday."""
    friday = datetime(2026, 11, 20, 10, tzinfo=OTARU)
    held = open_baton(kind="desk.note", title="屋根の雪の相談", team=snow, by=yuki, at=friday)
    made = offer(baton=held, to_team=homes, note="家のこともお願いします", by=yuki, at=friday)

    def level_after(day):
        timetable.run_due(at=datetime(2026, 11, day, 9, tzinfo=OTARU), names=["batons.climb"])
        made.refresh_from_db()
        return made.level

    assert [level_after(day) for day in (21, 22, 23)] == [0, 0, 0], "no working day yet"
    assert [level_after(day) for day in (24, 25, 26)] == [1, 2, 3]

    page = open_page(width=390, height=800)
    sign_in(page, "ema@example.jp")
    page.goto("/desk/?tray=climbed")
    page.get_by_role("link", name="屋根の雪の相談").first.click()
    page.get_by_text("総合窓口に知らせた").first.wait_for()
    axe(page)
    page.get_by_role("link", name="総合窓口で引き取る").click()
    page.locator("main form textarea").first.fill("総合窓口から電話します。")
    page.locator("main form[method=post] button").first.click()
    page.get_by_text("記録しました").wait_for()
    held.refresh_from_db()
    assert held.team.is_comprehensive_desk
