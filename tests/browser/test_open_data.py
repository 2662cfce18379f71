"""Open-data pages in a real browser: no refusal by the content security policy, no barrier."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.api import town as make
from tests.browser.conftest import axe, overflow

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_data_block_of_a_page_is_no_inline_script(page):
    make.listing("tea")

    page.goto("/places/tea/")

    block = page.locator('script[type="application/ld+json"]')
    assert '"@context"' in block.text_content()


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
@pytest.mark.parametrize("path", ["/api/docs", "/open-data/embed/", "/embed/places/"])
def test_the_pages_have_no_barrier(open_page, path, language):
    make.listing("tea")
    page = open_page(width=390, cookies={"lang": language})
    page.goto(path)
    axe(page)
    assert overflow(page)["px"] == 0


@pytest.fixture
def other_site(live_server):
    """A site of somebody else, on this machine, with our list in a frame."""
    body = f'<!doctype html><iframe src="{live_server.url}/embed/places/" title="list"></iframe>'

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/" else 204)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode() if self.path == "/" else b"")

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_another_site_can_show_the_list(open_page, other_site):
    make.listing("tea", name="お茶の会")
    page = open_page()

    page.goto(other_site)

    page.frame_locator("iframe").get_by_text("お茶の会").wait_for(timeout=5000)
    assert not page.context.cookies()
