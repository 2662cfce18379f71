"""What no honest browser sends, sent to the real server: a sentence each time, and it goes on."""

import http.client
import io
import uuid
import zipfile
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings

from tests.races.conftest import environment, town  # noqa: F401  (Fixtures of the running town.)

TELL = "/places/tell/"
IMPORTS = "/staff/places/imports/"
TOKEN = "x" * 32
MB = 2**20
SHOWN_AGAIN = 'class="errors"'  # The summary above a form that was refused.


@pytest.fixture(scope="module")
def running(town):  # noqa: F811
    return town()


def ask(running, method, path, body=b"", headers=None, who=""):
    """One request on a connection of its own: status and page."""
    at = urlsplit(running.base)
    connection = http.client.HTTPConnection(at.hostname, at.port, timeout=60)
    cookie = f"{settings.CSRF_COOKIE_NAME}={TOKEN}"
    if who:
        cookie += f"; {settings.SESSION_COOKIE_NAME}={running.people[who]}"
    known = {"Cookie": cookie, "Referer": running.base + path, **(headers or {})}
    try:
        connection.request(method, path, body=body or None, headers=known)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def form(**answers):
    words = "&".join(f"{name}={value}" for name, value in answers.items())
    return words.encode(), {"Content-Type": "application/x-www-form-urlencoded"}


def upload(name, content):
    """A multipart body as the import page sends it."""
    mark = uuid.uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{TOKEN}\r\n',
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n",
    ]
    body = "".join(parts).encode() + content + f"\r\n--{mark}--\r\n".encode()
    return body, {"Content-Type": f"multipart/form-data; boundary={mark}"}


def goes_on(running):
    status, page = ask(running, "GET", "/")
    assert status == 200 and "<main" in page


def test_a_body_of_ten_megabytes_gets_a_page(running):
    body, headers = form(csrfmiddlewaretoken=TOKEN, name="a", text="x" * 10 * MB)
    status, page = ask(running, "POST", TELL, body, headers)
    assert status in (400, 413)
    assert "<main" in page and "<h1" in page
    goes_on(running)


@pytest.mark.parametrize(
    "query",
    [
        "q=" + quote("𠮷野家𩸽"),
        "q=" + quote("\u202eabc\u202c"),
        "q=%00",
        "q=%ff%fe",
        "q=" + "a" * 20_000,
        "q=" + quote("'; DROP TABLE places_listing; --"),
    ],
    ids=["four-byte", "right-to-left", "nul", "broken", "long", "sql"],
)
def test_a_hostile_question_is_answered(running, query):
    status, page = ask(running, "GET", f"/search/?{query}")
    assert status in (200, 400)
    assert "<main" in page


def test_an_address_of_ten_megabytes_is_turned_away(running):
    """The server itself stops reading; no page of ours can come, but nothing breaks."""
    try:
        status, _page = ask(running, "GET", "/search/?q=" + "a" * 10 * MB)
        assert 400 <= status < 500
    except (ConnectionError, http.client.HTTPException):
        pass
    goes_on(running)


def bomb():
    """A workbook of a few kilobytes that would unpack to a gigabyte."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _megabyte in range(600):
                sheet.write(b" " * MB)
    return file.getvalue()


PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("bomb.xlsx", bomb),
        ("picture.csv", lambda: PICTURE),
        ("empty.csv", lambda: b""),
        ("broken.xlsx", lambda: b"PK\x03\x04" + b"rubbish" * 100),
    ],
)
def test_a_bad_file_gets_its_sentence(running, name, make):
    body, headers = upload(name, make())
    status, page = ask(running, "POST", IMPORTS, body, headers, who="mori")
    assert status in (200, 400), page[:500]
    assert "<main" in page
    assert SHOWN_AGAIN in page, "the form has no sentence"
    goes_on(running)


def test_a_table_full_of_nul_is_told_row_by_row(running):
    body, headers = upload("nul.csv", "名称,住所\n".encode() + b"\x00" * 5000)
    status, _page = ask(running, "POST", IMPORTS, body, headers, who="mori")
    assert status in (200, 302, 400)
    goes_on(running)


def test_more_than_sixty_megabytes_get_a_sentence(running):
    body, headers = upload("long.csv", "名称,住所\n".encode() + b"a,b\n" * (17 * MB))
    status, page = ask(running, "POST", IMPORTS, body, headers, who="mori")
    assert status in (200, 400, 413)
    assert "<main" in page
    goes_on(running)


def test_a_stranger_cannot_fill_the_disk_with_an_upload(running):
    body, headers = form(csrfmiddlewaretoken=TOKEN, name="a", text="x")
    status, page = ask(running, "POST", TELL, body + b"x" * 101 * MB, headers)
    assert status == 400
    assert "<main" in page
    goes_on(running)
