"""The reader's choices: language, size, colours, furigana, typeface."""

import pytest

pytestmark = pytest.mark.django_db


def html(page):
    text = page.content.decode()
    return text[text.index("<html") : text.index(">", text.index("<html"))]


@pytest.mark.parametrize(
    ("language", "lang", "words"),
    [
        ("ja", "ja", "困ったら、電話で"),
        ("ja-easy", "ja", "困ったら、電話してください"),
        ("en", "en", "In trouble? Phone us"),
    ],
)
def test_the_page_speaks_the_language_asked_for(client, language, lang, words):
    page = client.get(f"/about/?lang={language}")
    assert f'lang="{lang}"' in html(page)
    assert words in page.content.decode()
    assert page["Content-Language"] == lang
    assert page.cookies["lang"].value == language

    assert words in client.get("/about/").content.decode()


def test_unknown_words_change_nothing(client):
    page = client.get("/about/?lang=xx")
    assert "lang" not in page.cookies
    client.post("/display/", {"theme": "<script>", "size": "9999", "lang": "xx", "else": "x"})
    assert {k for k, v in client.cookies.items() if v.value} <= {"lang", "wrote"}
    client.cookies["theme"] = '"><script>'
    assert 'data-theme="auto"' in html(client.get("/about/"))


def test_choices_are_kept_and_shown(client):
    choices = {"size": "large", "theme": "dark", "furigana": "on", "font": "ud", "lang": "ja"}
    answer = client.post("/display/", choices | {"next": "/offline/?a=1&lang=en"})
    assert (answer.status_code, answer["Location"]) == (302, "/offline/?a=1")
    page = client.get("/offline/")
    for shown in ('data-size="large"', 'data-theme="dark"', 'data-furigana="on"', 'data-font="ud"'):
        assert shown in html(page)
    assert "fonts.css" in page.content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", "", "x"],
)
def test_the_way_back_never_leaves_the_site(client, elsewhere):
    answer = client.post("/display/", {"size": "large", "next": elsewhere})
    assert answer["Location"] == "/"


def test_changing_the_display_needs_no_token(client):
    strict = client.__class__(enforce_csrf_checks=True)
    assert strict.post("/display/", {"size": "large", "next": "/about/"}).status_code == 302
    assert strict.cookies["size"].value == "large"


def test_the_settings_page_shows_what_is_chosen(client):
    client.cookies["size"] = "largest"
    text = client.get("/display/?next=/about/").content.decode()
    assert 'value="largest"' in text
    assert text.count("checked") == 5
    assert 'name="next" value="/about/"' in text


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "///evil.example", "/\t////evil.example", "/\t/evil.example",
        "/\\evil.example", "https://evil.example", "/\r\n//evil.example",
        "/\u2028//evil.example", "",
    ],
)  # fmt: skip
def test_the_way_back_never_leads_to_another_site(client, target):
    answer = client.post("/display/", {"lang": "en", "next": target})
    assert answer.status_code == 302
    assert answer["Location"] == "/"


def test_the_way_back_keeps_the_question(client):
    answer = client.post("/display/", {"lang": "en", "next": "/search/?q=茶&lang=ja"})
    assert answer["Location"] == "/search/?q=%E8%8C%B6"
