"""What was written in Japanese says so on an English page, so that it is read out in the right voice."""

import re
from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from tests.events.salons import salon_with
from tomoni.doing.appointments.rules.modes import Mode
from tomoni.web import pictures

pytestmark = pytest.mark.django_db


def drawn(words, language, **context):
    with translation.override(language):
        return Template("{% load shell %}" + words).render(Context(context))


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("en", "見本坂町内会", '<span lang="ja">見本坂町内会</span>'),
        ("en", "<b>会長", '<span lang="ja">&lt;b&gt;会長</span>'),
        ("en", "Childcare desk", "Childcare desk"),
        ("en", "Wi-Fi・", "Wi-Fi・"),
        ("ja", "見本坂町内会", "見本坂町内会"),
        ("ja-easy", "見本坂町内会", "見本坂町内会"),
        ("ja", "<b>会長", "&lt;b&gt;会長"),
    ],
)
def test_words_written_in_japanese_are_marked(language, title, expected):
    assert drawn("{{ title|as_written }}", language, title=title) == expected


def test_a_list_in_one_line_has_the_readers_own_signs():
    assert drawn("a{% dot %}b", "en") == "a, b"
    assert drawn("a{% dot %}b", "ja-easy") == "a・b"


def test_the_way_up_marks_a_japanese_title_on_an_english_page(client):
    at = timezone.now()
    role = salon_with(2, at=at, starts_at=at + timedelta(days=20))
    series = role.occurrence.series
    client.cookies["lang"] = "en"
    page = client.get(f"/events/{series.slug}/")
    trail = re.search(r'<nav class="trail".*?</nav>', page.text, re.S)[0]
    assert f'<span lang="ja">{series.title}</span>' in trail


def test_every_way_to_meet_has_an_icon_that_exists():
    assert {mode.icon for mode in Mode} <= set(pictures.icon_names())
