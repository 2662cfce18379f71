"""The pages of the outbox, for the person and for staff."""

import base64
import hashlib
import hmac
import json

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from tests.ground.notices.peers import Browser
from tomoni.ground.notices import kinds, tokens
from tomoni.ground.notices.actions import Recipient, sending, tell
from tomoni.ground.notices.models import (
    Choice,
    Delivery,
    LineLink,
    Notice,
    Preference,
    PushSubscription,
    Suppression,
)

pytestmark = pytest.mark.django_db


def test_haru_reads_what_she_was_told_and_nobody_elses(client, haru, ken, noon):
    mine = tell(kind="tests.offer", to=Recipient(user=haru), key="k", at=noon)
    theirs = tell(kind="tests.offer", to=Recipient(user=ken), key="k", at=noon)
    client.force_login(haru)

    assertContains(client.get("/me/"), "/me/notices/")
    assertContains(client.get("/me/notices/"), mine.wording.subject)
    assertContains(client.get(f"/me/notices/{mine.pk}/"), "ためすもの")
    assert client.get(f"/me/notices/{theirs.pk}/").status_code == 404


def test_haru_chooses_how_she_is_told(client, haru):
    client.force_login(haru)
    page = client.get("/me/notices/choices/")
    known = [kind.code for kind in page.context["form"].known]
    chosen = {f"kind{n}": "" for n in range(len(known))}
    chosen[f"kind{known.index('tests.news')}"] = "off"
    chosen[f"kind{known.index('tests.offer')}"] = "digest"
    done = client.post(
        "/me/notices/choices/",
        {"first": "mail", "quiet_from": "1260", "quiet_until": "420", "digest_at": "540",
         "large_print": "on", **chosen},
    )  # fmt: skip

    assert done.status_code == 302
    row = Preference.objects.get()
    assert (row.channels, row.quiet_from, row.quiet_until, row.digest_at, row.large_print) == (
        ["mail"], 1260, 420, 540, True,
    )  # fmt: skip
    assert Choice.objects.get(kind="tests.news").channel == "off"
    assert Choice.objects.get(kind="tests.offer").digest is True
    again = client.get("/me/notices/choices/").context["form"]
    assert again[f"kind{known.index('tests.offer')}"].value() == "digest"


def test_fifty_kinds_stand_folded_until_somebody_wants_them(client, haru):
    client.force_login(haru)
    page = client.get("/me/notices/choices/")
    text = page.content.decode()
    before, folded = text[text.index("<form method") :].split('<details class="disclosure">', 1)
    assert "お知らせの種類ごとに選ぶ" in folded and 'name="kind0"' in folded
    assert 'name="kind0"' not in before and 'name="digest_at"' in before
    assert "午前8時" in before and "8:00" not in before
    number = [kind.code for kind in page.context["form"].known].index("tests.news")
    client.post("/me/notices/choices/", {"digest_at": "480", f"kind{number}": "off"})
    assertContains(client.get("/me/notices/choices/"), '<details class="disclosure" open>')


@pytest.mark.parametrize(
    ("language", "said"), [("ja", "2026年11月24日(火) 正午"), ("en", "24 November 2026")]
)
def test_when_it_was_told_is_said_as_people_do(client, haru, noon, language, said):
    notice = tell(kind="tests.offer", to=Recipient(user=haru), key="1", at=noon)
    client.force_login(haru)
    for path in ("/me/notices/", f"/me/notices/{notice.pk}/"):
        text = client.get(f"{path}?lang={language}").content.decode()
        assert said in text, path
        assert "2026-11-24 " not in text


def test_what_is_important_cannot_be_switched_off(client, haru):
    client.force_login(haru)
    form = client.get("/me/notices/choices/").context["form"]
    number = [kind.code for kind in form.known].index("tests.offer")
    page = client.post("/me/notices/choices/", {"digest_at": "480", f"kind{number}": "off"})
    assert page.status_code == 200 and not Choice.objects.exists()


def test_half_of_the_quiet_hours_is_asked_again(client, haru):
    client.force_login(haru)
    page = client.post("/me/notices/choices/", {"digest_at": "480", "quiet_from": "1260"})
    assertContains(page, "両方を選んで")


def test_one_click_in_the_mail_program_stops_it_and_opening_the_link_does_not(noon):
    notice = tell(kind="tests.news", to=Recipient(email="p@example.jp"), key="1", at=noon)
    path = tokens.stop_url(notice.pk).split("8000", 1)[1]
    outside = Client(enforce_csrf_checks=True)

    assertContains(outside.get(path), "これから送らないように")
    assert not Choice.objects.exists()
    assertContains(outside.post(path, {"List-Unsubscribe": "One-Click"}), "もう送りません")
    tell(kind="tests.news", to=Recipient(email="P@example.jp"), key="2", at=noon)
    assert Delivery.objects.count() == 1
    outside.post(path, {"again": "1"})
    tell(kind="tests.news", to=Recipient(email="p@example.jp"), key="3", at=noon)
    assert Delivery.objects.count() == 2


def test_a_guessed_link_opens_nothing_and_an_important_kind_says_why(client, noon):
    notice = tell(kind="tests.offer", to=Recipient(email="p@example.jp"), key="1", at=noon)
    token = tokens.stop_url(notice.pk).rsplit("/", 2)[1]
    assert client.get(f"/notices/stop/{token[:-1]}x/").status_code == 404
    assert client.get(f"/notices/stop/{notice.pk.hex}/").status_code == 404
    assertContains(client.post(f"/notices/stop/{token}/"), "大切なので")


def test_a_device_is_added_and_removed(client, haru, ken, settings):
    settings.PUSH_HOSTS = ["push.example.jp"]
    browser = Browser()
    client.force_login(haru)
    good = {"endpoint": "https://push.example.jp/1", "p256dh": browser.p256dh, "auth": browser.auth}
    add = "/me/notices/devices/add/"
    assert client.post(add, {**good, "device": "Android · Chrome"}).status_code == 204
    for wrong in ({"endpoint": "https://10.0.0.1/"}, {"p256dh": "AAAA"}, {"endpoint": ""}):
        assert client.post(add, {**good, **wrong}).status_code == 422
    row = PushSubscription.objects.get()
    assertContains(client.get("/me/notices/choices/"), "Android · Chrome")
    client.force_login(ken)
    assert client.post(f"/me/notices/devices/{row.pk}/remove/").status_code == 404
    client.force_login(haru)
    client.post(f"/me/notices/devices/{row.pk}/remove/")
    assert not PushSubscription.objects.exists()


def line_says(client, settings, event, secret=b"channel"):
    body = json.dumps({"events": [event]}).encode()
    mark = base64.b64encode(hmac.new(secret, body, hashlib.sha256).digest()).decode()
    return client.post(
        "/notices/line/", body, content_type="application/json",
        headers={"X-Line-Signature": mark},
    ).status_code  # fmt: skip


def test_line_is_joined_by_a_number_sent_to_the_town(client, haru, settings):
    settings.LINE_TOKEN, settings.LINE_SECRET = "t", "channel"
    client.force_login(haru)
    client.post("/me/notices/line/")
    code = LineLink.objects.get().code
    assertContains(client.get("/me/notices/choices/"), f"{code[:4]} {code[4:]}")
    event = {"type": "message", "source": {"userId": "U7"}, "message": {"text": f"{code} です"}}

    assert line_says(client, settings, event, secret=b"forged") == 404
    assert line_says(client, settings, {**event, "message": {"text": "00000000"}}) == 200
    assert LineLink.objects.get().line_id is None
    assert line_says(client, settings, event) == 200
    assert LineLink.objects.get().line_id == "U7"
    line_says(client, settings, {"type": "unfollow", "source": {"userId": "U7"}})
    assert not LineLink.objects.exists()


def test_a_trial_goes_to_myself(client, haru, mailoutbox):
    client.force_login(haru)
    client.post("/me/notices/trial/")
    sending.send_waiting(channel="mail", at=Notice.objects.get().at)
    assert mailoutbox[0].to == ["haru@example.jp"]


def test_the_clerk_sees_what_failed_corrects_the_address_and_sends_it_once(
    client, server, mori, nishi, noon
):
    server.rcpt["wrong@example.jp"] = "550 5.1.1 unknown"
    notice = tell(
        kind="tests.news", to=Recipient(name="山田 花", email="wrong@example.jp"), key="1", at=noon
    )
    sending.send_waiting(channel="mail", at=noon)
    client.force_login(mori)
    assertContains(client.get("/staff/notices/?status=failed"), "山田 花")
    assertNotContains(client.get("/staff/notices/?status=sent"), "山田 花")
    page = client.get(f"/staff/notices/{notice.pk}/")
    assertContains(page, "550")
    [first] = Delivery.objects.all()
    path = f"/staff/notices/{notice.pk}/{first.pk}/again/"
    client.post(path, {"address": "right@example.jp"})
    assertContains(client.post(path, {"address": ""}, follow=True), "二重には送りません")
    sending.send_waiting(channel="mail", at=Delivery.objects.get(round=2).not_before)
    assert server.copies() == {"right@example.jp": 1}

    assertContains(client.get("/staff/notices/stopped/"), "wrong@example.jp")
    client.post(f"/staff/notices/stopped/{Suppression.objects.get().pk}/free/")
    assert not Suppression.objects.exists()
    client.force_login(nishi)
    assert client.get("/staff/notices/").status_code == 403


def test_letters_are_printed_and_posted(client, mori, noon):
    to = Recipient(name="山田", postcode="0470024", address="小樽市花園2-12-1")
    tell(kind="tests.offer", to=to, key="1", at=noon)
    Delivery.objects.update(not_before=noon.replace(year=2025))
    client.force_login(mori)
    assertContains(client.get("/staff/notices/letters/"), "1通")
    done = client.post("/staff/notices/letters/")
    page = client.get(done.url)
    assertContains(page, "宛名ラベル 24面")
    for query in ("", "?layout=din", "?labels=12", "?labels=24"):
        pdf = client.get(f"{done.url}pdf/{query}")
        assert pdf.content.startswith(b"%PDF") and pdf["Content-Type"] == "application/pdf"
    client.post(done.url)
    assert Delivery.objects.get().status == "sent"
    assertContains(client.get(done.url), "に投かんしました")


def test_every_kind_can_be_rendered_in_three_languages(noon):
    from tomoni.ground.notices import wording

    for kind in kinds.all_kinds():
        if kind.code.startswith(("tests.", "notices.")):
            for language in ("ja", "ja-easy", "en"):
                words = wording.render(kind, language, {"notices": []})
                assert words["subject"] and words["language"] == language
