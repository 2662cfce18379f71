"""Dates, hours, telephone lines and ways: plain tables."""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

import tomoni
from tomoni.core.city import city
from tomoni.web import dates, telephone


@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        (date(2026, 11, 23), "ja", "2026年11月23日(月・祝)"),
        (date(2026, 11, 24), "ja", "2026年11月24日(火)"),
        (date(2026, 11, 23), "ja-easy", "2026年11月23日（月曜日・休みの日）"),
        (date(2026, 11, 23), "en", "Monday 23 November 2026 (public holiday)"),
    ],
)
def test_long_dates(day, language, words):
    assert dates.long_date(day, language) == words


@pytest.mark.parametrize(
    ("day", "language", "happened", "to_come", "bare"),
    [
        (date(2026, 1, 8), "ja", "1月8日", "1月8日(木)", "2026年1月8日"),
        (date(2027, 1, 12), "ja", "1月12日", "1月12日(火)", "2027年1月12日"),
        (date(2027, 11, 12), "ja", "2027年11月12日", "2027年11月12日(金)", "2027年11月12日"),
        (date(2025, 10, 24), "ja", "2025年10月24日", "2025年10月24日(金)", "2025年10月24日"),
        (date(1940, 3, 4), "ja-easy", "1940年3月4日", "1940年3月4日(月)", "1940年3月4日"),
        (date(2026, 11, 8), "en", "8 Nov", "8 Nov (Sun)", "8 November 2026"),
        (date(1940, 3, 4), "en", "4 Mar 1940", "4 Mar 1940 (Mon)", "4 March 1940"),
    ],
)
def test_a_year_that_could_be_mistaken_is_said(day, language, happened, to_come, bare):
    today = date(2026, 11, 28)
    assert dates.table_date(day, language, today) == happened
    assert dates.short_date(day, language, today) == to_come
    assert dates.bare_date(day, language) == bare


def test_no_page_writes_a_day_as_machines_do():
    """In an address, a value or a `datetime` a machine reads it; between the marks a person does."""
    found = []
    for path in Path(tomoni.__file__).parent.rglob("*.html"):
        if path.name == "audit.html":  # The record of all writes keeps seconds that can be sorted.
            continue
        text = path.read_text(encoding="utf-8")
        for use in re.finditer(r'\|date:"Y-m-d', text):
            before = re.sub(r"{%.*?%}|{{.*?}}", "", text[: use.start()], flags=re.DOTALL)
            before = before[: max(before.rfind("{{"), before.rfind("{%"))]
            if before.rfind("<") < before.rfind(">"):
                found.append(f"{path.name}: {text[use.start() - 40 : use.end()]}")
    assert not found, found


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 23), "令和8年11月23日(月・祝)"),
        (date(2019, 5, 1), "令和元年5月1日(水・祝)"),
        (date(2019, 4, 30), "平成31年4月30日(火・祝)"),
    ],
)
def test_days_of_the_japanese_calendar(day, words):
    assert dates.era_date(day, "ja") == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 23), "23 November, Reiwa 8"),
        (date(2019, 5, 1), "1 May, Reiwa 1"),
        (date(1926, 12, 24), "24 December, Taisho 15"),
        (date(1850, 1, 1), "1 January, 1850"),
    ],
)
def test_the_era_is_spelt_out_for_readers_of_english(day, words):
    assert dates.era_date(day, "en") == words


@pytest.mark.parametrize(
    ("moment", "ja", "easy", "en"),
    [
        (0, "午前0時", "午前0時", "midnight"),
        (9 * 60, "午前9時", "午前9時", "9 a.m."),
        (time(9, 5), "午前9時5分", "午前9時5分", "9:05 a.m."),
        (12 * 60, "正午", "昼12時", "noon"),
        (12 * 60 + 30, "午後0時30分", "午後0時30分", "12:30 p.m."),
        (14 * 60, "午後2時", "午後2時", "2 p.m."),
        (24 * 60, "午後12時", "夜12時", "midnight"),
    ],
)
def test_hours_as_people_say_them(moment, ja, easy, en):
    said = [dates.clock(moment, language) for language in ("ja", "ja-easy", "en")]
    assert said == [ja, easy, en]


def line_at(*when):
    phone = next(p for p in city().phones if p.opens)
    return telephone.line(phone, city=city(), at=datetime(*when))


def test_the_city_hall_answers_on_a_working_afternoon():
    line = line_at(2026, 11, 24, 14, 0)
    assert (line.open, line.until) == (True, 17 * 60 + 20)


def test_on_a_holiday_the_next_working_day_is_named():
    line = line_at(2026, 11, 23, 14, 0)
    assert (line.open, line.next_day, line.next_at) == (False, date(2026, 11, 24), 540)


def test_early_in_the_morning_it_is_today():
    assert line_at(2026, 11, 24, 7, 0).next_day == date(2026, 11, 24)


def test_over_new_year_the_offices_are_closed():
    assert line_at(2026, 12, 29, 14, 0).next_day == date(2027, 1, 4)


def test_unknown_hours_stay_unknown():
    phone = next(p for p in city().phones if not p.opens)
    at = datetime(2026, 11, 24, 14, 0)
    assert telephone.line(phone, city=city(), at=at).open is None


def test_lines_that_answer_come_first():
    lines = telephone.lines(city(), at=datetime(2026, 11, 24, 14, 0))
    assert lines[0].open
    assert telephone.answering(lines)


def test_a_moment_is_told_by_the_clock_of_the_town():
    """Ten in the evening in Greenwich is the next morning here."""
    page = Template(
        "{% load shell %}{{ at|long_date }} {{ at|short_date }} {{ at|era_date }} {{ at|clock }}"
    )
    said = page.render(Context({"at": datetime(2026, 12, 21, 22, 30, tzinfo=UTC)}))
    assert said == "2026年12月22日(火) 12月22日(火) 令和8年12月22日(火) 午前7時30分"


def test_no_template_takes_a_moment_to_pieces():
    for path in Path(tomoni.__file__).parent.rglob("*.html"):
        found = re.findall(r"[\w.]+\.time ?\| ?clock", path.read_text("utf-8"))
        assert not found, f"{path.name}: {found} would be told by the clock of Greenwich"


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", "選んでください"), ("ja-easy", "えらんで ください"), ("en", "Please choose")],
)
def test_an_open_choice_says_in_words_that_one_may_choose(language, words):
    """Nobody knows what nine hyphens ask of them."""
    field = forms.TypedChoiceField(choices=[("", "---------"), ("a", "A")])
    with translation.override(language):
        drawn = str(type("Ask", (forms.Form,), {"one": field})()["one"])
    assert words in drawn and "---" not in drawn
