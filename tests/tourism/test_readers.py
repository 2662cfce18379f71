"""Texts in languages nobody at the desk grew up with: staff see who has read them, visitors do not."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.tourism.conftest import TEXTS
from tomoni.ties.tourism.actions import telling
from tomoni.ties.tourism.models import PageWordsRead, ProgrammeText

pytestmark = pytest.mark.django_db
UNREAD = "まだ読んでいません"


@pytest.fixture
def keeper(client, mori):
    client.force_login(mori)
    return client


def text(language):
    return ProgrammeText.objects.get(language=language)


def keep(walks, **texts):
    telling.keep_programme(
        kind=walks.kind, texts={**TEXTS, **texts}, source="ja", metres=2400, slope="gentle", steps=40,
        most_people=6, is_shown=True, by=None, at=timezone.now(),
    )  # fmt: skip


def test_what_nobody_has_read_says_so_to_staff_only(client, keeper, walks):
    page = keeper.get("/staff/tourism/words/").content.decode()
    assert page.count(UNREAD) == 4  # Two texts of the walk, and the fixed words of two languages.
    assert "まだ読まれていない" in keeper.get("/staff/tourism/").content.decode()
    client.logout()
    for path in ("/visit/ko/", "/visit/zh-Hans/", "/visit/"):
        assert "読んで" not in client.get(path).content.decode()


def test_a_reader_is_recorded_and_other_words_must_be_read_anew(keeper, walks):
    path = f"/staff/tourism/words/walk/{text('ko').pk}/"
    page = keeper.get(path).content.decode()
    assert TEXTS["ja"]["about"] in page and TEXTS["ko"]["about"] in page
    day = timezone.localdate()
    later = {"read_by": "김 見本", "read_on": (day + timedelta(days=1)).isoformat()}
    assert "まだ来ていない日です" in keeper.post(path, later).content.decode()
    assert "人を書いてください" in keeper.post(path, {"read_on": day.isoformat()}).content.decode()
    said = {"read_by": "김 見本", "read_on": day.isoformat()}
    assert keeper.post(path, said).status_code == 302
    assert (text("ko").read_by, text("ko").read_on) == ("김 見本", day)
    assert "김 見本" in keeper.get("/staff/tourism/words/").content.decode()

    keep(walks, en={**TEXTS["en"], "about": "Along the old canal."})
    assert text("ko").read_on == day and not text("ko").awaits_reader
    keep(walks, ko={**TEXTS["ko"], "about": "운하를 따라 걷습니다."})
    assert text("ko").awaits_reader and text("ko").read_by == ""
    assert text("ja").is_source and not text("ja").awaits_reader and not text("en").awaits_reader


def test_the_fixed_words_of_the_pages_are_read_too(keeper, walks):
    said = {"read_by": "王 見本", "read_on": timezone.localdate().isoformat()}
    assert keeper.post("/staff/tourism/words/pages/zh-Hans/", said).status_code == 302
    assert PageWordsRead.objects.get().language == "zh-Hans"
    assert keeper.get("/staff/tourism/words/").content.decode().count(UNREAD) == 3
    assert keeper.get("/staff/tourism/words/pages/fr/").status_code == 404


def test_a_guide_does_not_say_so_of_others_words(client, walks, noguchi):
    client.force_login(noguchi)
    assert client.get("/staff/tourism/words/").status_code == 403


def test_the_database_refuses_a_reading_without_a_name_or_a_day(walks):
    for change in ({"read_by": "王"}, {"read_on": timezone.localdate()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProgrammeText.objects.filter(language="ko").update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        PageWordsRead.objects.create(language="ko", read_by="", read_on=timezone.localdate())
