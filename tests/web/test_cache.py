"""Pages kept for a few seconds: only what is the same for everybody."""

import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import replace
from threading import Event, Thread

import pytest
from django.test import Client

from tests.api import town as make
from tomoni.core import audit
from tomoni.core.models import AuditRow
from tomoni.town.places.models import Listing
from tomoni.web import cache, kept


@pytest.fixture(autouse=True)
def keeping(settings, monkeypatch):
    settings.PAGE_CACHE_SECONDS = 3600
    monkeypatch.setattr(cache, "LOOK_EVERY", 0.0)
    # The turn of a minute in the middle of a test would make it fail once a day.
    monkeypatch.setattr(cache.time, "time", lambda: 1_800_000_000.0)
    cache.shelf.clear()
    yield
    cache.shelf.clear()


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
@pytest.mark.parametrize(
    "path", ["/", "/about/", "/places/", "/desk/", "/staff/audit/", "/staff/teams/", "/nowhere/"]
)
def test_the_next_person_at_the_counter_finds_nothing_by_pressing_back(client, ishida, path):
    client.force_login(ishida)
    assert "no-store" in client.get(path)["Cache-Control"]
    assert "private" in client.get(path)["Cache-Control"]


@pytest.mark.django_db
def test_what_a_view_says_about_keeping_holds_for_somebody_signed_in(client, haru):
    client.force_login(haru)
    assert client.get("/me/")["Cache-Control"].startswith("max-age=0, no-cache")


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


def kept_page(body=b"x", until=10.0, stamp=1):
    return kept.Page(body, {}, '"e"', until, stamp)


@pytest.mark.django_db
def test_a_suspended_place_is_not_shown_as_open_after_the_next_look(client):
    listing = make.listing("tea")
    assert again(client, "/places/tea/") == "hit"

    Listing.objects.filter(pk=listing.pk).update(
        status="suspended", suspended_reason="屋根の工事", suspended_from=make.AT.date()
    )
    audit.record("places.suspended", listing, by=None, at=make.AT)

    page = client.get("/places/tea/")
    assert "X-Cache" not in page
    assert "屋根の工事" in page.content.decode()


@pytest.mark.django_db
def test_nobody_looks_more_than_once_a_second(client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(cache, "LOOK_EVERY", 60.0)
    assert again(client, "/about/") == "hit"
    with django_assert_num_queries(0):
        for _time in range(20):
            client.get("/about/")


@pytest.mark.django_db
def test_a_page_ends_at_the_turn_of_the_minute(client, monkeypatch):
    monkeypatch.setattr(cache.time, "time", lambda: 1_800_000_059.0)
    assert again(client, "/about/") == "hit"
    monkeypatch.setattr(cache.time, "time", lambda: 1_800_000_060.0)
    assert "X-Cache" not in client.get("/about/")


@pytest.mark.django_db
def test_what_is_kept_is_what_goes_over_the_wire(client):
    packed = {"HTTP_ACCEPT_ENCODING": "gzip, br"}
    first = client.get("/about/", **packed)
    second = client.get("/about/", **packed)
    plain = client.get("/about/")

    assert first["Content-Encoding"] == second["Content-Encoding"] == "gzip"
    assert second["X-Cache"] == "hit" and second.content == first.content
    assert "Content-Encoding" not in plain and "X-Cache" not in plain
    assert second["X-Request-Id"] != first["X-Request-Id"]


@pytest.mark.django_db
def test_a_reader_who_has_the_page_is_told_so(client):
    etag = client.get("/about/")["ETag"]
    again_asked = client.get("/about/", HTTP_IF_NONE_MATCH=etag)
    other = client.get("/about/", HTTP_IF_NONE_MATCH='"other"')

    assert (again_asked.status_code, again_asked.content) == (304, b"")
    assert other.status_code == 200


@pytest.mark.django_db
def test_an_unknown_cookie_and_a_monstrous_question_are_passed_on(client):
    assert again(client, f"/about/?x={'y' * 600}") == ""
    client.cookies["saved_places"] = "tea"
    assert again(client, "/about/") == ""


@pytest.mark.django_db
def test_a_page_made_for_one_kind_of_reader_is_not_kept(client, monkeypatch):
    monkeypatch.setattr(cache, "KNOWN_VARY", frozenset())
    assert again(client, "/about/", HTTP_ACCEPT_ENCODING="gzip") == ""


@pytest.mark.django_db
def test_another_host_never_gets_the_first_ones_page(client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "second.example"]
    client.get("/about/")
    assert "X-Cache" not in client.get("/about/", HTTP_HOST="second.example")
    assert client.get("/about/", HTTP_HOST="evil.example").status_code == 400


def test_the_shelf_never_grows_beyond_its_size():
    shelf = kept.Shelf(most_bytes=10_000, most_pages=100)
    for number in range(50):
        shelf.put(number, kept_page(b"x" * 1000))
    assert len(shelf) == 5
    assert shelf.get(49, 1, 0.0) and not shelf.get(0, 1, 0.0)
    assert not shelf.get(49, 2, 0.0) and not shelf.get(49, 1, 10.0)


def test_one_thread_makes_a_page_while_the_others_wait():
    shelf, made = kept.Shelf(), []

    def ask(_number):
        with shelf.alone("key"):
            if not shelf.get("key", 1, 0.0):
                time.sleep(0.02)
                made.append(1)
                shelf.put("key", kept_page())

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(32)))
    assert len(made) == 1


def test_somebody_who_comes_while_others_wait_does_not_make_it_too():
    """The first leaves, the second makes it, and a third comes: it must meet the second."""
    shelf, second_has_it, third_may_end = kept.Shelf(), Event(), Event()

    def second():
        with shelf.alone("key"):
            second_has_it.set()
            third_may_end.wait(5)

    with shelf.alone("key"):
        waiting = Thread(target=second)
        waiting.start()
        for _time in range(5000):
            if shelf._making["key"].people == 2:
                break
            time.sleep(0.001)
    assert second_has_it.wait(5)
    with shelf.alone("key", wait=False) as mine:
        assert not mine
    third_may_end.set()
    waiting.join()
    with shelf.alone("key", wait=False) as mine:
        assert mine
    assert not shelf._making


@pytest.fixture
def slow(client, monkeypatch):
    """A page somebody is making anew, after a write, until the block ends."""
    clock = [100.0]
    monkeypatch.setattr(cache.time, "monotonic", lambda: clock[0])
    assert again(client, "/about/") == "hit"
    AuditRow.objects.create(act="places.edited", at=make.AT)
    monkeypatch.setattr(cache, "LOOK_EVERY", 60.0)
    client.get("/about/privacy/")  # Sees that something was written.

    def told():
        """What a second reader is given while the first still waits."""
        key = next(key for key in cache.shelf._pages if key[2] == "/about/")
        with cache.shelf.alone(key):
            asked = pool.submit(client.get, "/about/")
            try:
                return asked.result(timeout=0.5).get("X-Cache", "")
            except FutureTimeout:
                return "waits"

    with ThreadPoolExecutor(1) as pool:
        yield told, clock


@pytest.mark.django_db(transaction=True)
def test_while_one_page_is_made_the_others_are_given_the_old_one(slow):
    told, clock = slow
    clock[0] += 2.9
    assert told() == "old"


@pytest.mark.django_db(transaction=True)
def test_an_old_page_is_given_for_three_seconds_at_most(slow):
    told, clock = slow
    clock[0] += 3.0
    assert told() == "waits"


@pytest.mark.django_db(transaction=True)
def test_a_page_whose_minute_is_over_is_not_given(slow, monkeypatch):
    told, _clock = slow
    monkeypatch.setattr(cache.time, "time", lambda: 1_800_000_060.0)
    assert told() == "waits"


@pytest.mark.django_db(transaction=True)
def test_somebody_who_has_just_written_is_shown_the_truth(slow, client):
    told, _clock = slow
    answer = client.post("/display/", {"size": "large"})
    cookie = answer.cookies[cache.WROTE]

    assert cookie["max-age"] == 5 > cache.OLD_FOR and cookie["httponly"]
    assert told() == ""
    assert again(client, "/about/") == ""


@pytest.mark.django_db(transaction=True)
def test_who_waited_is_given_what_was_begun_after_they_came(slow):
    """The page is from before a further write; who came before it was begun takes it all the same."""
    _told, clock = slow
    clock[0] += 3.0
    key = next(key for key in cache.shelf._pages if key[2] == "/about/")
    page = kept_page(b"of the town before", 1e10, 0)
    with ThreadPoolExecutor(1) as pool:
        for begun, came in ((clock[0] - 1, ""), (clock[0] + 1, "waited")):
            cache.shelf.put(key, page)
            with cache.shelf.alone(key):
                asked = pool.submit(Client().get, "/about/")
                for _time in range(5000):
                    if cache.shelf._making[key].people == 2:
                        break
                    time.sleep(0.001)
                cache.shelf.put(key, replace(page, begun=begun))
            assert asked.result(10).get("X-Cache", "") == came


@pytest.mark.django_db
def test_a_refused_post_gives_no_cookie(client):
    assert cache.WROTE not in client.post("/nowhere/").cookies


@pytest.mark.django_db
def test_nobody_waits_for_a_page_that_cannot_be_kept(client):
    client.get("/accounts/login/")
    key = next(iter(cache.shelf._refused))
    assert cache.shelf.is_refused(key, 1_800_000_000.0)
    assert not cache.shelf.is_refused(key, 1_800_100_000.0)
    assert client.get("/accounts/login/").status_code == 200


@pytest.mark.django_db
def test_a_row_that_comes_to_light_after_a_higher_one_is_noticed(client):
    """On PostgreSQL the action that began first may end last."""
    begun = AuditRow(act="places.edited", at=make.AT)
    begun.pk = (AuditRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    AuditRow.objects.create(pk=begun.pk + 1, act="places.edited", at=make.AT)
    assert again(client, "/about/") == "hit"

    begun.save(force_insert=True)
    assert "X-Cache" not in client.get("/about/")


@pytest.mark.django_db
def test_a_page_read_again_may_still_be_kept_on_the_phone(client):
    known = client.get("/about/")["ETag"]
    page = client.get("/about/?other", headers={"if-none-match": known})
    assert page.status_code == 200 and page["X-Keep-Offline"] == "1"
