"""Journeys: a café's operator plans the monthly salon, a father waits for two seats, a clerk signs up by telephone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import axe, overflow
from tests.events.salons import join, salon_with, told
from tests.events.town import plan, the_week
from tests.people import PASSWORD
from tomoni.doing.events.actions import competition, turns
from tomoni.doing.events.models import Invitation, Occurrence, Series, SignUp
from tomoni.doing.events.queries import inviting as queries_of_invitations
from tomoni.doing.events.queries import joining as queries
from tomoni.doing.events.queries import turns as waiting_turns
from tomoni.doing.events.turnstile import turnstile
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
    first = made.occurrences.order_by("starts_at").first()
    page.goto(first.get_absolute_url())
    poster = page.get_by_role("link", name="ポスター").first.get_attribute("href")
    printed = page.request.get(poster)
    assert printed.ok and printed.body().startswith(b"%PDF")


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


def test_in_a_crowd_the_page_waits_without_a_script_and_becomes_the_receipt(open_page, salon_role):
    page = open_page(width=390, height=800, scripts=False)
    with turnstile.through(), turnstile.through():
        page.goto(f"/events/mihon-salon/{salon_role.occurrence_id}/join/?role=participant&n=1")
        page.locator("[name=name]").fill("見本 キク")
        page.locator("[name=phone]").fill("0134-00-0003")
        page.get_by_role("button", name="申し込む").click()
        page.get_by_text("順番をお待ちください").wait_for()
    turns.let_in(role=salon_role, at=timezone.now())
    page.get_by_role("heading", name="申し込みができました").wait_for()  # By itself.


def test_the_pages_of_a_turn_and_of_a_competition_have_no_barrier(open_page, salon_role, sato):
    at, page = timezone.now(), open_page(width=390, height=800)
    again = [
        turns.take(
            role=salon_role,
            told=told(),
            typed={"name": "坂本 ハル"},
            by=None,
            at=at + timedelta(milliseconds=n),
        )
        for n in range(2)
    ]
    addresses = [f"/events/t/{one.pk}/{waiting_turns.key(one)}/" for one in again]
    page.goto(addresses[1])
    page.get_by_text("あなたの前に1組").wait_for()
    looked_at(page)
    turns.let_in(role=salon_role, at=at)
    page.goto(addresses[1])
    page.get_by_text("書いたことは残っています").wait_for()
    looked_at(page)
    known = {"by": None, "at": at}
    competition.rule(
        series=salon_role.occurrence.series, unit="雪山の高さ（cm）", more_wins=True, rounds=2,
        team_size=5, words="休みながら。", **known,
    )  # fmt: skip
    for name in ("坂の上チーム（見本）", "港チーム（見本）"):
        competition.enter(occurrence=salon_role.occurrence, name=name, members=4, **known)
    page.goto(salon_role.occurrence.get_absolute_url())
    looked_at(page)
    sign_in(page, "sato@example.jp")
    for path in ("mihon-salon/competition/", f"dates/{salon_role.occurrence_id}/scores/"):
        page.goto(f"/staff/events/{path}")
        looked_at(page)
    page.locator("input[inputmode=decimal]").first.fill("１２０.5")
    page.get_by_role("button", name="記録を書く").click()
    page.get_by_role("cell", name="120.5").first.wait_for()


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


@pytest.fixture
def calendar(transactional_db):
    """A week of events for a small child, for older people, for grown-ups, for all."""
    the_week()


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_the_calendar_has_no_barrier_in_any_view(open_page, calendar, language):
    page = open_page(width=390, height=800, cookies={"lang": language})
    for view in ("month", "week", "list", "district"):
        page.goto(f"/events/?view={view}")
        looked_at(page)


def test_the_calendar_by_keyboard_at_400_percent_and_on_paper(open_page, calendar):
    # 1280 px at 400 % are 320 px of room.
    page = open_page(width=320, height=256)
    page.goto("/events/?view=month")
    assert overflow(page)["px"] <= 0, overflow(page)
    page.goto("/events/?view=list&when=week")
    link = page.get_by_role("link", name="見本の雪あかり").first
    for _press in range(80):
        page.keyboard.press("Tab")
        if link.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="見本の雪あかり").wait_for()
    assert overflow(page)["px"] <= 0, overflow(page)
    page.emulate_media(media="print")
    page.goto("/events/?view=list&when=week")
    expect(page.get_by_text("見本の雪あかり").first).to_be_visible()
    for gone in (".seek", ".cal__ways"):
        assert not page.locator(gone).first.is_visible()


def test_this_week_near_me_for_a_three_year_old_and_her_grandmother(open_page, calendar):
    """Without a script, on a phone: ages in two boxes, a station, the next seven days."""
    plan("mihon-kazoku", "見本の三世代の会", kind="exchange", mix_planned={"child": 3, "older": 4})
    date = Occurrence.objects.get(series__slug="mihon-kazoku")
    Occurrence.objects.filter(pk=date.pk).update(lat=43.1977, lng=140.9939)
    page = open_page(width=390, height=800, scripts=False)
    page.goto("/events/")
    page.get_by_role("link", name="これから7日間", exact=True).click()
    page.get_by_text("条件でしぼる").click()
    page.locator("[name=age]").nth(0).fill("3")
    page.locator("[name=age]").nth(1).fill("70")
    page.locator("[name=near]").fill("小樽駅")
    page.get_by_role("button", name="この条件でさがす").click()
    page.get_by_role("link", name="見本の三世代の会").wait_for()
    assert (
        not page.get_by_text("見本の会議").count()
        and not page.get_by_text("見本の親子体操").count()
    )
    assert overflow(page)["px"] <= 0, overflow(page)
    page.get_by_role("link", name="見本の三世代の会").click()
    page.get_by_text("集まる世代の見込み").wait_for()


def test_an_invitation_is_sent_and_answered_on_a_phone(open_page, sato, salon_role):
    page = open_page(width=390, height=800)
    sign_in(page, "sato@example.jp")
    page.goto(f"/staff/events/dates/{salon_role.occurrence_id}/invite/")
    looked_at(page)
    page.locator("[name=people]").fill("見本 花子、hana@example.jp")
    page.locator("[name=keep_until]").fill((timezone.localdate() + timedelta(days=5)).isoformat())
    page.get_by_role("button", name="案内を送る").click()
    page.get_by_text("席を取ってあります").wait_for()
    looked_at(page)
    link = queries_of_invitations.path_of(Invitation.objects.get())
    guest = open_page(width=390, height=800, scripts=False)
    guest.goto(link)
    guest.locator("[name=name]").wait_for()
    guest.get_by_role("button", name="行きます").click()
    guest.get_by_role("heading", name="申し込みができました").wait_for()
    page.goto(f"/staff/events/{salon_role.occurrence.series.slug}/asks/")
    looked_at(page)
    page.goto("/me/calendar/")
    page.get_by_role("button", name="わたしのアドレスを作る").click()
    page.get_by_text("あなたのアドレス").wait_for()
    looked_at(page)
    page.goto("/open-data/events/")
    looked_at(page)
    page.goto("/search/?q=見本サロン")
    page.locator(".seek__beside").get_by_role("link", name="見本サロン").wait_for()
    looked_at(page)
