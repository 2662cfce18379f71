"""A journey: 雪野さん goes on leave and hands forty matters over, without a script, on a phone."""

import pytest
from django.utils import timezone

from tests.batons.conftest import cho, desk, homes, snow, sumi, yuki  # noqa: F401 (fixtures)
from tests.browser.conftest import axe, overflow
from tests.people import PASSWORD
from tomoni.ground.batons.actions import open_baton
from tomoni.ground.batons.models import Baton

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page, email):
    page.goto("/accounts/login/")
    page.get_by_label("メールアドレス").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form[method=post] button").first.click()


@pytest.fixture
def forty(snow, yuki):  # noqa: F811
    at = timezone.now()
    return [
        open_baton(kind="desk.note", title=f"用件その{n}", team=snow, person=yuki, by=yuki, at=at)
        for n in range(40)
    ]


def test_leave_hands_forty_over(open_page, forty, yuki, cho):  # noqa: F811
    page = open_page(width=390, height=800, scripts=False)
    sign_in(page, "yukino@example.jp")
    page.goto("/desk/")
    page.get_by_role("link", name="わたしの分をまとめて引き継ぐ").click()
    page.get_by_label("引き継ぐ相手").select_option(label=str(cho))
    page.get_by_label("引き継ぎのことば").fill("来週から休みます。")
    page.get_by_role("button", name="引き継ぐ").click()
    page.get_by_text("40件を引き継ぎました").wait_for()
    assert Baton.objects.in_hands_of(cho).count() == 40
    assert Baton.objects.in_hands_of(yuki).count() == 0
    page.goto("/desk/workload/")
    page.get_by_role("row", name=str(cho)).get_by_text("40").first.wait_for()


def test_the_desks_pages_have_no_barrier_and_fit_a_phone(open_page, forty, yuki, homes):  # noqa: F811
    page = open_page(width=390, height=800)
    sign_in(page, "yukino@example.jp")
    number = forty[0].number
    for path in (
        "/desk/", "/desk/?tray=offered", f"/desk/{number}/", f"/desk/{number}/offer/", "/desk/new/",
        "/desk/hand-over/?of=mine", "/desk/morning/", "/desk/workload/", "/desk/covers/",
    ):  # fmt: skip
        page.goto(path)
        axe(page)
        wide = overflow(page)
        assert wide["px"] <= 0, (path, wide)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/desk/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("tbody input:checked").count() == 1
