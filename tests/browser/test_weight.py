"""What a slow phone really receives: every public page of a served town, over the wire."""

import socket
from itertools import islice

import pytest

from tests.browser.test_shell import WEB
from tomoni.core import permissions
from tomoni.core.access import is_public

pytestmark = pytest.mark.slow
MOST, AT_ONCE = 100_000, 6
# The map's own: drawn after the page can be read, and only where there is one.
MAP = (
    "/maps/files/", "/maps/style.json", "/maps/offline.json", "/static.svg", "places.geojson",
    "maplibre", "leaflet", "/maps/gl.", "/maps/flat.", "pmtiles",
)  # fmt: skip
MORE = (
    "/places/takeuchi-san-chi/", "/places/?q=%E8%A6%8B%E6%9C%AC", "/organisations/shakyo/",
    "/plan/3/", "/needs/consult/", "/embed/places/",
)  # fmt: skip
NO_PAGE = ("Download is starting", "ERR_HTTP_RESPONSE_CODE_FAILURE")
EASY = {"lang": "ja-easy", "furigana": "on"}


def is_of_the_map(url):
    return any(word in url for word in MAP)


def public_pages():
    doors = (d for d in permissions.doors() if is_public(d.view) and "<" not in d.address)
    return sorted({d.address for d in doors if not d.is_admin} | set(MORE))


def visits():
    """Every page in Japanese, the long ones with readings over the kanji too."""
    for path in public_pages():
        if not path.endswith((".csv", ".xlsx")) and not is_of_the_map(path):
            yield path, {}
    for path in ("/", "/places/", "/maps/", *MORE):
        yield path, EASY


@pytest.fixture
def served(drawn, installation):
    """The sample town behind the real server, with compressed files."""
    one = installation()
    one.town()
    one.run("collectstatic", "--noinput", "-v0")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return one.serve(port)


def visit(chromium, base, path, cookies):
    """Begin a first visit; gives its context, page, first answer, and what arrives, as it arrives."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    context.add_cookies([{"name": k, "value": v, "url": base} for k, v in cookies.items()])
    # What is not counted need not be drawn: each map costs this machine two seconds.
    context.route(is_of_the_map, lambda route: route.abort())
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    asked, received = {}, {}
    wire.on("Network.requestWillBeSent", lambda e: asked.update({e["requestId"]: e["request"]}))
    wire.on(
        "Network.loadingFinished",
        lambda e: received.update({e["requestId"]: e["encodedDataLength"]}),
    )
    try:
        answer = page.goto(base + path, wait_until="commit")
    except Exception as trouble:
        if not any(word in str(trouble) for word in NO_PAGE):
            raise
        answer = None
    return context, page, answer, (asked, received)


def weigh(page, asked, received):
    """The bytes over the wire of a first visit, without the map, once nothing more comes."""
    page.wait_for_load_state("networkidle")
    sizes = {asked[key]["url"]: size for key, size in received.items()}
    kept = {url: size for url, size in sizes.items() if not is_of_the_map(url)}
    total = sum(kept.values())
    if not any("sign-700" in url for url in kept):  # This machine may have it, a phone has not.
        total += (WEB / "static/web/fonts/sign-700.woff2").stat().st_size
    return total


def test_every_public_page_is_light(chromium, served):
    heavy, seen = {}, 0
    for some in batched(visits(), AT_ONCE):
        # A page is weighed when it has been quiet for half a second; several are quiet together.
        begun = [(one, visit(chromium, served, *one)) for one in some]
        for (path, cookies), (context, page, answer, arrived) in begun:
            if answer and "text/html" in answer.headers.get("content-type", ""):
                seen += 1
                assert answer.status < 500, path
                total = weigh(page, *arrived)
                if total > MOST:
                    heavy[f"{path} {cookies}"] = total
            context.close()
    assert seen > 40
    assert not heavy, heavy


def batched(things, size):
    """So many at a time."""
    things = iter(things)
    while some := list(islice(things, size)):
        yield some
