"""Journeys: a café's operator plans the monthly salon, a father waits for two seats, a clerk signs up by telephone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser.conftest import axe, overflow
from tests.events.salons import join, salon_with
from tests.people import PASSWORD
from tomoni.doing.events.models import Series, SignUp
from tomoni.doing.events.queries import joining as queries
from tomoni.ground.notices.models import Delivery

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page, email):
    page.goto("/accounts/login/")
    page.get_by_label("メールアドレス").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form[method=post] button").first.click()


def looked_at(page):
    """The page has no barrier and fits its window."""
    axe(page)
    assert overflow(page)["px"] <= 0, overflow(page)


@pytest.fixture
def salon_role(salon):
    at = timezone.now()
    return salon_with(2, at=at, starts_at=at + timedelta(days=20), organisation=salon)


def test_the_cafe_s_operator_plans_the_monthly_salon_with_its_programme(open_page, sato):
    page = open_page(width=390, height=800)
    sign_in(page, "sato@example.jp")
    page.goto("/staff/events/")
    looked_at(page)
    page.get_by_role("link", name="新しい催しを作る").click()
    looked_at(page)
    year = timezone.localdate().year + 1
    for name, words in {
        "title": "月いちサロン", "summary": "お茶を飲んで話します。", "day": f"{year}年1月14日",
        "begins": "午後1時", "ends": "３時半", "place_text": "喫茶みほん", "capacity": "12",
        "phone": "0134-00-0000", "programme": "13:00 お茶\n14:00 むかしの小樽の話",
    }.items():  # fmt: skip
        page.locator(f"[name={name}]").fill(words)
    page.locator("[name=repeat][value=nth]").check()
    page.locator("[name=holidays][value=shift]").check()
    page.locator("[name=ends]").fill("午後3時半")
    page.get_by_role("button", name="日にちを確かめる").click()
    page.get_by_text("日にちはこうなります").wait_for()
    assert page.locator("section.note li").count() == 6
    looked_at(page)
    page.get_by_role("button", name="下書きにする").click()
    page.get_by_role("button", name="公開する").click()
    page.get_by_text("公開中").first.wait_for()
    looked_at(page)
    made = Series.objects.get()
    assert (made.status, made.minutes, made.holidays) == ("published", 150, "shift")
    assert "むかしの小樽" in made.programme
    page.locator("table a").first.click()
    looked_at(page)


def test_a_father_waits_for_two_seats_without_a_script_and_gets_them(open_page, salon_role):
    first = join(salon_role, "甲", guests=2, at=timezone.now())
    page = open_page(width=390, height=800, scripts=False)
    page.goto(f"/events/mihon-salon/{salon_role.occurrence_id}/join/")
    page.get_by_text("満席です").wait_for()
    page.locator("[name=seats]").select_option("2")
    page.get_by_role("button", name="次へ").click()
    page.locator("[name=name]").fill("田中 ケン")
    page.locator("[name=phone]").fill("０９０ー１２３４ー５６７８")
    for n, (name, age) in enumerate((("一郎", "６歳"), ("二葉", "4"))):
        page.locator(f"[name=guest_{n}]").fill(name)
        page.locator(f"[name=age_{n}]").fill(age)
    page.get_by_role("button", name="申し込む").click()
    page.get_by_text("いま1番目です").wait_for()
    mine = page.url
    page.goto(f"/events/s/{first.number}/{queries.key(first)}/")
    page.locator("details summary").last.click()
    page.get_by_role("button", name="申し込みを取り消す").click()
    page.goto(mine)
    page.get_by_role("button", name="参加する").click()
    page.get_by_role("heading", name="申し込みができました").wait_for()
    made = SignUp.objects.get(status="confirmed")
    assert [one.who["age"] for one in made.attendees.all()] == [6, 4]


def test_a_resident_without_a_phone_is_signed_up_by_the_clerk_and_a_letter_waits(
    open_page, mori, salon_role
):
    page = open_page()
    sign_in(page, "mori@example.jp")
    page.goto(f"/staff/events/dates/{salon_role.occurrence_id}/")
    page.get_by_role("link", name="代わりに申し込む").click()
    looked_at(page)
    page.locator("[name=channel][value=phone]").check()
    page.locator("[name=name]").fill("見本 キク")
    page.locator("[name=by_letter]").check()
    page.locator("[name=postcode]").fill("０４７−００２４")
    page.locator("[name=address]").fill("小樽市花園2丁目1-1")
    page.locator("[name=needs]").fill("杖をついています")
    page.get_by_role("button", name="申し込む", exact=True).click()
    page.get_by_text("杖をついています").wait_for()
    looked_at(page)
    assert Delivery.objects.get().channel == "letter"


def test_the_pages_for_signing_up_have_no_barrier(phone, salon_role):
    made = join(salon_role, guests=2, at=timezone.now())
    waits = join(salon_role, "乙", phone="0134-00-0002", at=timezone.now())
    date = f"/events/mihon-salon/{salon_role.occurrence_id}"
    for path in (
        f"{date}/join/",
        f"{date}/join/?role=participant&n=2",
        f"/events/s/{made.number}/{queries.key(made)}/",
        f"/events/s/{made.number}/{queries.key(made)}/change/",
        f"/events/s/{waits.number}/{queries.key(waits)}/",
        f"{date}/feedback/",
    ):
        phone.goto(path)
        looked_at(phone)
