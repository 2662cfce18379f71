"""Staff show two proofs; residents may, and need not."""

import re
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache

from tests.people import PASSWORD
from tomoni.core.models import AuditRow

# The library tells of a new factor when the transaction commits.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def enforced(settings):
    settings.STAFF_SECOND_FACTOR = True
    cache.clear()


def sign_in(client, user):
    return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})


def again(client):
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def set_up(client):
    """Turn the authenticator app on; gives its secret."""
    again(client)
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'class="secret">(\w+)<', page).group(1)
    client.post("/accounts/2fa/totp/activate/", {"code": digits(secret)})
    return secret


def digits(secret, later=0):
    counter = totp.yield_hotp_counters_from_time()
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(counter)) + later))


def test_a_clerk_without_a_second_factor_is_led_to_one(client, mori):
    sign_in(client, mori)
    answer = client.get("/staff/organisations/")
    assert answer["Location"] == "/me/second-factor/?next=%2Fstaff%2Forganisations%2F"
    page = client.get(answer["Location"]).content.decode()
    assert "/accounts/2fa/webauthn/add/" in page and "/accounts/2fa/totp/activate/" in page


def test_after_setting_up_the_app_the_page_opens(client, mori):
    sign_in(client, mori)
    set_up(client)
    assert client.get("/staff/organisations/").status_code == 200
    assert AuditRow.objects.filter(act="people.second_factor_added").count() >= 1
    codes = client.get("/accounts/2fa/recovery-codes/")
    assert codes.status_code == 200 and "<code>" in codes.content.decode()


def test_the_next_sign_in_asks_for_the_six_digits(client, mori):
    sign_in(client, mori)
    secret = set_up(client)
    client.post("/accounts/logout/")

    asked = sign_in(client, mori)
    assert asked["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/staff/organisations/")["Location"].startswith("/accounts/login/")
    wrong = client.post(asked["Location"], {"code": "000000"})
    assert "番号が違います" in wrong.content.decode()
    done = client.post(asked["Location"], {"code": digits(secret, later=1)})
    assert done["Location"] == "/me/"
    assert client.get("/staff/organisations/").status_code == 200


def test_a_spare_number_works_once(client, mori):
    sign_in(client, mori)
    set_up(client)
    code = Authenticator.objects.get(user=mori, type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (302, 200):
        client.post("/accounts/logout/")
        sign_in(client, mori)
        assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == expected


def test_an_old_session_gains_nothing_when_a_factor_exists(client, mori):
    """A thief who was in by password before must show the factor too."""
    thief = type(client)()
    sign_in(thief, mori)
    sign_in(client, mori)
    set_up(client)

    answer = thief.get("/staff/organisations/")
    assert answer["Location"].startswith("/accounts/2fa/reauthenticate/?next=")


def test_public_pages_show_staff_nothing_more_without_the_factor(client, mori):
    from tests.factories import TODAY, ListingFactory
    from tomoni.core.access import can
    from tomoni.town.places.access import Ability, visible_to

    draft = ListingFactory(draft=True)
    assert can(mori, Ability.STAFF) and draft in visible_to(mori, TODAY)
    mori.second_factor_missing = True
    del mori._abilities
    assert not can(mori, Ability.STAFF) and draft not in visible_to(mori, TODAY)


def test_residents_need_no_second_factor_and_get_no_staff_page(client, haru):
    sign_in(client, haru)
    assert client.get("/me/").status_code == 200
    assert client.get("/staff/organisations/").status_code == 403


def test_djangos_admin_asks_for_the_same(client, ishida, mori):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/")
    sign_in(client, ishida)
    assert client.get("/admin/")["Location"].startswith("/me/second-factor/")
    set_up(client)
    assert client.get("/admin/").status_code == 200
    client.force_login(mori)
    assert client.get("/admin/").status_code in (302, 403)


def test_guessing_the_six_digits_is_stopped(client, mori):
    sign_in(client, mori)
    set_up(client)
    client.post("/accounts/logout/")
    sign_in(client, mori)
    said = ""
    for _ in range(12):
        said = client.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert "少し休みます" in said


def test_production_refuses_to_start_without_it(monkeypatch):
    import importlib

    from config import accounts, env

    monkeypatch.setenv("TOMONI_MODE", "production")
    monkeypatch.setenv("TOMONI_STAFF_SECOND_FACTOR", "0")
    with pytest.raises(env.BadSetting, match="second factor"), patch.dict(accounts.__dict__):
        importlib.reload(accounts)
