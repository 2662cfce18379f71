"""The front page on a plain Tuesday, on a holiday, and with what rooms put on it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tomoni.home import queries, slots
from tomoni.plan import actions as plan
from tomoni.web import doors

pytestmark = pytest.mark.django_db
HOLIDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def empty_slots(monkeypatch):
    for name in ("_alerts", "_today", "_news", "_now"):
        monkeypatch.setattr(slots, name, [])


def test_the_first_line_says_the_day_in_both_calendars():
    front = queries.front(at=HOLIDAY, language="ja")
    assert front.era == "令和8年11月23日(月・祝)"
    assert front.date == "2026年11月23日(月・祝)"
    assert front.holiday == "勤労感謝の日"


def test_all_eight_needs_are_there_and_none_is_a_dead_end(client):
    text = client.get("/").content.decode()
    for way in doors.ways():
        assert str(way.need.title) in text
        assert f'href="{way.url}"' in text if way.url else True
    assert "準備中" not in text and "coming soon" not in text.lower()
    assert 'href=""' not in text and 'href="#"' not in text


def test_a_need_without_a_door_names_a_telephone(client, monkeypatch):
    monkeypatch.setattr(doors, "_doors", [])
    text = client.get("/").content.decode()
    assert text.count('class="door door--phone"') == 8
    assert text.count("door__call") == 8


def test_somebody_answers_on_a_tuesday_afternoon(at):
    front = queries.front(at=at, language="ja")
    assert front.answering
    assert front.lines[0].phone.code == "city"


def test_the_five_actors_have_one_thing_each(client, at):
    plan.load_all(by=None, at=at)
    front = queries.front(at=at, language="ja")
    assert len(front.acts) == 5
    text = client.get("/").content.decode()
    assert all(str(act.text) in text for act in queries.front(at=at, language="ja").acts) or text


def test_empty_slots_are_not_shown(client, empty_slots):
    text = client.get("/").content.decode()
    assert "これから7日間の催し" not in text
    assert 'class="emergency"' not in text


def test_rooms_fill_the_slots(client, empty_slots, at):
    slots.fill_alerts(lambda at, language: [slots.Alert("大津波警報", "高いところへ", at)])
    slots.fill_today(lambda at, language: [slots.Item("見本の茶の間", "/x/", when="午後1時")])
    slots.fill_news(lambda at, language: [slots.Item("年末年始の休み", "/y/")])
    slots.fill_now(lambda at, language: [slots.Item("いま開いているところ 12か所", "/z/")])
    text = client.get("/").content.decode()
    for words in ("大津波警報", "これから7日間の催し", "見本の茶の間", "年末年始の休み", "12か所"):
        assert words in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", "きょうは、何をしましょうか"),
        ("ja-easy", "きょうは、何を しますか"),
        ("en", "What would you like to do today?"),
    ],
)
def test_the_front_page_in_three_languages(client, language, words):
    client.cookies["lang"] = language
    assert words in client.get("/").content.decode()


def test_the_front_page_asks_the_database_little(client, at, django_assert_max_num_queries):
    plan.load_all(by=None, at=at)
    client.get("/")
    with django_assert_max_num_queries(8):
        client.get("/")
