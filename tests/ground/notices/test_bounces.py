"""Mails that come back stop an address, or only this mail, or nothing at all."""

import io
import sys
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from tests.ground.notices import reports
from tomoni.ground.notices import bounces
from tomoni.ground.notices.actions import Recipient, bouncing, sending, tell
from tomoni.ground.notices.models import Attempt, Delivery, Suppression

TO = Recipient(name="山田", email="p@example.jp", postcode="0470024", address="小樽市花園2")


@pytest.fixture
def sent(server, noon, db):
    tell(kind="tests.offer", to=TO, key="k", at=noon)
    sending.send_waiting(channel="mail", at=noon)
    return Delivery.objects.get(channel="mail")


def mail(form, delivery, **more):
    said = {"action": "failed", "status": "5.1.1", "said": "550 5.1.1 <p@example.jp>: unknown"}
    back = f"back+{delivery.pk.hex}@otaru.example.jp"
    text = form.format(**{**said, "id": delivery.pk, "back": back, **more})
    charset = "iso-2022-jp" if "iso-2022-jp" in form else "utf-8"
    return text.replace("\n", "\r\n").encode(charset)


@pytest.mark.parametrize("form", [reports.POSTFIX, reports.WHOLE_MAIL])
def test_an_address_that_does_not_exist_is_stopped_and_a_letter_is_written(form, sent, noon):
    assert bouncing.take_in(data=mail(form, sent), at=noon) == "hard"
    assert bouncing.take_in(data=mail(form, sent), at=noon) == "known"

    sent.refresh_from_db()
    assert sent.status == "bounced"
    assert Suppression.objects.get().address == "p@example.jp"
    assert Delivery.objects.get(channel="letter").status == "ready"
    assert "p@example.jp" not in Attempt.objects.get(outcome="bounced").said


def test_a_server_that_writes_prose(sent, noon):
    data = mail(reports.PROSE, sent, said="Invalid recipient: p@example.jp")
    assert bouncing.take_in(data=data, at=noon) == "hard"


def test_a_full_mailbox_is_not_a_wrong_address_but_three_times_is_enough(server, noon, db):
    for number in range(3):
        tell(kind="tests.offer", to=TO, key=f"k{number}", at=noon)
        sending.send_waiting(channel="mail", at=noon)
        one = Delivery.objects.get(channel="mail", notice__key=f"k{number}")
        data = mail(reports.POSTFIX, one, status="5.2.2", said="552 5.2.2 mailbox full")
        assert bouncing.take_in(data=data, at=noon + timedelta(days=number)) == "soft"
        assert Suppression.objects.count() == (number == 2)


def test_a_delay_is_only_noted(sent, noon):
    data = mail(reports.POSTFIX, sent, action="delayed", status="4.4.1", said="421 later")
    assert bouncing.take_in(data=data, at=noon) == "delayed"
    sent.refresh_from_db()
    assert sent.status == "sent"


@pytest.mark.parametrize("form", [reports.HOLIDAY, reports.FORGED])
def test_holidays_and_forgeries_change_nothing(form, sent, noon):
    assert bouncing.take_in(data=mail(form, sent), at=noon) == "none"
    sent.refresh_from_db()
    assert sent.status == "sent" and not Suppression.objects.exists()


def test_a_report_about_a_mail_of_somebody_else(noon, db):
    class Other:
        pk = uuid4()

    assert bouncing.take_in(data=mail(reports.POSTFIX, Other), at=noon) == "unknown"


def test_from_the_command_line_and_from_a_maildir(sent, tmp_path, monkeypatch, capsys):
    stdin = io.TextIOWrapper(io.BytesIO(mail(reports.POSTFIX, sent)))
    monkeypatch.setattr(sys, "stdin", stdin)
    call_command("bounce")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1").write_bytes(mail(reports.POSTFIX, sent))
    call_command("bounce", "--maildir", str(tmp_path))
    assert capsys.readouterr().out.split() == ["hard", "1:", "known"]
    assert [p.name for p in (tmp_path / "cur").iterdir()] == ["1:2,S"]


@given(st.binary(max_size=3000) | st.text(max_size=1500).map(lambda t: t.encode()))
def test_nothing_that_comes_in_breaks_it(data):
    head = b"Content-Type: multipart/report; boundary=A\r\nTo: back+" + b"0" * 32 + b"@x\r\n\r\n"
    for whole in (data, head + b"--A\r\nContent-Type: message/delivery-status\r\n\r\n" + data):
        assert bounces.read(whole).action in {"failed", "delayed", "none"}
