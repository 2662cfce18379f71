"""The nurse is ill: the childcare desk moves what was booked with her, and everybody is told."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.appointments.conftest import book, childcare, endo, kato, told
from tests.browser.conftest import axe, overflow
from tests.browser.test_notices import cookies_of
from tests.ground.notices.conftest import server
from tests.people import person
from tomoni.doing.appointments.models import Booking, Worklist
from tomoni.doing.appointments.queries import slots
from tomoni.ground.notices.actions import letters, sending
from tomoni.ground.notices.models import Delivery

__all__ = ["childcare", "endo", "kato", "server"]
pytestmark = pytest.mark.django_db(transaction=True)
LETTER = {
    "phone": "", "by_letter": True, "postcode": "0470024", "address": "小樽市花園2丁目12番1号",
}  # fmt: skip


def test_the_nurse_is_ill(open_page, childcare, mori, kato, server):
    at, today = timezone.now(), timezone.localdate()
    free = slots.search(
        kind=childcare.kind, first=today + timedelta(days=3), last=today + timedelta(days=30),
        at=at, only=[childcare.kato.pk],
    ).times()  # fmt: skip
    known = {"worker": childcare.kato, "channel": "phone", "at": at}
    mail = told("坂本 ハル", phone="", email="haru@example.jp")
    by_mail = book(childcare, free[0].starts_at, told=mail, **known)
    by_letter = book(childcare, free[1].starts_at, told=told("見本 太郎", **LETTER), **known)
    day = free[0].day.isoformat()

    page = open_page(width=390, cookies=cookies_of(mori), scripts=False)
    page.goto("/staff/appointments/absences/new/")
    assert overflow(page)["px"] <= 0
    page.get_by_label("休む人").select_option(str(childcare.kato.pk))
    page.get_by_label("いつから").fill(day)
    page.get_by_label("いつまで").fill(day)
    page.get_by_role("button", name="不在にする").click()
    page.get_by_role("heading", name="不在で動かす予約").wait_for()
    assert page.locator("input[name=booking]").count() == 2
    assert overflow(page)["px"] <= 0
    page.get_by_label("相手に伝わる理由").fill("担当の保健師が急に休むため")
    page.get_by_role("button", name="同じ時間に、ほかの人が会う").click()
    page.get_by_text("2件を動かし、みんなに知らせました。").wait_for()
    page.get_by_text("動かす予約は、もう残っていません。").wait_for()

    assert {one.worker for one in Booking.objects.all()} == {childcare.endo}
    assert Worklist.objects.get().baton.status != "open"
    sending.send_waiting(channel="mail", at=timezone.now() + timedelta(minutes=5))
    mails = {
        to: message.get_body(("plain",)).get_content()
        for _sender, to, message in server.taken
        if by_mail.number in message.get_body(("plain",)).get_content()
        or "変わりました" in message["Subject"]
    }
    assert by_mail.number in mails["haru@example.jp"]
    assert {"kato@example.jp", "endo@example.jp"} <= {to for _s, to, _m in server.taken}
    Delivery.objects.filter(channel="letter").update(not_before=at)
    batch = letters.print_waiting(by=mori, at=timezone.now())
    printed = batch.deliveries.filter(status="printed").select_related("notice__wording")
    assert any(by_letter.number in one.notice.wording.text for one in printed)
    page.goto(f"/staff/appointments/{by_letter.pk}/")
    expect(page.get_by_text("遠藤 光").first).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_of_the_keeper_have_no_barrier(open_page, childcare, width):
    lead = person("lead@example.jp", "見本 長", "みほん おさ", "team_lead")
    childcare.team.memberships.create(user=lead, from_on=date(2026, 4, 1))
    page = open_page(width=width, cookies=cookies_of(lead))
    for path in (
        "",
        "nikoniko/",
        "new/",
        "nikoniko/do/kind/",
        "nikoniko/do/area/",
        "nikoniko/do/edit/",
    ):
        page.goto(f"/staff/appointments/desks/{path}")
        axe(page)
        assert overflow(page)["px"] <= 0, path
