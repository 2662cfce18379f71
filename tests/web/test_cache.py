"""Pages kept for a few seconds: only what is the same for everybody."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def keeping(settings):
    settings.PAGE_CACHE_SECONDS = 60
    cache.clear()
    yield
    cache.clear()


def again(client, path, **more):
    client.get(path, **more)
    return client.get(path, **more).get("X-Cache", "")


@pytest.mark.django_db
def test_a_public_page_is_kept_for_people_without_a_session(client):
    first = client.get("/about/")
    second = client.get("/about/")
    assert (first.get("X-Cache"), second.get("X-Cache")) == (None, "hit")
    assert first.content == second.content
    assert second["X-Keep-Offline"] == "1"
    assert "default-src 'none'" in second["Content-Security-Policy"]


@pytest.mark.django_db
def test_each_display_has_its_own_copy(client):
    client.get("/about/")
    client.cookies["lang"] = "en"
    page = client.get("/about/")
    assert "X-Cache" not in page
    assert 'lang="en"' in page.content.decode()
    client.cookies["theme"] = "dark"
    assert "X-Cache" not in client.get("/about/")


@pytest.mark.django_db
def test_nothing_is_kept_for_or_from_somebody_signed_in(client, mori):
    client.force_login(mori)
    assert again(client, "/about/") == ""
    assert "X-Keep-Offline" not in client.get("/about/")


@pytest.mark.django_db
def test_a_page_with_a_token_or_a_cookie_is_not_kept(client):
    assert again(client, "/accounts/login/") == ""
    assert again(client, "/about/?lang=en") in ("", "hit")
    fresh = client.__class__()
    fresh.get("/about/?lang=ja-easy")
    other = client.__class__()
    assert "lang" in other.get("/about/?lang=ja-easy").cookies


@pytest.mark.django_db
def test_errors_and_posts_are_not_kept(client):
    assert again(client, "/nowhere/") == ""
    assert "X-Cache" not in client.post("/display/", {"size": "large"})


@pytest.mark.django_db
def test_without_seconds_nothing_is_kept(client, settings):
    settings.PAGE_CACHE_SECONDS = 0
    assert again(client, "/about/") == ""
