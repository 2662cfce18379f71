"""Every page of the shell: languages, no inline code, help in errors, parts on the living page."""

import re
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from tomoni.core.logs import NothingPersonal
from tomoni.plan import actions as plan
from tomoni.web import doors, errors, pictures, showroom, vendor

WEB = Path(showroom.__file__).parent
PAGES = (
    "/", "/display/", "/offline/", "/about/", "/about/accessibility/", "/about/privacy/",
    "/components/",
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
@pytest.mark.parametrize("path", [*PAGES, "/nowhere/"])
def test_pages_have_no_inline_code_and_one_heading(client, path, language):
    client.cookies["lang"] = language
    text = client.get(path).content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert 'href="#main"' in text and 'id="main"' in text
    assert "0134-23-7847" in text
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", [p for p in PAGES if p != "/components/"])
def test_english_pages_are_english(client, path):
    client.cookies["lang"] = "en"
    text = client.get(path).content.decode()
    text = re.sub(r'<(\w+)[^>]*lang="ja"[^>]*>.*?</\1>', "", text, flags=re.DOTALL)
    text = re.sub(r"<[^>]+>", " ", text[text.index("<main") : text.index("</main>")])
    left = re.findall(r"[\u3041-\u3096\u30a1-\u30fa]{2,}", text)
    allowed = {"やさしい"}
    assert set(left) <= allowed, left


def test_the_content_security_policy_is_strict(client):
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for part in ("script-src 'self'", "style-src 'self'", "worker-src 'self'", "object-src"):
        assert part in policy or part == "object-src"


def test_every_component_stands_on_the_component_page(client):
    text = client.get("/components/").content.decode()
    shown = set(" ".join(re.findall(r'data-part="([^"]+)"', text)).split())
    assert shown == set(showroom.parts())


def test_form_fields_say_what_they_want(client):
    text = client.get("/components/").content.decode()
    assert "必須" in text and "任意" in text
    assert 'aria-describedby="id_name_helptext"' in text
    assert 'href="#bad_name"' in text and 'aria-invalid="true"' in text
    assert re.search(r'aria-describedby="bad_name_helptext bad_name_error"', text)


def test_the_missing_page_helps(client):
    page = client.get("/nowhere/")
    text = page.content.decode()
    assert page.status_code == 404
    assert 'action="/search/"' in text and 'href="tel:0134237847"' in text


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (errors.bad_request, 400),
        (errors.server_error, 500),
        (errors.unavailable, 503),
        (errors.too_many, 429),
    ],
)
def test_errors_need_no_database(view, status, django_assert_num_queries):
    request = RequestFactory().get("/")
    with django_assert_num_queries(0):
        page = view(request)
    assert page.status_code == status
    assert "tel:0134237847" in page.content.decode()


def test_a_refused_form_keeps_its_calm(client):
    strict = client.__class__(enforce_csrf_checks=True)
    page = strict.post("/accounts/login/", {"login": "x"})
    assert page.status_code == 403
    assert "安全のため、送信を止めました" in page.content.decode()


def test_a_crash_shows_a_number_to_tell(client, monkeypatch, settings):
    client.raise_request_exception = False
    monkeypatch.setattr("tomoni.home.views.queries.front", lambda **_: 1 / 0)
    page = client.get("/")
    assert page.status_code == 500
    assert page["X-Request-Id"] in page.content.decode()


def test_the_number_of_a_crash_leads_to_its_cause_in_the_log(client, monkeypatch, caplog):
    def broken(**_):
        raise ValueError("坂本ハルさんの病気")

    client.raise_request_exception = False
    monkeypatch.setattr("tomoni.home.views.queries.front", broken)
    number = client.get("/")["X-Request-Id"]
    row = next(r for r in caplog.records if r.name == "tomoni.fault")
    assert row.request == number
    NothingPersonal().filter(row)
    assert row.exc_type == "ValueError"
    assert "test_pages.py" in row.where and "病気" not in str(vars(row))


def test_a_silent_database_asks_for_patience(client, monkeypatch):
    def silent(**_):
        raise OperationalError

    client.raise_request_exception = False
    monkeypatch.setattr("tomoni.home.views.queries.front", silent)
    page = client.get("/")
    assert (page.status_code, page["Retry-After"]) == (503, "300")
    assert "tel:0134237847" in page.content.decode()


def test_doors_lead_only_to_pages_that_exist(client, at):
    plan.load_all(by=None, at=at)
    for way in doors.ways():
        for door in way.doors:
            assert client.get(door.url).status_code in (200, 302), door


def test_a_door_to_nowhere_is_not_shown():
    nowhere = doors.Door("news", "nowhere:page", "x", "bell")
    doors.register(nowhere)
    try:
        assert nowhere not in doors.way_of("news").doors
    finally:
        doors._doors.remove(nowhere)


def test_a_need_with_several_doors_has_a_page(client):
    added = [
        doors.Door("news", "web:about", "一つ目", "bell"),
        doors.Door("news", "web:privacy", "二つ目", "bell"),
    ]
    for door in added:
        doors.register(door)
    try:
        text = client.get("/needs/news/").content.decode()
        assert "一つ目" in text and "二つ目" in text
    finally:
        for door in added:
            doors._doors.remove(door)
    assert client.get("/needs/nothing/").status_code == 404


def test_the_service_worker_names_files_that_exist(client):
    worker = client.get("/sw.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert worker["Cache-Control"] == "no-cache"
    for url in re.findall(r'"(/static/[^"]+)"', worker.content.decode()):
        path = WEB / url.removeprefix("/")
        assert path.exists(), url


def test_the_manifest_names_pictures_that_exist(client):
    manifest = client.get("/manifest.webmanifest").json()
    assert manifest["icons"] and manifest["name"]
    for icon in manifest["icons"]:
        assert (WEB / icon["src"].removeprefix("/")).exists()


def test_vendored_parts_lie_where_the_list_says():
    for package, version in vendor.versions().items():
        folder = WEB / "static/vendor" / package / version
        assert (folder / "LICENSE").exists(), package


def test_pictures_and_icons_are_drawn_safely():
    for name in pictures.icon_names():
        assert "<script" not in pictures.icon(name)
    for name in pictures.picture_names():
        assert "style=" not in pictures.picture(name)


def test_pictures_are_small_without_a_style_sheet():
    for name in pictures.icon_names():
        assert ' width="24" height="24"' in pictures.icon(name)
    for name in set(pictures.picture_names()) - {"town"}:
        assert ' width="96" height="96"' in pictures.picture(name)
    with pytest.raises(ValueError):
        pictures.picture("../x")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", ("いま、あぶないとき", "名前は言わなくてよい", "すぐのお返事はできません")),
        (
            "ja-easy",
            ("いま あぶない とき", "名前は 言わなくて いいです", "すぐに 返事が できません"),
        ),
        ("en", ("In danger right now", "no name needed", "Nobody can answer at night")),
    ],
)
def test_whoever_seeks_help_reads_first_who_answers_when(client, language, words):
    text = client.get(f"/needs/consult/?lang={language}").text
    for each in words:
        assert each in text, each
    for number in ("tel:119", "tel:110", "tel:189", "tel:0134237847"):
        assert number in text, number
    assert text.index("tel:119") < text.index("/book/any-trouble/") < text.index('/book/"')
