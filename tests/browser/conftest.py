"""A real Chromium for citizens' journeys: `page`, `phone`, `axe(page)` and the watch over the console.

Every page opened through these fixtures is watched: an error on the console, a refusal of the
content security policy, an uncaught exception or an answer of 500 fails the test.
"""

import json
import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What axe is asked: WCAG 2.2 A and AA, and good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """One browser for the whole run."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)  # Three browsers on two busy cores take their time.

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def drawn(pytestconfig):
    """For what only the browser does with a page: it is the same page from either database."""
    if pytestconfig.getoption("--db") == "pg":
        pytest.skip("only drawing: the same page, shown with the embedded database")


@pytest.fixture
def open_page(chromium, live_server):
    """`open_page(width=…, scripts=…, cookies={…})` gives a watched page on the live server."""
    contexts, troubles = [], []

    def open_page(
        *, width=1280, height=900, scripts=True, cookies=None, allow=(), locale="ja-JP", **more
    ):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            base_url=live_server.url,
            java_script_enabled=scripts,
            locale=locale,
            timezone_id="Asia/Tokyo",
            **more,
        )
        for name, value in (cookies or {}).items():
            context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        watch(page, troubles, allow)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def clock(monkeypatch):
    """`clock(datetime)` makes it that moment for the whole program, the live server included.

    Sessions are of their time too: open a page with new cookies after moving far.
    """
    real = datetime

    def move(to):
        ahead = to - real.now(tz=to.tzinfo)

        class Moved(real):
            @classmethod
            def now(cls, tz=None):
                return real.now(tz) + ahead

        monkeypatch.setattr("django.utils.timezone.datetime", Moved)

    return move


@pytest.fixture
def page(open_page):
    """A page on a desk computer."""
    return open_page()


@pytest.fixture
def phone(open_page):
    """A page on a phone, 390 px wide."""
    return open_page(width=390, height=800, has_touch=True, is_mobile=True)


def watch(page, troubles, allow=()):
    """Collect what must not happen; `allow` lists words of messages that may."""

    def trouble(words):
        if not any(word in words for word in allow):
            troubles.append(words)

    page.on("console", lambda m: trouble(f"console: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda e: trouble(f"exception: {e}"))
    page.on("response", lambda r: trouble(f"{r.status}: {r.url}") if r.status >= 500 else None)


def axe(page, *, but=()):
    """Fail with a readable list when axe finds a barrier; `but` names rules left out, with a reason."""
    if not AXE.exists():
        pytest.skip("axe-core is missing: run `npm ci`")
    page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"
        ".then(r => r.violations)",
        RULES,
    )
    barriers = [
        f"{v['id']} ({v['impact']}): {v['help']}\n"
        + "\n".join(f"    {json.dumps(n['target'])} {n['failureSummary']}" for n in v["nodes"][:5])
        for v in found
        if v["id"] not in but
    ]
    assert not barriers, f"{page.url}\n" + "\n".join(barriers)


def overflow(page):
    """How many pixels the page is wider than its window, and what sticks out."""
    return page.evaluate(
        """() => {
          const wide = document.documentElement.clientWidth;
          const out = [...document.querySelectorAll('body :not(svg *)')]
            .filter(e => e.getBoundingClientRect().right > wide + 1 && getComputedStyle(e).position !== 'absolute')
            .slice(0, 5).map(e => e.tagName + '.' + (e.getAttribute('class') ?? '') + ' ' + (e.textContent ?? '').trim().slice(0, 20));
          return {px: document.documentElement.scrollWidth - wide, out};
        }"""
    )
