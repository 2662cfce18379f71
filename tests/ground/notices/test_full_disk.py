"""The disk is full: nothing is half done, everybody reads why, and afterwards all goes on."""

import contextlib
import os
import uuid

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tests.factories import ListingFactory, TeamFactory
from tests.ground.notices.test_mail import send
from tomoni.core.models import AuditRow
from tomoni.ground.batons.models import Baton
from tomoni.ground.notices.actions import Recipient, tell_many
from tomoni.ground.notices.channels import journal
from tomoni.ground.notices.models import Attempt, Delivery, Way
from tomoni.town.places.models import Suggestion

FULL_PG = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END$$;
CREATE TRIGGER no_room BEFORE INSERT ON core_auditrow EXECUTE FUNCTION no_room();
"""


class FullDisk:
    """SQLite may not grow its file by a page. PostgreSQL says what it says on a full disk
    (53100) at the last row an action writes, which is later than a disk would choose."""

    def __enter__(self):
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("CREATE TABLE filling (bytes)")
                cursor.execute("PRAGMA page_count")
                cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
                with contextlib.suppress(OperationalError):
                    while True:  # What is free inside the file is used up too.
                        cursor.execute("INSERT INTO filling VALUES (zeroblob(4000))")
            else:
                cursor.execute(FULL_PG.replace("core_auditrow", AuditRow._meta.db_table))

    def __exit__(self, *_why):
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA max_page_count = 1073741823")
                cursor.execute("DROP TABLE filling")
            else:
                cursor.execute("DROP FUNCTION no_room() CASCADE")


@pytest.mark.django_db(transaction=True)
def test_a_resident_reads_why_and_sends_the_same_form_again_later():
    TeamFactory(desk=True)
    listing = ListingFactory()
    address = f"/places/{listing.slug}/tell/"
    browser = Client(raise_request_exception=False)
    with FullDisk():
        for number in range(40):  # Some rows still fit into pages in use.
            form = {
                "kind": "wrong", "text": f"{number} " + "電話番号が違います。" * 150,
                "token": str(uuid.uuid4()),
            }  # fmt: skip
            answer = browser.post(address, form, REMOTE_ADDR=f"10.0.0.{number}")
            if answer.status_code != 302:
                break
        assert answer.status_code == 503
        assert answer["Retry-After"]
        assert "電話" in answer.content.decode(), "a sentence and somebody to ask"
        assert Suggestion.objects.count() == number == Baton.objects.count()
        assert browser.get(address).status_code == 200, "reading goes on"

    assert browser.post(address, form).status_code == 302
    assert Suggestion.objects.count() == number + 1 == Baton.objects.count()
    assert not Baton.objects.leaked().exists()


@pytest.mark.django_db
def test_a_sender_without_room_for_its_journal_hands_nothing_over(server, noon, monkeypatch):
    """/dev/full answers every write with ENOSPC, as a full disk does."""
    people = [Recipient(email=f"p{n}@example.jp") for n in range(5)]
    tell_many(kind="tests.news", to=people, key="n", at=noon)

    class NoRoom(journal.Journal):
        def __init__(self, sender):
            self._file = os.open("/dev/full", os.O_WRONLY)

        def close(self, sender):
            os.close(self._file)

    monkeypatch.setattr(journal, "Journal", NoRoom)
    send(noon)

    assert not server.taken and not Attempt.objects.exists()
    assert Delivery.objects.filter(status="ready", tries=0).count() == 5
    assert "No space left" in Way.objects.get().said

    monkeypatch.undo()
    Way.objects.all().delete()
    send(noon)
    assert set(server.copies().values()) == {1} and len(server.copies()) == 5


@pytest.mark.django_db
def test_the_disk_fills_while_mails_are_on_their_way(server, noon, monkeypatch):
    """The answers cannot be noted in the journal; the database still learns of them."""
    people = [Recipient(email=f"p{n}@example.jp") for n in range(5)]
    tell_many(kind="tests.news", to=people, key="n", at=noon)

    def no_room(self, delivery, code):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal.Journal, "answered", no_room)
    send(noon)
    assert len(server.taken) == 5
    assert Delivery.objects.filter(status="sent").count() == 5
