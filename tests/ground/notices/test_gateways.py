"""Push, LINE and text messages: real peers on this machine, and a key that makes a retry safe."""

import json

import pytest

from tests.ground.notices.peers import Browser, check_vapid
from tomoni.ground.notices.actions import Recipient, sending, tell
from tomoni.ground.notices.channels import webpush
from tomoni.ground.notices.models import Delivery, LineLink, PushSubscription, Way

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(haru, gateway, settings, noon):
    settings.PUSH_HOSTS = ["127.0.0.1"]
    haru.email = None
    haru.save()
    browser = Browser()
    browser.row = PushSubscription.objects.create(
        user=haru, endpoint=f"{gateway.url}/push/1", p256dh=browser.p256dh, auth=browser.auth,
        at=noon,
    )  # fmt: skip
    return browser


def test_push_arrives_sealed_and_signed_and_only_the_browser_can_read_it(
    phone, gateway, haru, noon
):
    told = tell(
        kind="tests.offer", to=Recipient(user=haru), values={"url": "/x/"}, key="k", at=noon
    )
    sending.send_waiting(channel="push", at=noon)

    [(path, headers, body)] = gateway.seen
    assert path == "/push/1" and headers["Content-Encoding"] == "aes128gcm"
    assert told.wording.subject.encode() not in body
    said = phone.open(body)
    assert said["title"] == told.wording.subject and said["url"] == "/x/"
    assert said["tag"] == Delivery.objects.get().id.hex == headers["Topic"]
    check_vapid(headers["Authorization"], gateway.url)
    assert f"k={webpush.public_key()}" in headers["Authorization"]
    assert Delivery.objects.get().status == "sent"


def test_a_browser_that_is_gone_is_forgotten_and_the_next_way_taken(phone, gateway, haru, noon):
    haru.email = "haru@example.jp"
    haru.save()
    from tomoni.ground.notices.models import Preference

    Preference.objects.create(
        recipient=f"user:{haru.pk}", channels=["push", "mail"], updated_at=noon
    )
    gateway.answer = lambda request: 410
    tell(kind="tests.offer", to=Recipient(user=haru), key="k", at=noon)
    sending.send_waiting(channel="push", at=noon)
    assert not PushSubscription.objects.exists()
    assert [(d.channel, d.status) for d in Delivery.objects.order_by("channel")] == [
        ("mail", "ready"), ("push", "failed"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://169.254.169.254/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil-push.services.mozilla.com.evil.example/",
    ],
)
def test_nobody_makes_us_call_another_address(endpoint):
    assert not webpush.may_call(endpoint)
    assert webpush.may_call("https://fcm.googleapis.com/fcm/send/abc")
    assert webpush.may_call("https://updates.push.services.mozilla.com/wpush/v2/abc")


def test_line_takes_a_second_try_as_the_first(haru, gateway, settings, noon):
    settings.LINE_URL, settings.LINE_TOKEN = f"{gateway.url}/line", "secret"
    haru.email = None
    haru.save()
    LineLink.objects.create(user=haru, line_id="U1", at=noon)
    tell(kind="tests.offer", to=Recipient(user=haru), key="k", at=noon)
    gateway.answer = lambda request: 500
    sending.send_waiting(channel="line", at=noon)
    gateway.answer = lambda request: 409  # It had taken it after all.
    sending.send_waiting(channel="line", at=noon.replace(hour=13))

    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.tries) == ("sent", 2)
    keys = [headers["X-Line-Retry-Key"] for _path, headers, _body in gateway.seen]
    assert keys == [str(delivery.id)] * 2
    body = json.loads(gateway.seen[0][2])
    assert body["to"] == "U1" and "ためし" in body["messages"][0]["text"]


def test_a_text_message_is_short_and_has_a_key(gateway, settings, noon):
    settings.SMS_URL, settings.SMS_TOKEN = f"{gateway.url}/sms", "secret"
    tell(kind="tests.offer", to=Recipient(phone="09012345678"), key="k", at=noon)
    sending.send_waiting(channel="sms", at=noon)
    [(_path, headers, body)] = gateway.seen
    said = json.loads(body)
    assert said["to"] == "+819012345678" and len(said["text"]) <= 130
    assert headers["Idempotency-Key"] == said["id"] == str(Delivery.objects.get().id)


def test_a_gateway_that_does_not_know_us_or_is_away_blames_nobody(gateway, settings, noon):
    settings.SMS_URL = f"{gateway.url}/sms"
    gateway.answer = lambda request: 401
    tell(kind="tests.offer", to=Recipient(phone="09012345678"), key="k", at=noon)
    sending.send_waiting(channel="sms", at=noon)
    assert Delivery.objects.get().status == "ready" and Way.objects.get().troubles == 1
    settings.SMS_URL = "http://127.0.0.1:9/"
    sending.send_waiting(channel="sms", at=noon.replace(hour=13))
    assert Delivery.objects.get().tries == 0 and Way.objects.get().troubles == 2


def test_what_a_killed_sender_had_in_hand_goes_again_with_the_same_key(gateway, settings, noon):
    settings.SMS_URL = f"{gateway.url}/sms"
    tell(kind="tests.offer", to=Recipient(phone="09012345678"), key="k", at=noon)
    sending._claim("sms", "sms-killed", noon, 10)
    sending.recover(at=noon)
    sending.send_waiting(channel="sms", at=noon)
    assert len(gateway.seen) == 1 and Delivery.objects.get().status == "sent"


def test_many_small_ones_become_one_daily_mail(server, haru, noon):
    from tomoni.ground.notices.actions import digests

    for number in range(3):
        tell(kind="tests.daily", to=Recipient(user=haru), key=str(number), at=noon)
    morning = noon.replace(day=25, hour=8)
    assert digests.collect(at=noon) == 0
    assert digests.collect(at=morning) == 1 == digests.collect(at=morning) + 1
    sending.send_waiting(channel="mail", at=morning)
    [(_from, _to, message)] = server.taken
    assert message["Subject"] == "お知らせが3件あります"
    text = message.get_body(("plain",)).get_content()
    assert text.count("■") == 3
    assert Delivery.objects.filter(status="collected").count() == 3
