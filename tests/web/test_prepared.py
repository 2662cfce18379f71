"""Pages drawn once a second for all: what is somebody's own is never given to somebody else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.events.salons import salon_with
from tomoni.doing.events.models import Occurrence, SignUp, Turn
from tomoni.doing.events.queries import crowd
from tomoni.doing.events.turnstile import turnstile
from tomoni.web import prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeping(settings, monkeypatch):
    """The pages as they are kept in a running town."""
    settings.PAGE_CACHE_SECONDS = 30
    for length in ("FRESH", "SHOWN_FOR"):
        monkeypatch.setattr(prepared, length, 60.0)  # However slow the machine is.
    monkeypatch.setattr(crowd, "KEPT", 60.0)
    prepared.shelf.clear()
    crowd._known.clear()
    yield
    prepared.shelf.clear()
    crowd._known.clear()


@pytest.fixture
def role(db):
    at = timezone.now()
    return salon_with(2, at=at, starts_at=at + timedelta(days=20))


@pytest.fixture
def path(role):
    return f"/events/{role.occurrence.series.slug}/{role.occurrence_id}/join/"


def secrets_of(page):
    """The form's secret against forged sending, and the number that makes it one form."""
    secret = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    return secret, re.search(r'name="token" value="([^"]+)"', page.text)[1]


def test_the_page_is_drawn_once_and_each_reader_has_secrets_of_their_own(
    keeping, path, django_assert_max_num_queries
):
    for address in (path, f"{path}?role=participant&n=2"):
        first = Client().get(address)
        with django_assert_max_num_queries(1):  # Whether anything was written.
            second = Client().get(address)
        assert not set(secrets_of(first)) & set(secrets_of(second))
        hidden = re.compile(r'(name="(?:csrfmiddlewaretoken|token)" value=")[^"]*')
        assert hidden.sub("", first.text) == hidden.sub("", second.text)
        assert "no-store" in second["Cache-Control"] and "X-Keep-Offline" not in second


def test_a_form_from_a_kept_page_goes_through_and_the_secret_of_another_does_not(keeping, path):
    mine, other = (Client(enforce_csrf_checks=True) for _n in range(2))
    names = f"{path}?role=participant&n=1"
    mine.get(names)
    secret, once = secrets_of(other.get(names))
    form = {
        "name": "見本 花子", "phone": "0134-00-0009", "token": once, "csrfmiddlewaretoken": secret,
    }  # fmt: skip
    assert mine.post(names, form).status_code == 403
    where = other.post(names, form)
    assert where["Location"].startswith("/events/s/")
    assert other.post(names, form)["Location"] == where["Location"]
    assert SignUp.objects.count() == 1


def test_languages_hosts_and_people_with_an_account_do_not_share(keeping, path, haru, mori):
    assert 'lang="ja"' in Client().get(path).text
    assert "How many" in Client(HTTP_COOKIE="lang=en").get(path).text
    signed_in = Client()
    signed_in.force_login(haru)
    names = f"{path}?role=participant&n=1"
    assert haru.name in signed_in.get(names).text
    assert haru.name not in Client().get(names).text
    signed_in.force_login(mori)
    assert haru.name not in signed_in.get(names).text


def test_the_seats_kept_for_one_party_stand_on_its_own_page_only(keeping, path):
    where = Client().post(path, {"role": "participant", "seats": "1"})["Location"]
    assert "hold=" in where and "席をおさえています" in Client().get(where).text
    assert "席をおさえています" not in Client().get(f"{path}?role=participant&n=1").text


def test_each_turn_has_its_own_place_and_address_on_the_same_surroundings(keeping, path):
    addresses = []
    for n in range(3):
        form = {"name": f"見本 次郎{n}", "email": f"mihon-{n}@example.jp", "wait": "on"}
        with turnstile.through(), turnstile.through():
            addresses.append(Client().post(f"{path}?role=participant&n=1", form)["Location"])
    pages = [Client().get(where) for where in addresses]
    assert "次はあなたの番です" in pages[0].text
    assert "あなたの前に1組（1人）" in pages[1].text and "あなたの前に2組（2人）" in pages[2].text
    for where, page in zip(addresses, pages, strict=True):
        others = [one for one in addresses if one != where]
        assert page.text.count(where) >= 3  # The link, the way back of the display, the print head.
        assert not any(one in page.text for one in others)
        assert prepared._MARK not in page.text
    assert "ahead of you" in Client().get(f"{addresses[1]}?lang=en").text


def test_each_receipt_has_its_own_number_and_people(keeping, path):
    pages = []
    for n in range(2):
        form = {"name": f"見本 次郎{n}", "email": f"mihon-{n}@example.jp", "wait": "on"}
        pages.append(Client().post(f"{path}?role=participant&n=1", form, follow=True))
    one, two = SignUp.objects.order_by("queued_at")
    assert f"<title>受付票 {one.number}" in pages[0].text and one.number not in pages[1].text
    assert f"<title>受付票 {two.number}" in pages[1].text and "次郎0" not in pages[1].text


def test_a_date_that_was_called_off_a_moment_ago_takes_no_form(keeping, path, role):
    names = f"{path}?role=participant&n=1"
    client, form = Client(), {"name": "見本 花子", "phone": "0134-00-0009", "wait": "on"}
    assert client.post(names, {**form, "phone": ""}).status_code == 200  # Now the date is kept.
    Occurrence.objects.update(status=Occurrence.Status.CANCELLED, reason="大雪のため")
    assert "中止になったか" in client.post(names, form).text
    assert SignUp.objects.count() == Turn.objects.count() == 0


def test_after_a_moment_the_page_is_drawn_anew(keeping, path, role, monkeypatch):
    assert "いま1組" not in Client().get(path).text
    for n in range(3):
        form = {"name": f"見本 次郎{n}", "email": f"mihon-{n}@example.jp", "wait": "on"}
        Client().post(f"{path}?role=participant&n=1", form)
    assert "いま1組" not in Client().get(path).text
    monkeypatch.setattr(prepared, "FRESH", 0.0)
    assert "いま1組" in Client().get(path).text
