"""A neighbourhood association puts our list into its own page."""

import pytest

from tests.api import town as make

pytestmark = pytest.mark.django_db


def test_other_sites_may_frame_the_list_and_only_the_list(client):
    make.listing("tea", name="お茶の会")

    framed = client.get("/embed/places/")
    assert "お茶の会" in framed.content.decode()
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed

    page = client.get("/")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_it_takes_the_filters_and_the_language_and_leaves_no_cookie(client):
    make.listing("tea", name="お茶の会")
    make.listing(
        "bath", name="銭湯", name_en="Bath house", category=make.category("bath", name="湯")
    )

    framed = client.get("/embed/places/?category=bath&lang=en")
    said = framed.content.decode()

    assert "お茶の会" not in said
    assert '<html lang="en"' in said
    assert not framed.cookies
    assert "Set-Cookie" not in framed


def test_an_empty_list_says_so(client):
    assert client.get("/embed/places/?q=ない").status_code == 200


def test_the_pages_that_explain(client):
    assert "&lt;iframe src=" in client.get("/open-data/embed/").content.decode()
    assert "/api/hsds/services" in client.get("/api/docs").content.decode()
    assert client.get("/api/openapi.json").json()["openapi"].startswith("3.1")
