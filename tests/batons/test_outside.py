"""A clerk makes a link for somebody outside, sees those that live, and stops one."""

import re

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tomoni.ground.batons import actions
from tomoni.ground.batons.actions import links
from tomoni.ground.batons.models import Link, Party
from tomoni.ground.notices.models import Delivery, Notice

SAID = {
    "purpose": "talk",
    "name": "見本工務店",
    "way": "mail",
    "email": "koumu@example.jp",
    "days": 7,
}


@pytest.fixture
def now():
    return timezone.now()


def where(baton):
    return f"/desk/{baton.number}/links/"


@pytest.mark.parametrize(
    ("way", "field", "value", "channel"),
    [
        ("mail", "email", "koumu@example.jp", "mail"),
        ("sms", "phone", "090-0000-0001", "sms"),
        ("letter", "address", "小樽市見本町1-1", "letter"),
    ],
)
def test_a_link_goes_out_by_the_way_the_clerk_chose(
    client, baton, yuki, settings, way, field, value, channel
):
    settings.SMS_URL = "http://127.0.0.1:9/"
    client.force_login(yuki)
    page = client.post(where(baton), {**SAID, "email": "", "way": way, field: value})
    assertContains(page, "リンクを作りました")
    address = re.search(r"/l/([\w-]+)/", page.content.decode())[0]
    notice = Notice.objects.get(kind="batons.link")
    assert notice.wording.url.endswith(address)
    delivery = Delivery.objects.get(notice=notice)
    assert (delivery.channel, delivery.later) == (channel, [])
    client.logout()
    assertContains(client.get(address), "文のやりとり")


def test_a_printed_link_is_shown_once_with_its_qr_code(client, baton, yuki):
    client.force_login(yuki)
    page = client.post(where(baton), {**SAID, "way": "hand", "email": ""})
    assertContains(page, "<svg")
    assertContains(page, "印刷して渡して")
    key = re.search(r"/l/([\w-]+)/", page.content.decode())[1]
    assertNotContains(client.get(where(baton)), key)
    assert not Notice.objects.filter(kind="batons.link").exists()


def test_the_answer_to_an_offer_can_be_asked_for_by_link(client, baton, yuki, now):
    offer = actions.offer(baton=baton, outside_name="見本工務店", note="屋根", by=yuki, at=now)
    client.force_login(yuki)
    page = client.post(where(baton), {**SAID, "purpose": f"offer:{offer.pk}", "name": ""})
    key = re.search(r"/l/([\w-]+)/", page.content.decode())[1]
    client.logout()
    client.post(f"/l/{key}/", {"answer": "accept", "name": "外川", "reply": "", "reason": ""})
    offer.refresh_from_db()
    assert offer.status == "accepted"
    assert Party.objects.get().name == "見本工務店"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": ""}, "連絡先が要ります"),
        ({"email": "koumu"}, "メールアドレスの形"),
        ({"way": "sms", "phone": "abc"}, "電話番号の形"),
        ({"way": "sms", "phone": "0134-32-4111"}, "この連絡先には送れません"),
        ({"name": ""}, "相手の名前を書いてください"),
        ({"days": 31}, "30"),
        ({"way": "letter", "address": "見本町", "postcode": "12"}, "郵便番号"),
    ],
)
def test_what_cannot_be_sent_is_refused_and_stays_typed(client, baton, yuki, change, words):
    client.force_login(yuki)
    page = client.post(where(baton), {**SAID, **change})
    assertContains(page, words)
    assertContains(page, 'value="talk"')
    assert not Link.objects.exists()
    assert not Party.objects.exists()


def test_live_links_are_seen_with_their_end_and_last_use_and_stopped(client, baton, yuki, now):
    client.force_login(yuki)
    page = client.post(where(baton), SAID)
    key = re.search(r"/l/([\w-]+)/", page.content.decode())[1]
    assertContains(client.get(where(baton)), "まだ開かれていない")
    client.get(f"/l/{key}/")
    assertContains(client.get(where(baton)), "メールの検査のことも")
    client.post(f"/l/{key}/", {"text": "はい", "token": "0b5f5e9e-0000-4000-8000-000000000001"})
    link = Link.objects.get()
    assertContains(client.get(where(baton)), "最後に使われたのは")

    assert client.get(f"{where(baton)}{link.pk}/stop/").status_code == 405
    assertRedirects(client.post(f"{where(baton)}{link.pk}/stop/"), where(baton))
    assertNotContains(client.get(where(baton)), "見本工務店")
    assertContains(client.get(f"/l/{key}/"), "止められました", status_code=404)
    assert baton.steps.last().act == "unlinked"


def test_who_does_not_hold_the_matter_makes_and_stops_none(client, baton, yuki, sumi, homes, now):
    actions.ask(baton=baton, to_team=homes, text="空いていますか", by=yuki, at=now)
    party = Party.objects.create(baton=baton, part="receiver", name="外", added_at=now)
    link, _key = links.make(party=party, by=yuki, at=now)
    client.force_login(sumi)
    assertContains(client.post(where(baton), SAID), "いまはほかのチームが持っています")
    client.post(f"{where(baton)}{link.pk}/stop/")
    link.refresh_from_db()
    assert link.revoked_at is None


def test_the_receiver_outside_is_not_told_what_became_of_the_residents_matter(
    baton, yuki, now, client
):
    client.force_login(yuki)
    client.post(where(baton), SAID)
    actions.close(baton=baton, outcome="done", words="済みました", by=yuki, at=now)
    assert not Notice.objects.filter(kind="batons.outcome").exists()
