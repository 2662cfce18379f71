"""ハルさん looks at how she is told things; the clerk looks at the outbox; a push is shown once."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client

from tests.browser.conftest import axe, overflow
from tests.people import person
from tomoni.ground.notices import tokens
from tomoni.ground.notices.actions import Recipient, letters, tell
from tomoni.ground.notices.models import Delivery, Suppression

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


def cookies_of(user):
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {name: client.cookies[name].value}


@pytest.fixture
def told():
    haru = person("haru@example.jp", "坂本 ハル", "さかもと はる")
    notice = tell(kind="notices.trial", to=Recipient(user=haru), key="1", at=NOON)
    to = Recipient(name="見本 太郎", postcode="0470024", address="小樽市花園2-12-1")
    tell(kind="notices.trial", to=to, key="1", at=NOON)
    return haru, notice


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_her_own_pages(open_page, told, language):
    haru, notice = told
    page = open_page(width=390, cookies={**cookies_of(haru), "lang": language})
    stop = tokens.stop_url(notice.pk).split("/notices/", 1)[1]
    for path in (
        "/me/notices/",
        f"/me/notices/{notice.pk}/",
        "/me/notices/choices/",
        f"/notices/{stop}",
    ):
        page.goto(path)
        axe(page)
        assert overflow(page)["px"] <= 0, path


def test_the_clerks_pages(open_page, told):
    mori = person("mori@example.jp", "森 由美", "もり ゆみ", "clerk")
    _haru, notice = told
    Suppression.objects.create(channel="mail", address="x@example.jp", reason="550", at=NOON)
    Delivery.objects.filter(channel="letter").update(not_before=NOON)
    batch = letters.print_waiting(by=mori, at=NOON)
    page = open_page(width=1280, cookies=cookies_of(mori))
    for path in (
        "/staff/notices/", f"/staff/notices/{notice.pk}/", "/staff/notices/letters/",
        f"/staff/notices/letters/{batch.pk}/", "/staff/notices/stopped/",
    ):  # fmt: skip
        page.goto(path)
        axe(page)
        assert overflow(page)["px"] <= 0, path


def test_a_push_is_shown_and_a_second_copy_takes_its_place(open_page, told, live_server):
    """The push service's part is played by the browser's own tools; sealing is tested elsewhere."""
    haru, _notice = told
    page = open_page(cookies=cookies_of(haru), permissions=["notifications"])
    tools = page.context.new_cdp_session(page)
    registrations = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(event["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    page.goto("/me/notices/choices/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_timeout(500)
    said = {
        "title": "お知らせ",
        "body": "ためし",
        "tag": "abc",
        "url": "/me/notices/",
        "lang": "ja",
    }
    for _copy in range(2):
        tools.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": live_server.url,
                "registrationId": registrations[-1]["registrationId"],
                "data": json.dumps(said),
            },
        )
        page.wait_for_timeout(300)
    shown = page.evaluate(
        "navigator.serviceWorker.ready.then(r => r.getNotifications())"
        ".then(all => all.map(n => [n.title, n.body, n.tag, n.data.url]))"
    )
    assert shown == [["お知らせ", "ためし", "abc", "/me/notices/"]]
