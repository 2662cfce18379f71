"""A visitor in the snow reads how it is and books a walk on a phone without scripts, in Korean."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe, overflow
from tests.people import person
from tests.tourism.conftest import guided
from tomoni.ties.tourism.actions import telling
from tomoni.ties.tourism.models import Visit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def walk(db):
    from django.utils import timezone

    user = person("noguchi@example.jp", "野口 リサ", "のぐち りさ", "guide")
    telling.write_tip(
        about="way", texts={"ja": "運河の道が凍っています", "ko": "운하 옆길이 얼었습니다"}, source="ja",
        hours=6, by=user, at=timezone.now(),
    )  # fmt: skip
    return guided(user).walk


def test_a_visitor_changes_to_korean_reads_the_tip_and_books(open_page, walk):
    phone = open_page(width=390, height=844, scripts=False)
    phone.goto("/visit/")
    phone.get_by_role("link", name="한국어").click()
    expect(phone.get_by_text("운하 옆길이 얼었습니다")).to_be_visible()
    phone.get_by_role("link", name="운하 산책").click()
    phone.get_by_role("radio").first.check()
    phone.get_by_label("몇 명이 오시나요?").fill("３")
    phone.get_by_label("이름").fill("Kim")
    phone.get_by_label("이메일").fill("kim@example.com")
    phone.get_by_role("button", name="예약하기").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("예약되었습니다")
    assert Visit.objects.get().people == 3


def test_no_visitors_page_is_a_barrier_in_any_language(open_page, walk):
    for lang, cookies in (
        ("", {"lang": "ja"}),
        ("", {"lang": "ja-easy", "theme": "dark", "furigana": "on"}),
        ("", {"lang": "en", "theme": "contrast", "size": "largest"}),
        ("zh-Hans/", {"theme": "light"}),
        ("ko/", {"theme": "dark"}),
    ):
        page = open_page(width=390, cookies=cookies)
        for path in (f"/visit/{lang}", f"/visit/{lang}walks/{walk.pk}/"):
            page.goto(path)
            axe(page)
            assert overflow(page)["px"] <= 0, (path, cookies, overflow(page))
