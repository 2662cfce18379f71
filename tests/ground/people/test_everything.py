"""All that is held about me: one page, two files, and a request to correct it."""

import json
import subprocess
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import NOW, PersonFactory, TeamFactory
from tomoni.ground.batons.models import Baton, Party
from tomoni.ground.batons.queries.story import story_of
from tomoni.ground.notices.actions import Recipient, tell
from tomoni.ground.people import holdings, hooks, queries
from tomoni.ground.people.actions import consents, mandates, merging, persons
from tomoni.ground.people.actions.persons import of_account


def text(page):
    return page.content.decode()


@pytest.fixture
def mine(haru, ken, tani):
    person = of_account(user=haru, at=NOW)
    persons.edit(
        person=person, address="小樽市花園2-5-12", birth_on=date(1948, 2, 3), by=tani, at=NOW
    )
    mandates.give(
        person=person, delegate=of_account(user=ken, at=NOW), kind="family", scopes=["book"],
        until_on=date(2027, 3, 31), proof="spoken", from_on=NOW.date(), by=tani, at=NOW,
    )  # fmt: skip
    consents.load(by=None, at=NOW)
    consents.say(person=person, text=queries.text_of("photo"), act="given", way="spoken",
                 explained_by="谷", by=tani, at=NOW)  # fmt: skip
    return person


def test_the_page_and_both_files_hold_everything(client, haru, mine):
    client.force_login(haru)
    page, file = client.get("/me/everything/"), client.get("/me/everything/file/")
    data = json.loads(client.get("/me/download/").content)["held"]
    for said in (text(page), text(file), json.dumps(data, ensure_ascii=False)):
        for word in ("花園2-5-12", "田中 ケン", "予約や参加", "写真や声の掲載", "代わりの人を登録"):
            assert word in said, word
    assert "attachment" in file["Content-Disposition"] and "<script" not in text(file)
    assert set(data) >= {"account", "person", "mandates", "consents", "notices"}


def test_the_paper_holds_everything_on_a4(client, haru, mine, tmp_path):
    client.force_login(haru)
    answer = client.get("/me/everything/paper/")
    assert (
        answer["Content-Type"] == "application/pdf"
        and "attachment" in answer["Content-Disposition"]
    )
    path = tmp_path / "mine.pdf"
    path.write_bytes(answer.content)
    said = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    )
    words = said.stdout.replace(" ", "")
    for word in ("花園2-5-12", "田中ケン", "予約や参加", "写真や声の掲載", "代わりの人を登録"):
        assert word in words, word
    info = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert "A4" in info and "Tagged:          yes" in info


def test_nobody_gets_what_is_anothers(client, mine, sato):
    client.force_login(sato)
    for path in ("/me/everything/", "/me/everything/file/", "/me/download/"):
        assert "花園" not in text(client.get(path)) and "ケン" not in text(client.get(path))


def test_a_later_room_appears_by_itself(client, haru, mine):
    holdings.register("tests", "傘", lambda user, entries: [("貸出", f"{len(entries)}本")])
    try:
        client.force_login(haru)
        assert "1本" in text(client.get("/me/everything/"))
        assert "tests" in json.loads(client.get("/me/download/").content)["held"]
    finally:
        del holdings._holdings["tests"]


def test_what_a_merged_entry_held_is_there_too(client, haru, mine, ono, tani):
    other = PersonFactory(name="坂本 春", note="耳が遠い")
    consents.say(person=other, text=queries.text_of("watching"), act="given", way="spoken",
                 explained_by="谷", by=tani, at=NOW)  # fmt: skip
    merging.merge(kept=mine, gone=other, by=ono, at=NOW)
    client.force_login(haru)
    page = text(client.get("/me/everything/"))
    assert "見守りのための情報の共有" in page and "耳が遠い" in page


def test_a_correction_is_a_matter_with_a_receipt(client, haru, mine):
    desk = TeamFactory(desk=True)
    client.force_login(haru)
    page = client.post("/me/correction/", {"words": "番地は2-5-13です"})
    baton = Baton.objects.get()
    assert baton.number in text(page) and baton.team == desk
    assert "坂本" not in baton.title and "2-5-13" not in baton.title
    assert story_of(baton)[-1].note == "番地は2-5-13です" and Party.objects.get().baton == baton


def test_a_correction_that_nobody_can_take_is_refused_in_words(client, haru, mine):
    client.force_login(haru)
    page = text(client.post("/me/correction/", {"words": "番地は2-5-13です"}))
    assert "お電話ください" in page and "番地は2-5-13です" in page and not Baton.objects.exists()
    for words in ("", " ", "1234 5678 9018", "\x00", "あ" * 5000):
        client.raise_request_exception = False
        assert client.post("/me/correction/", {"words": words}).status_code < 500
    assert hooks.on_correction_asked and not Baton.objects.exists()


def test_rows_of_notices_cost_no_more_questions(client, haru, mine):
    client.force_login(haru)

    def asked(so_many):
        for n in range(so_many):
            key = f"{so_many}-{n}"
            tell(kind="people.mandate_ended", to=Recipient(user=haru), values={}, key=key, at=NOW)
        with CaptureQueriesContext(connection) as seen:
            page = client.get("/me/everything/")
        assert page.status_code == 200
        return len(seen)

    asked(1)  # What is kept from the first visit on is not counted.
    assert asked(2) == asked(12)
