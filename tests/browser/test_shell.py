"""The shell in a real browser: barriers, keyboard, reflow, weight, offline."""

import gzip
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe, overflow
from tomoni.plan import actions as plan

WEB = Path(__file__).resolve().parents[2] / "src/tomoni/web"

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = (
    "/", "/display/", "/offline/", "/about/", "/about/accessibility/", "/needs/find/", "/components/",
)  # fmt: skip


# Each test empties the database afterwards, which costs more than a page: so pages go in loops.
@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_axe_finds_no_barrier(open_page, language):
    page = open_page(cookies={"lang": language})
    for path in PAGES:
        page.goto(path)
        axe(page)


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_every_theme_has_enough_contrast(open_page, theme):
    page = open_page(cookies={"theme": theme, "furigana": "on"})
    for path in ("/", "/components/"):
        page.goto(path)
        axe(page)


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize(
    ("size", "language"),
    [
        ("normal", "ja"),
        ("largest", "ja"),
        ("normal", "en"),
        ("largest", "en"),
        ("large", "ja-easy"),
    ],
)
def test_a_narrow_window_scrolls_in_one_direction_only(open_page, size, language):
    cookies = {"size": size, "lang": language, "furigana": "on"}
    page = open_page(width=320, height=640, cookies=cookies)
    for path in PAGES:
        page.goto(path)
        wide = overflow(page)
        assert wide["px"] == 0, (path, wide["out"])
        # The words one types are seen: the box keeps two thirds of the window.
        for box in page.locator(".find input").all():
            assert box.bounding_box()["width"] > 210, path


@pytest.mark.usefixtures("drawn")
def test_the_keyboard_reaches_the_content_first_and_then_everything(page):
    page.goto("/about/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "本文へ"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    seen = []
    for _step in range(60):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
              return [e.tagName, e.textContent.trim().slice(0, 30), s.outlineStyle, s.outlineWidth, r.width > 0] }"""
        )
        if here[0] == "BODY":
            break
        assert here[2:] == ["solid", "4px", True], here
        seen.append(here[1])
    assert any("ログイン" in words for words in seen)


@pytest.mark.usefixtures("drawn")
def test_escape_closes_the_menu_on_a_phone(phone):
    phone.goto("/about/")
    menu = phone.locator("details.menu")
    menu.locator("summary").click()
    assert menu.get_attribute("open") is not None
    phone.keyboard.press("Escape")
    assert menu.get_attribute("open") is None


@pytest.mark.usefixtures("drawn")
def test_touch_targets_are_large_enough(phone):
    phone.goto("/")
    small = phone.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, input')].filter(e => {
             const r = e.getBoundingClientRect(); return r.width && r.height && r.height < 43.5 && !e.closest('.skip, p, h3') && !e.matches('.skip')
           }).map(e => e.textContent.trim() + ' ' + e.getBoundingClientRect().height)"""
    )
    assert small == []


@pytest.mark.usefixtures("drawn")
def test_the_display_can_be_changed_without_scripts(open_page):
    page = open_page(scripts=False)
    page.goto("/about/?x=1")
    page.get_by_role("button", name="特大", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-size", "largest")
    assert page.url.endswith("/about/?x=1")
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_phone_keeps_the_emergency_page(open_page, live_server):
    page = open_page(allow=("ERR_INTERNET_DISCONNECTED", "Failed to fetch"))
    page.goto("/about/")
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.goto("/about/")
    page.context.set_offline(True)
    page.goto("/nowhere-seen-before/")
    expect(page.get_by_text("119").first).to_be_visible()
    expect(page.locator("[data-offline]")).to_be_visible()


def test_no_request_leaves_the_house(open_page, live_server):
    page = open_page()
    asked = []
    page.on("request", lambda r: asked.append(r.url))
    page.goto("/", wait_until="networkidle")
    assert asked
    assert all(url.startswith(live_server.url) for url in asked)


@pytest.mark.parametrize("path", ["/", "/plan/"])
def test_a_first_visit_weighs_less_than_a_hundred_kilobytes(open_page, live_server, path, at):
    """Everything a first visit asks for, the service worker's own requests included.

    The test server does not compress, so each answer is compressed here as the real one does.
    The sign font is always counted: this machine may have it, a reader's phone has not.
    """
    plan.load_all(by=None, at=at)
    page = open_page()
    answers = {}
    page.context.on("response", lambda r: answers.setdefault(r.url, r))
    page.goto(path, wait_until="networkidle")
    page.wait_for_timeout(500)
    weights = {url: weight(answer) for url, answer in answers.items()}
    font = WEB / "static/web/fonts/sign-700.woff2"
    total = sum(weights.values()) + font.stat().st_size
    assert len(weights) >= 9
    assert total <= 100_000, (total, weights)


def weight(answer):
    """The bytes of one answer with its headers, compressed if it is text."""
    try:
        body = answer.body()
    except Exception:
        body = b""
    if not body:  # What the service worker asked for cannot be read through the page.
        with urllib.request.urlopen(answer.url) as again:
            body = again.read()
    if answer.headers.get("content-type", "").startswith(("text/", "application/", "image/svg")):
        body = gzip.compress(body, 6)
    return len(body) + 400
