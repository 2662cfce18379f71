"""A student clears snow in January: signs up on the phone, is checked in by the code, earns 2 points,
and takes cash in March, when the scheme's rules take claims. The program's clock is moved."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import axe, overflow
from tests.browser.test_notices import cookies_of
from tests.people import person
from tests.points.towns import scheme_with
from tests.volunteering.towns import need, post, shift, team, volunteer
from tomoni.core import link_keys
from tomoni.doing.points.models import Account, Claim
from tomoni.doing.points.samples import samples
from tomoni.doing.volunteering.actions import hours, shifts, sounding, turns
from tomoni.doing.volunteering.actions.telling import url_of
from tomoni.doing.volunteering.models import Attendance, Shift, Turn

pytestmark = pytest.mark.django_db(transaction=True)
TOKYO = ZoneInfo("Asia/Tokyo")


def path_of(url):
    return "/" + url.split("/", 3)[3]


def test_a_student_clears_snow_is_checked_in_by_the_code_earns_two_points_and_takes_cash(
    open_page, clock, ken, mori, ono
):
    clock(datetime(2027, 1, 20, 9, tzinfo=TOKYO))
    terms = replace(samples()["otaru"].terms, window=((3, 1), (3, 31)))
    asked = need(at=timezone.now(), scheme=scheme_with(terms, team=team()), activity="snow")
    where = shift(asked, at=timezone.now(), starts=timedelta(minutes=40))
    key = shifts.open_door(shift=where, by=mori, at=timezone.now())

    phone = open_page(width=390, height=844, scripts=False, cookies=cookies_of(ken))
    phone.goto("/volunteer/")
    phone.get_by_role("link", name="玄関前の雪かき").click()
    phone.get_by_role("button", name="「手伝う人」で申し込む").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("ボランティアに登録する")
    phone.get_by_label("生年月日").fill("2004-05-01")
    phone.get_by_label("雪かきができる").check()
    phone.get_by_role("button", name="登録する").click()
    phone.get_by_role("button", name="「手伝う人」で申し込む").click()
    turn = Turn.objects.get()
    expect(phone.get_by_role("main")).to_contain_text(turn.number)

    phone.goto(f"/volunteer/door/{where.pk}/{key}/")  # What the phone opens when it reads the code.
    expect(phone.get_by_label("受付番号")).to_have_value(turn.number)
    phone.get_by_role("button", name="来ました").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("受付ができました")

    # Two hours later; then whoever was helped opens the link of the mail and says yes.
    Shift.objects.filter(pk=where.pk).update(
        starts_at=where.starts_at - timedelta(hours=4), ends_at=where.ends_at - timedelta(hours=4)
    )
    hours.close_ended(at=timezone.now())
    helped = open_page(width=390, scripts=False)
    helped.goto(path_of(url_of(Attendance.objects.get())))
    expect(helped.get_by_role("main")).to_contain_text("2時間手伝いましたか")
    helped.get_by_label("あなたのお名前").fill("見本 キク")
    helped.get_by_role("button", name="はい、手伝ってもらいました").click()
    assert Account.objects.get(person__user=ken).balance == 2

    phone.goto("/me/points/")
    expect(phone.get_by_role("main")).to_contain_text("2027年3月1日")
    expect(phone.get_by_role("link", name="交換する")).to_have_count(0)
    clock(datetime(2027, 2, 28, 23, tzinfo=TOKYO))
    phone = open_page(width=390, height=844, scripts=False, cookies=cookies_of(ken))
    phone.goto(f"/me/points/{Account.objects.get(person__user=ken).pk}/claim/")
    expect(phone.get_by_role("main")).to_contain_text("2027年3月1日から")
    expect(phone.get_by_role("button", name="申し込む", exact=True)).to_have_count(0)

    clock(datetime(2027, 3, 1, 9, tzinfo=TOKYO))
    phone = open_page(width=390, height=844, scripts=False, cookies=cookies_of(ken))
    phone.goto("/me/points/")
    phone.get_by_role("link", name="交換する").click()
    phone.get_by_label("交換するポイント").fill("2")
    phone.get_by_label("現金").check()
    phone.get_by_role("button", name="申し込む", exact=True).click()
    claim = Claim.objects.get()
    assert (claim.points, claim.yen, claim.way) == (2, 200, "cash")
    abe = person("abe@example.jp", "阿部 進", "あべ すすむ", "clerk")
    for who, button in ((mori, "内容を確かめた"), (ono, "承認する"), (ono, ""), (abe, "承認する"),
                        (mori, "渡して、受領書をもらった")):  # fmt: skip
        desk = open_page(cookies=cookies_of(who), scripts=False)
        desk.goto(f"/staff/points/claims/{claim.pk}/")
        if not button:  # One person is not two.
            expect(desk.get_by_role("button", name="承認する")).to_have_count(0)
            continue
        if button.startswith("渡して"):
            receipt = desk.get_by_role("link", name="受領書を印刷する").get_attribute("href")
            paper = desk.request.get(receipt)
            assert paper.body().startswith(b"%PDF")
        desk.get_by_role("button", name=button).click()
    claim.refresh_from_db()
    assert claim.status == "paid"
    assert timezone.localdate(claim.ended_at).isoformat() == "2027-03-01"
    assert Account.objects.get(person__user=ken).balance == 0
    phone.goto("/me/points/")
    expect(phone.get_by_role("main")).to_contain_text("支払った")


def test_no_page_of_volunteering_is_a_barrier(open_page, ken, mori):
    at = timezone.now()
    asked = need(at=at)
    where = shift(asked, at=at, starts=timedelta(minutes=40))
    turns.join(post=post(where), volunteer=volunteer(p_user=ken), by=None, at=at)
    other = volunteer(at=at)
    turns.join(post=post(where), volunteer=other, by=None, at=at)
    fits = volunteer(at=at, p_phone="0134-22-2222")
    rung = sounding.begin(shift=where, volunteer=fits, by=mori, at=at)
    key = shifts.open_door(shift=where, by=None, at=at)
    row = hours.report(
        volunteer=other, need=asked, on=timezone.localdate(), minutes=60, by=None, at=at
    )
    public = (
        "/volunteer/?slot=1&skill=drive", "/volunteer/", f"/volunteer/shifts/{where.pk}/",
        f"/volunteer/door/{where.pk}/{key}/", path_of(url_of(row)),
        f"/volunteer/ask/{asked.number}/{link_keys.key_of('volunteering.need', asked.pk)}/",
    )  # fmt: skip
    mine = tuple(
        f"/me/volunteering/{word}"
        for word in ("", "profile/", "hours/", "incident/", "certificate/")
    )
    staff = "/staff/volunteering/"
    desk = (
        staff, f"{staff}needs/new/", f"{staff}needs/{asked.pk}/", f"{staff}needs/{asked.pk}/edit/",
        f"{staff}needs/{asked.pk}/shift/", f"{staff}needs/{asked.pk}/month/",
        f"{staff}shifts/{where.pk}/", f"{staff}soundings/{rung.pk}/", f"{staff}day/",
        f"{staff}day/?on={timezone.localdate(where.starts_at)}", f"{staff}hours/", f"{staff}people/",
        f"{staff}people/new/?q=x", f"{staff}people/{other.pk}/", f"{staff}registers/", f"{staff}figures/",
    )  # fmt: skip
    looks = ({"lang": "ja-easy", "theme": "dark", "furigana": "on"},
             {"lang": "en", "theme": "contrast", "size": "largest"})  # fmt: skip
    for look in looks:
        page = open_page(width=390, cookies={**look, **cookies_of(ken)})
        for path in (*public, *mine):
            page.goto(path)
            axe(page)
            assert overflow(page)["px"] <= 0, (path, look, overflow(page))
    for look in looks[1:]:  # The largest letters stick out first.
        page = open_page(width=390, cookies={**look, **cookies_of(mori)})
        for path in desk:
            page.goto(path)
            axe(page)
            assert overflow(page)["px"] <= 0, (path, look, overflow(page))
