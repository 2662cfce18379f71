"""The map in a real Chromium: it draws, it listens to the keyboard, it asks nobody outside."""

import base64
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ARGUMENTS, CHROMIUM, axe, overflow, watch
from tomoni.ground.districts import actions as districts
from tomoni.town.maps import actions, queries

SEA, LAND = (223, 236, 238), (253, 252, 248)


@pytest.fixture(autouse=True)
def town(transactional_db, settings, tmp_path, at):
    settings.DATA_DIR = tmp_path
    queries.features.cache_clear()
    districts.load_towns(by=None, at=at)
    actions.draw_sketch(by=None, at=at)


@pytest.fixture
def without_webgl(chromium, live_server):
    """A page in a browser that cannot draw with WebGL."""
    switches = ["--disable-webgl", "--disable-webgl2", "--disable-3d-apis"]
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *switches])
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    troubles = []
    watch(page, troubles)
    yield page
    browser.close()
    assert not troubles, "\n".join(troubles)


def wait_for(page, question, *, seconds=20):
    """Wait until the page answers yes; under a strict policy the page itself cannot be asked to wait."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if page.evaluate(question):
            return
        time.sleep(0.1)
    raise AssertionError(f"never true: {question}")


def live(page):
    page.evaluate("document.querySelector('.map').scrollIntoView()")
    wait_for(page, "document.querySelector('.map--live') !== null")
    time.sleep(1.2)  # The last tiles and words are painted.


def colours(page):
    """How large a part of the map each colour covers; counted by a blank page beside it."""
    shot = base64.b64encode(page.locator(".map").screenshot()).decode()
    counter = page.context.new_page()
    found = counter.evaluate(
        """async shot => {
          const image = new Image();
          image.src = `data:image/png;base64,${shot}`;
          await image.decode();
          const canvas = new OffscreenCanvas(image.width, image.height);
          const pen = canvas.getContext("2d");
          pen.drawImage(image, 0, 0);
          const data = pen.getImageData(0, 0, image.width, image.height).data;
          const counts = {};
          for (let i = 0; i < data.length; i += 4) {
            const rgb = `${data[i]},${data[i + 1]},${data[i + 2]}`;
            counts[rgb] = (counts[rgb] ?? 0) + 1;
          }
          return counts;
        }""",
        shot,
    )
    counter.close()
    whole = sum(found.values())
    return {tuple(map(int, rgb.split(","))): count / whole for rgb, count in found.items()}


def near(found, wanted, by=3):
    return sum(
        part
        for rgb, part in found.items()
        if all(abs(a - b) <= by for a, b in zip(rgb, wanted, strict=True))
    )


def outside_requests(page):
    asked = []
    page.on(
        "request",
        lambda r: (
            asked.append(r.url) if "127.0.0.1" not in r.url and "localhost" not in r.url else None
        ),
    )
    return asked


def test_maplibre_draws_sea_land_and_words(page):
    asked = outside_requests(page)
    page.goto("/maps/")
    live(page)

    found = colours(page)
    assert page.locator(".maplibregl-canvas").count() == 1
    assert near(found, SEA) > 0.2
    assert near(found, LAND) > 0.1
    assert sum(part for rgb, part in found.items() if max(rgb) < 90) > 0.002  # The words.
    assert [url for url in asked if not url.startswith(("blob:", "data:"))] == []


@pytest.mark.usefixtures("drawn")
def test_without_webgl_the_simple_map_draws_the_same(without_webgl):
    page = without_webgl
    page.goto("/maps/?q=銭函")
    live(page)

    found = colours(page)
    assert page.locator(".leaflet-container").count() == 1
    assert page.locator(".flat-point").count() == 2
    assert page.locator(".flat-word").count() > 15
    assert near(found, SEA) > 0.1
    assert near(found, LAND) > 0.1


def test_without_scripts_the_picture_stands_there(open_page):
    page = open_page(scripts=False)
    page.goto("/maps/?q=花園2-12-1")

    picture = page.locator(".map__picture img")
    assert picture.evaluate("image => image.complete && image.naturalWidth") == 720
    expect(page.get_by_text("花園二丁目12番1号")).to_be_visible()


def test_the_list_and_the_map_light_each_other(page):
    page.goto("/maps/?q=朝里")
    live(page)
    before = colours(page)

    page.locator("#found li").nth(1).focus()
    time.sleep(0.8)

    lit = colours(page)
    lamp = (255, 201, 77)
    assert "is-on-map" in page.locator("#found li").nth(1).get_attribute("class")
    assert near(lit, lamp, by=6) > near(before, lamp, by=6) + 0.0005


def test_a_pressed_point_opens_its_card_and_lights_its_item(without_webgl):
    page = without_webgl
    page.goto("/maps/?q=銭函")
    live(page)

    point = page.locator(".leaflet-marker-icon:has(.flat-point)").last
    point.focus()
    page.keyboard.press("Enter")

    assert page.locator(".map-popup strong").inner_text().startswith("銭函")
    assert page.locator("#found li.is-on-map").count() == 1


@pytest.mark.usefixtures("drawn")
def test_the_keyboard_moves_the_map(page):
    page.goto("/maps/")
    live(page)
    before = page.locator(".map").screenshot()

    page.locator(".maplibregl-canvas").focus()
    for _ in range(3):
        page.keyboard.press("+")
        time.sleep(0.5)

    assert page.locator(".map").screenshot() != before
    assert page.locator(".maplibregl-ctrl-zoom-in").get_attribute("aria-label") == "大きくする"


@pytest.mark.usefixtures("drawn")
def test_my_position_is_asked_for_only_when_the_button_is_pressed(open_page):
    page = open_page(
        geolocation={"latitude": 43.1975, "longitude": 140.9937, "accuracy": 40},
        permissions=["geolocation"],
    )
    page.add_init_script(
        "window.asked = 0; const real = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);"
        "navigator.geolocation.getCurrentPosition = (...a) => { window.asked += 1; return real(...a); };"
    )
    page.goto("/maps/")
    live(page)
    assert page.evaluate("window.asked") == 0

    page.locator("[data-map-me]").click()
    wait_for(page, "document.querySelector('[data-map-said]').textContent.includes('青い点')")

    assert page.evaluate("window.asked") == 1
    assert "約40 m" in page.locator("[data-map-said]").inner_text()


@pytest.mark.usefixtures("drawn")
def test_a_refused_position_is_answered_with_another_way(open_page):
    page = open_page()
    page.goto("/maps/")
    live(page)

    page.locator("[data-map-me]").click()

    wait_for(
        page, "document.querySelector('[data-map-said]').textContent.includes('町の名前か住所')"
    )


@pytest.mark.usefixtures("drawn")
def test_a_slow_line_gets_the_picture_and_a_button(open_page):
    page = open_page(width=390, height=800)
    page.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    )
    heavy = []
    page.on("request", lambda r: heavy.append(r.url) if "maplibre" in r.url else None)
    page.goto("/maps/?q=銭函駅")
    page.evaluate("document.querySelector('.map').scrollIntoView()")
    time.sleep(1.5)
    assert heavy == []

    page.locator("[data-map-open]").click()

    live(page)
    assert heavy


@pytest.mark.usefixtures("drawn")
def test_the_map_opens_again_without_a_network(open_page):
    page = open_page(allow=("ERR_INTERNET_DISCONNECTED", "Failed to fetch"))
    page.goto("/maps/?q=銭函駅")
    live(page)
    wait_for(page, "navigator.serviceWorker.ready.then(r => r.active.state === 'activated')")
    page.reload()  # Now the worker sees every request of the page.
    live(page)
    wait_for(
        page,
        "caches.open('kept').then(c => c.keys()).then(k => k.some(r => r.url.endsWith('overview.geojson')) && k.some(r => r.url.includes('style.json')))",
    )
    wait_for(
        page,
        "caches.open('pages').then(c => c.keys()).then(k => k.some(r => r.url.includes('/maps/?q=')))",
    )
    online = colours(page)

    page.context.set_offline(True)
    page.reload()
    live(page)

    offline = colours(page)
    assert page.locator(".maplibregl-canvas").count() == 1
    assert abs(near(offline, LAND) - near(online, LAND)) < 0.02


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize(
    "cookies", [{}, {"theme": "dark"}, {"theme": "contrast", "size": "largest"}]
)
def test_the_page_has_no_barriers(open_page, width, cookies):
    page = open_page(width=width, cookies=cookies)
    page.goto("/maps/?q=朝里")
    live(page)

    axe(page)
    assert overflow(page)["px"] <= 0, overflow(page)["out"]


@pytest.mark.usefixtures("drawn")
def test_the_page_is_light_before_the_map(open_page):
    page = open_page(width=390, height=400)
    sizes = []
    page.on("requestfinished", lambda r: sizes.append((r.sizes()["responseBodySize"], r.url)))
    page.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    )
    page.goto("/maps/", wait_until="networkidle")

    weight = sum(size for size, url in sizes if "sw.js" not in url)
    assert weight < 160_000, sorted(sizes, reverse=True)[
        :8
    ]  # Uncompressed scripts of the test server included.


def test_imported_streets_are_drawn_from_our_own_tiles(page, shared, at):
    path = shared / "osm" / "tokyo_nakameguro_2018.osm.gz"
    actions.import_map([path], by=None, at=at)
    asked = outside_requests(page)
    ranges = []
    page.on("response", lambda r: ranges.append(r.status) if ".pmtiles" in r.url else None)
    page.goto("/maps/")
    live(page)

    found = colours(page)
    main_road, building = (255, 241, 201), (235, 228, 214)
    assert near(found, main_road) > 0.01
    assert near(found, building) > 0.02
    assert 206 in ranges
    assert [url for url in asked if not url.startswith(("blob:", "data:"))] == []
    expect(page.get_by_text("© OpenStreetMap contributors")).to_be_visible()
