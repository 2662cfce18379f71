"""Mail servers that break off, dawdle or change their mind; and our own clock set back an hour."""

import contextlib
import socket
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest

from tests.ground.notices.test_mail import send
from tomoni.core import jobs
from tomoni.core.models import DeadLetter
from tomoni.ground.batons.models import Baton
from tomoni.ground.notices import tasks
from tomoni.ground.notices.actions import Recipient, sending, tell, tell_many
from tomoni.ground.notices.models import Attempt, Delivery, Suppression, Way

pytestmark = pytest.mark.django_db


@contextmanager
def scripted(settings, talk):
    """A mail server that is nothing but `talk(line, conversation)` for each connection."""
    listening = socket.create_server(("127.0.0.1", 0))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", listening.getsockname()[1]
    settings.DEFAULT_FROM_EMAIL = "tomoni@otaru.example.jp"

    def one(line):
        # They may have hung up already.
        with line, line.makefile("rb") as heard, contextlib.suppress(OSError):
            talk(line, heard)

    def serve():
        while True:
            try:
                line, _where = listening.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(line,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def polite_until_the_body(line, heard):
    """Greets and says yes; gives back after the whole body has come, unanswered."""
    line.sendall(b"220 mx\r\n")
    for said in heard:
        if said[:4].upper() == b"DATA":
            line.sendall(b"354 go on\r\n")
            while heard.readline() not in (b".\r\n", b""):
                pass
            return
        line.sendall(b"250 ok\r\n")


def tell_some(count, at):
    people = [Recipient(email=f"p{n}@example.jp") for n in range(count)]
    tell_many(kind="tests.news", to=people, key="n", at=at)


def test_the_line_drops_after_the_body_and_the_same_mail_goes_again(settings, server, noon):
    """Whether it was taken nobody can know: it goes again with the same Message-ID."""
    tell_some(1, noon)
    there = settings.EMAIL_PORT
    with scripted(settings, polite_until_the_body):
        send(noon)
    assert Attempt.objects.get().outcome == "unclear"
    waiting = Delivery.objects.get()
    assert waiting.status == "ready" and waiting.not_before > noon

    settings.EMAIL_PORT = there
    send(noon + timedelta(minutes=20))
    [(_from, _to, message)] = server.taken
    assert message["Message-ID"].startswith(f"<{waiting.id}@")
    assert Delivery.objects.get().status == "sent"


@pytest.mark.parametrize("moment", ["greeting", "answer"])
def test_a_server_that_sends_a_letter_now_and_then_is_left(settings, noon, moment):
    """Each letter comes within the time for one answer; the whole answer never does."""

    def drip(line, heard):
        if moment == "answer":
            line.sendall(b"220 mx\r\n")
            heard.readline()
            line.sendall(b"250 ok\r\n")
            heard.readline()
        for letter in b"250-" + b"x" * 200:
            line.sendall(bytes([letter]))
            time.sleep(0.1)

    settings.EMAIL_TIMEOUT = 1
    tell_some(3, noon)
    begun = time.monotonic()
    with scripted(settings, drip):
        send(noon)
    assert time.monotonic() - begun < 10
    assert Delivery.objects.filter(status="ready", tries=0).count() == 3
    assert Way.objects.get().troubles == 1
    assert not Suppression.objects.exists()


def test_a_server_that_closes_in_the_middle_of_a_heap_is_come_back_to(server, noon):
    """421 to one of thirty: the others of that moment wait, and nobody is told twice."""
    server.rcpt["p7@example.jp"] = ["421 4.3.2 going down"]
    tell_some(30, noon)
    send(noon)
    assert Way.objects.get().troubles == 1
    send(noon + timedelta(minutes=1))
    assert set(server.copies().values()) == {1} and len(server.copies()) == 30
    assert len(server.taken) == 30
    assert not Suppression.objects.exists()


def test_our_own_password_is_wrong_and_nobodys_address_is_blamed(settings, noon):
    """535 at signing in: everything waits until somebody mends the setting."""

    def refuse(line, heard):
        line.sendall(b"220 mx\r\n")
        heard.readline()
        line.sendall(b"250-mx\r\n250 AUTH PLAIN LOGIN\r\n")
        for _said in heard:
            line.sendall(b"535 5.7.8 wrong\r\n")

    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "town", "old"
    tell_some(2, noon)
    with scripted(settings, refuse):
        send(noon)
    assert Delivery.objects.filter(status="ready", tries=0).count() == 2
    assert "535" in Way.objects.get().said


def test_no_mail_server_at_all_but_something_else(settings, noon):
    with scripted(settings, lambda line, heard: line.sendall(b"HTTP/1.1 400 Bad\r\n\r\n")):
        tell_some(1, noon)
        send(noon)
    assert Delivery.objects.get().status == "ready"
    assert Way.objects.get().troubles == 1


def test_a_clock_set_back_an_hour_sends_each_once_and_holds_nothing_back(server, noon):
    """Told before the change; sent after it. What was sent is not sent again."""
    tell_some(2, noon)
    send(noon)
    tell(kind="tests.news", to=Recipient(email="late@example.jp"), key="l", at=noon)
    earlier = noon - timedelta(hours=1)
    tasks.due(earlier)
    send(earlier)  # Its moment has not come by this clock …
    tell(kind="tests.news", to=Recipient(email="p0@example.jp"), key="again", at=earlier)
    send(earlier)
    send(noon + timedelta(minutes=1))  # … and an hour later it has.
    assert sorted(to for _from, to, _m in server.taken) == [
        "late@example.jp", "p0@example.jp", "p0@example.jp", "p1@example.jp",
    ]  # fmt: skip
    assert Delivery.objects.filter(status="sent").count() == 4


def test_a_pause_written_by_a_clock_far_ahead_ends_at_once(server, noon):
    """While the clock was an hour ahead the server was shut; the pause must not last that hour."""
    tell_some(1, noon)
    Way.objects.create(
        channel="mail", shut_since=noon + timedelta(hours=1), troubles=1,
        again_at=noon + timedelta(hours=1, seconds=30),
    )  # fmt: skip
    send(noon)
    assert len(server.taken) == 1


def test_a_sender_that_fails_each_time_becomes_a_matter_of_the_desk(monkeypatch, noon):
    """Whatever breaks inside the sender: the mails wait, and somebody has it in hand."""
    from tests.factories import TeamFactory

    desk = TeamFactory(desk=True)
    tell_some(2, noon)

    def broken(**_known):
        raise RuntimeError("no way out")

    monkeypatch.setattr(sending, "send_waiting", broken)
    monkeypatch.setattr(jobs, "MOST_TRIES", 2)
    monkeypatch.setattr(jobs, "wait_before", lambda tries: timedelta(seconds=-1))
    while (row := jobs.claim("here")) is not None:
        jobs.do(row)

    letter = DeadLetter.objects.get()
    assert (letter.name, letter.tries) == ("notices.send", 2) and letter.told_at
    baton = Baton.objects.get(kind="core.dead_letter")
    assert baton.team == desk and baton.due_on and baton.is_urgent
    assert Delivery.objects.filter(status="ready").count() == 2
