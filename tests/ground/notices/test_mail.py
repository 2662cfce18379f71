"""Mails through a real mail server on this machine."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tomoni.core import jobs
from tomoni.ground.notices import rules
from tomoni.ground.notices.actions import Recipient, sending, tell, tell_many
from tomoni.ground.notices.channels import journal, mail
from tomoni.ground.notices.models import Attempt, Delivery, Suppression, Way

pytestmark = pytest.mark.django_db


def send(at):
    return sending.send_waiting(channel="mail", at=at)


def test_a_mail_reads_well_and_says_how_to_stop_it(server, haru, noon):
    one = tell(kind="tests.news", to=Recipient(user=haru), key="k", at=noon)
    send(noon)

    [(sender, to, message)] = server.taken
    delivery = Delivery.objects.get()
    assert to == "haru@example.jp"
    assert sender == f"back+{delivery.id.hex}@otaru.example.jp"
    assert message["Message-ID"] == f"<{delivery.id}@otaru.example.jp>"
    assert message["Subject"] == one.wording.subject
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"/notices/stop/{one.id.hex}" in message["List-Unsubscribe"]
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert text.startswith("坂本 ハル 様") and "ためすもの" in text
    assert "<a href=" in html and "<script" not in html
    assert all(len(line) < 998 for line in message.as_bytes().split(b"\n"))
    assert (delivery.status, delivery.tries) == ("sent", 1)
    assert Attempt.objects.get().outcome == "accepted"
    assert not list(journal.path_of("x").parent.glob("*.journal"))


def test_what_may_not_be_switched_off_offers_no_button(server, haru, noon):
    tell(kind="tests.offer", to=Recipient(user=haru), key="k", at=noon)
    send(noon)
    assert server.taken[0][2]["List-Unsubscribe"] is None


def test_the_worker_sends_it(server, haru, noon):
    tell(kind="tests.offer", to=Recipient(user=haru), key="k", at=noon)
    Delivery.objects.update(not_before=noon - timedelta(days=100))
    jobs.work_off()
    assert len(server.taken) == 1


def test_greylisting_is_tried_again_later_and_not_before(server, haru, noon):
    server.rcpt["haru@example.jp"] = ["451 4.7.1 greylisted", "451 4.7.1 greylisted"]
    tell(kind="tests.offer", to=Recipient(user=haru), key="k", at=noon)
    send(noon)
    send(noon + timedelta(minutes=1))
    assert Attempt.objects.count() == 1
    send(noon + timedelta(minutes=6))
    send(noon + timedelta(minutes=17))
    assert server.copies() == {"haru@example.jp": 1}
    assert list(Attempt.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "soft", "soft", "accepted",
    ]  # fmt: skip
    assert not Way.objects.filter(troubles__gt=0).exists()


def test_after_five_days_of_maybe_the_next_way_is_taken(server, noon):
    server.rcpt["p@example.jp"] = "452 4.2.2 full"
    to = Recipient(name="山田", email="p@example.jp", postcode="0470024", address="小樽市花園2")
    tell(kind="tests.offer", to=to, key="k", at=noon)
    for hours in range(0, 140, 4):
        send(noon + timedelta(hours=hours))
    assert [(d.channel, d.status) for d in Delivery.objects.order_by("channel")] == [
        ("letter", "ready"), ("mail", "failed"),
    ]  # fmt: skip
    assert not Suppression.objects.exists()


def test_an_address_that_does_not_exist_is_stopped_and_the_next_way_taken(server, noon):
    server.rcpt["p@example.jp"] = "550 5.1.1 <p@example.jp> no such user"
    to = Recipient(name="山田", email="p@example.jp", postcode="0470024", address="小樽市花園2")
    tell(kind="tests.offer", to=to, key="k", at=noon)
    send(noon)
    assert Suppression.objects.get().address == "p@example.jp"
    assert Delivery.objects.get(channel="mail").status == "failed"
    assert Delivery.objects.get(channel="letter").status == "ready"
    assert "p@example.jp" not in Attempt.objects.get().said


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("550 5.1.1 <Haru.M@Example.JP>: Recipient address rejected", "550 5.1.1 …: Recipient address rejected"),
        ("550 5.1.1 haru.m@example.jp passed on to musume@elsewhere.example", "550 5.1.1 … passed on to …"),
        ("550 5.1.1 User <haru.m> unknown", "550 5.1.1 User <…> unknown"),
        ("550 No such user 'haru.m' here", "550 No such user '…' here"),
        ('550 5.1.1 "haru m"@example.jp unknown', "550 5.1.1 … unknown"),
        ("550 5.1.1 see http://mx.example/why?to=haru.m%40example.jp&x=1", "550 5.1.1 see http:…&x=1"),
        ("550 5.7.1 SRS0=x=ab=example.jp=haru.m@relay.example refused", "550 5.7.1 … refused"),
    ],
)  # fmt: skip
def test_what_a_server_says_is_kept_without_any_address(server, noon, answer, kept):
    server.rcpt["haru.m@example.jp"] = answer
    tell(kind="tests.offer", to=Recipient(name="山田", email="haru.m@example.jp"), key="k", at=noon)
    send(noon)
    [attempt] = Attempt.objects.all()
    assert attempt.outcome == "hard"
    for word in ("haru", "@", "%40", "musume"):
        assert word not in attempt.said.lower(), attempt.said
    assert attempt.said == kept
    for stopped in Suppression.objects.all():
        assert "haru" not in stopped.reason.lower()


@settings(deadline=None)
@given(
    st.from_regex(r"[A-Za-z0-9.+_-]{2,20}@[a-z0-9-]{1,12}\.jp", fullmatch=True),
    st.sampled_from(["{}", "<{}>", "rfc822;{}", "to:{}.", "({})", "[{}]", "a {} b {}", "{},{}"]),
    st.sampled_from([str, str.upper, str.title]),
)
def test_no_way_of_writing_an_address_gets_past_the_rule(address, form, case):
    said = rules.without_addresses("550 5.1.1 " + form.format(case(address), address), address)
    assert said.startswith("550 5.1.1 ")
    assert "@" not in said and address.casefold() not in said.casefold()


def test_refused_for_its_content_blames_nobodys_address(server, haru, noon):
    server.body["haru@example.jp"] = "554 5.7.1 looks like spam"
    tell(kind="tests.offer", to=Recipient(user=haru), key="k", at=noon)
    send(noon)
    assert Delivery.objects.get().status == "failed"
    assert not Suppression.objects.exists()


def test_one_that_is_refused_does_not_spoil_the_others(server, noon):
    server.rcpt["p3@example.jp"] = "550 5.1.1 unknown"
    server.body["p5@example.jp"] = "451 4.3.0 later"
    tell_many(
        kind="tests.news",
        to=[Recipient(email=f"p{n}@example.jp") for n in range(30)],
        key="n",
        at=noon,
    )
    send(noon)
    assert len(server.copies()) == 28 == Delivery.objects.filter(status="sent").count()
    assert server.conversations <= 4


def test_a_mail_server_down_for_a_day_loses_nothing_and_blames_nobody(server, noon):
    port = server.port
    server.stop()
    tell_many(
        kind="tests.news",
        to=[Recipient(email=f"p{n}@example.jp") for n in range(20)],
        key="n",
        at=noon,
    )
    for minutes in range(0, 24 * 60, 7):
        send(noon + timedelta(minutes=minutes))
    way = Way.objects.get()
    assert way.shut_since - noon < timedelta(seconds=5) and way.troubles > 50
    assert Delivery.objects.filter(status="ready", tries=0).count() == 20
    assert not Attempt.objects.exists() and not Suppression.objects.exists()

    from tests.ground.notices.peers import MailServer

    back = MailServer(port)
    try:
        send(noon + timedelta(days=1, minutes=20))
        assert len(back.copies()) == 20
        assert Way.objects.get().shut_since is None
    finally:
        back.stop()


def test_sent_after_the_sender_was_killed(server, noon, monkeypatch):
    """Three mails of a heap: not begun, body on the way, and taken by the server."""
    tell_many(
        kind="tests.news",
        to=[Recipient(email=f"p{n}@example.jp") for n in range(3)],
        key="n",
        at=noon,
    )
    parcels = sending._claim("mail", "mail-killed", noon, 10)
    book = journal.Journal("mail-killed")
    mail.prepare(parcels)
    mail.begin(parcels[1:], noon, journal.Journal("other"))()
    book.handing(str(parcels[1].id))  # Killed before the answer came …
    book.handing(str(parcels[2].id))
    book.answered(str(parcels[2].id), 250)  # … and before the database heard of it.
    assert len(server.taken) == 2

    assert sending.recover(at=noon) == 3
    send(noon)

    assert server.copies() == {f"p{n}@example.jp": 1 for n in range(3)}
    assert len(server.taken) == 4  # The unclear one twice, with one Message-ID.
    assert Delivery.objects.filter(status="sent").count() == 3
    outcomes = Attempt.objects.filter(delivery=parcels[1].id).values_list("outcome", flat=True)
    assert sorted(outcomes) == ["accepted", "unclear"]


def test_what_a_living_sender_has_in_hand_is_left_alone(noon):
    from tomoni.core.holding import Hold

    tell(kind="tests.news", to=Recipient(email="p@example.jp"), key="n", at=noon)
    hold = Hold("outbox:mail-living")
    sending._claim("mail", "mail-living", noon, 10)
    assert sending.recover(at=noon) == 0
    hold.let_go()
    assert sending.recover(at=noon) == 1


def test_in_local_mode_mails_are_kept_by_django(mailoutbox, haru, noon):
    tell(kind="tests.offer", to=Recipient(user=haru), key="k", at=noon)
    send(noon)
    [kept] = mailoutbox
    assert kept.to == ["haru@example.jp"]
    assert kept.message()["Message-ID"] == f"<{Delivery.objects.get().id}@example.jp>"
