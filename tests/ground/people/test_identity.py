"""Signing in through an identity provider: a real one runs on this machine and is asked over HTTP.

Where it lies (tests/identity/provider.mjs) it signs the lie with its own key, as a provider that
was taken over would.
"""

import re

import pytest
import requests
from allauth.account.models import EmailAddress
from django.conf import settings as known_settings
from django.core.cache import cache
from django.db import IntegrityError, transaction

from tests.factories import NOW
from tests.identity.running import CARD, CITY, SECRET, Running, city_file
from tests.people import PASSWORD
from tomoni.core.models import AuditRow
from tomoni.ground.people import oidc, providers
from tomoni.ground.people.models import OutsideIdentity, User
from tomoni.ground.people.providers import Provider

SITE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def running():
    one = Running(SITE)
    yield one
    one.stop()


@pytest.fixture
def town(running, tmp_path, settings):
    """`town(entry)` sets the providers of the town up."""
    settings.IDENTITY_SECRETS = {"city": SECRET}
    settings.SITE_URL = SITE
    settings.STAFF_SECOND_FACTOR = True

    def town(*entries, **replaced):
        text = "\n".join(entries)
        for old, new in replaced.values():
            assert old in text
            text = text.replace(old, new)
        settings.CITY_FILE = city_file(tmp_path, running.issuer, text)
        if 'code = "city"' not in text:
            settings.IDENTITY_SECRETS = {}
        forget()
        return providers.known()

    running.lie("")
    cache.clear()
    yield town
    running.lie("")
    forget()


def forget():
    providers.known.cache_clear()
    oidc._made.cache_clear()


def come_back(client, running, code, sub, **more):
    """Press the button, answer the provider's page, come back."""
    away = client.get(f"/accounts/with/{code}/")
    assert away.status_code == 302, away.content.decode()
    return client.get(running.answer(away["Location"], sub, **more))


def is_in(client):
    return "_auth_user_id" in client.session


def linked(user, running, sub):
    return OutsideIdentity.objects.create(
        user=user, issuer=running.issuer, subject=sub, linked_at=NOW
    )


def text(page):
    return page.content.decode()


def test_a_resident_begins_and_comes_again(client, db, town, running):
    town(CARD)
    running.knows(
        haruko={"name": "大石 はる子", "email": "Haruko@example.jp", "email_verified": True}
    )
    assert "マイナンバーカードの本人確認で始める" in text(client.get("/join/"))
    assert come_back(client, running, "card", "haruko")["Location"] == "/me/"
    user = User.objects.get(email="haruko@example.jp")
    assert user.name == "大石 はる子" and not user.has_usable_password() and user.person
    assert EmailAddress.objects.get(user=user).verified
    assert "本人確認で入る" not in text(client.get("/me/"))
    client.post("/accounts/logout/")
    assert not is_in(client)
    come_back(client, running, "card", "haruko")
    assert is_in(client) and User.objects.filter(email="haruko@example.jp").count() == 1


def test_an_address_that_is_not_confirmed_is_not_taken(client, db, town, running):
    town(CARD)
    running.knows(yuki={"name": "ゆき", "email": "yuki@example.jp", "email_verified": False})
    come_back(client, running, "card", "yuki")
    user = User.objects.get(outside_identities__subject="yuki")
    assert user.email is None and not EmailAddress.objects.filter(user=user).exists()


@pytest.mark.parametrize("confirmed", [True, False])
def test_an_address_never_leads_to_an_account_by_itself(client, haru, town, running, confirmed):
    town(CARD)
    running.knows(false={"email": haru.email, "email_verified": confirmed})
    page = come_back(client, running, "card", "false")
    assert not haru.outside_identities.exists()
    assert (page.status_code, is_in(client)) == ((403, False) if confirmed else (302, True))
    if confirmed:
        assert "これまでの方法でログインしてから" in text(page)
    else:
        assert client.session["_auth_user_id"] != str(haru.pk)


def test_a_clerk_links_first_and_the_provider_counts_as_second_factor(client, mori, town, running):
    town(CITY)
    page = come_back(client, running, "city", "mori")
    assert page.status_code == 403 and "まだつながっていません" in text(page)
    assert not is_in(client)

    client.post("/accounts/login/", {"login": mori.email, "password": PASSWORD})
    assert client.get("/me/ways/city/link/").status_code == 302  # The password is asked again.
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.post("/me/ways/city/link/")
    onward = re.search(r'href="(http://127[^"]+)"', text(page))[1].replace("&amp;", "&")
    assert client.get(running.answer(onward, "mori"))["Location"] == "/me/"
    assert OutsideIdentity.objects.get(user=mori).subject == "mori"
    assert AuditRow.objects.filter(act="people.identity_linked", thing_id=str(mori.pk)).exists()

    for way, may in ({}, False), ({"amr": "pwd"}, False), ({"amr": "hwk"}, True), ({"acr": "urn:two"}, True):  # fmt: skip
        client.post("/accounts/logout/")
        come_back(client, running, "city", "mori", **way)
        assert is_in(client)
        assert (client.get("/staff/organisations/").status_code == 200) is may, way


def test_the_providers_second_factor_is_not_asked_for_twice(client, mori, town, running):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    town(CITY)
    linked(mori, running, "mori")
    TOTP.activate(mori, generate_totp_secret())
    page = come_back(client, running, "city", "mori", amr="pwd")
    assert page["Location"].startswith("/accounts/2fa/authenticate/") and not is_in(client)
    assert come_back(client, running, "city", "mori", amr="hwk")["Location"] == "/me/"
    assert is_in(client)


@pytest.mark.parametrize(
    "lie",
    ["nonce", "no-nonce", "audience", "two-audiences", "issuer", "expired", "future", "no-subject",
     "no-expiry", "none", "no-token", "key", "body", "userinfo"],
)  # fmt: skip
def test_a_provider_that_lies_signs_nobody_in(client, mori, town, running, lie):
    town(CITY)
    linked(mori, running, "mori")
    running.lie(lie)
    page = come_back(client, running, "city", "mori", amr="hwk")
    assert page.status_code == 400, text(page)
    assert "ログインはしていません" in text(page) and not is_in(client)
    running.lie("")
    come_back(client, running, "city", "mori", amr="hwk")
    assert is_in(client)


def test_an_answer_works_once_and_only_where_it_was_asked_for(client, mori, town, running):
    town(CITY)
    linked(mori, running, "mori")
    away = client.get("/accounts/with/city/")["Location"]
    assert "code_challenge_method=S256" in away and "nonce=" in away and "state=" in away
    answer = running.answer(away, "mori")
    other = type(client)()
    assert other.get(answer).status_code == 400 and not is_in(other)
    mixed = re.sub("iss=[^&]+", "iss=https%3A%2F%2Fissuer.example", answer)
    assert client.get(mixed).status_code == 400 and not is_in(client)
    assert client.get(answer).status_code == 400  # The mixed-up answer has used the state up.

    answer = running.answer(client.get("/accounts/with/city/")["Location"], "mori")
    without = re.sub("&iss=[^&]+", "", answer)
    assert client.get(without).status_code == 400 and not is_in(client)
    answer = running.answer(client.get("/accounts/with/city/")["Location"], "mori")
    assert client.get(answer).status_code == 302 and is_in(client)
    client.post("/accounts/logout/")
    assert client.get(answer).status_code == 400 and not is_in(client)


def test_a_code_that_was_used_is_refused_by_the_provider_too(client, mori, town, running):
    town(CITY)
    linked(mori, running, "mori")
    first = running.answer(client.get("/accounts/with/city/")["Location"], "mori")
    code = re.search("code=([^&]+)", first)[1]
    assert client.get(first).status_code == 302
    client.post("/accounts/logout/")
    second = running.answer(client.get("/accounts/with/city/")["Location"], "mori")
    page = client.get(re.sub("code=[^&]+", f"code={code}", second))
    assert page.status_code == 400 and not is_in(client)


def test_another_verifier_than_ours_gets_no_token(client, mori, town, running):
    town(CITY)
    linked(mori, running, "mori")
    answer = running.answer(client.get("/accounts/with/city/")["Location"], "mori")
    session = client.session
    state = next(key for key in list(session.keys()) if key.startswith("_state_city"))
    session[state]["data"]["code_verifier"] = "x" * 48
    session.save()
    assert client.get(answer).status_code == 400 and not is_in(client)


def test_new_keys_of_the_provider_are_fetched(client, mori, town, running):
    town(CITY)
    linked(mori, running, "mori")
    come_back(client, running, "city", "mori")
    assert is_in(client)
    client.post("/accounts/logout/")
    running.tell("keys")
    come_back(client, running, "city", "mori")
    assert is_in(client)


def test_a_description_in_another_name_is_not_believed(client, mori, town, running):
    town(CITY)
    running.lie("issuer-of-description")
    page = client.get("/accounts/with/city/")
    assert page.status_code == 400 and "確かめられませんでした" in text(page)


def test_whoever_says_no_there_reads_a_plain_word(client, mori, town, running):
    town(CITY)
    page = come_back(client, running, "city", "mori", no="1")
    assert page.status_code == 400 and "本人確認をやめました" in text(page)


def test_a_provider_that_is_down_is_told(client, mori, town, running):
    town(CITY)
    gone = Running(SITE)
    providers.known.cache_clear()
    known_settings.CITY_FILE.write_text(
        known_settings.CITY_FILE.read_text().replace(running.issuer, gone.issuer)
    )
    answer = gone.answer(client.get("/accounts/with/city/")["Location"], "mori")
    gone.stop()
    page = client.get(answer)  # Down between the question and the token.
    assert page.status_code == 502 and "つながりません" in text(page) and not is_in(client)
    forget()
    assert client.get("/accounts/with/city/").status_code == 502
    assert client.get("/accounts/login/").status_code == 200


def test_leaving_leads_to_the_providers_own_exit(client, mori, town, running):
    town(CITY)
    linked(mori, running, "mori")
    browser = requests.Session()
    come_back(client, running, "city", "mori", browser=browser)
    assert client.post("/accounts/logout/")["Location"] == "/accounts/signed-out/"
    page = text(client.get("/accounts/signed-out/"))
    url = re.search(r'href="(http://127[^"]+/session/end[^"]+)"', page)[1].replace("&amp;", "&")
    asked = browser.get(url, timeout=10).text
    action, token = (
        re.search(p, asked)[1] for p in (r'action="([^"]+)"', r'name="xsrf" value="([^"]+)"')
    )
    gone = browser.post(
        action, data={"xsrf": token, "logout": "yes"}, allow_redirects=False, timeout=10
    )
    assert gone.headers["location"].startswith(f"{SITE}/accounts/signed-out/")
    assert "終わりました" in text(client.get("/accounts/signed-out/"))  # Shown once.


def test_a_configured_claim_leads_to_the_account_that_confirmed_the_address(
    client, mori, haru, town, running
):
    town(CITY, match=('"email", "staff"]', '"email", "staff"]\nmatch_claim = "staff_mail"'))
    running.knows(new={"staff_mail": mori.email.upper(), "email": haru.email})
    come_back(client, running, "city", "new")
    assert client.session["_auth_user_id"] == str(mori.pk)
    client.post("/accounts/logout/")
    # A second subject with the same claim does not take the account over.
    running.knows(thief={"staff_mail": mori.email})
    assert come_back(client, running, "city", "thief").status_code == 403 and not is_in(client)
    # An address somebody typed here without confirming it leads nowhere.
    EmailAddress.objects.filter(user=haru).update(verified=False)
    running.knows(early={"staff_mail": haru.email})
    assert come_back(client, running, "city", "early").status_code == 403 and not is_in(client)


@pytest.mark.parametrize("sure", [True, False, "true", None])
def test_the_claim_email_counts_only_when_the_provider_confirmed_it(
    client, mori, town, running, sure
):
    town(CITY, match=('"email", "staff"]', '"email", "staff"]\nmatch_claim = "email"'))
    sub = f"mori-{sure}"
    running.knows(**{sub: {"email": mori.email, "email_verified": sure}})
    come_back(client, running, "city", sub)
    assert is_in(client) is (sure is True)


def test_one_subject_signs_in_one_account(client, mori, haru, town, running):
    town(CITY)
    linked(mori, running, "mori")
    with pytest.raises(IntegrityError), transaction.atomic():
        linked(haru, running, "mori")
    with pytest.raises(IntegrityError), transaction.atomic():
        linked(mori, running, "else")
    client.force_login(haru)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": 9e9, "reauthenticated": True}
    ]
    session["_account_authentication_methods_user"] = str(haru.pk)
    session.save()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    onward = re.search(r'href="(http://127[^"]+)"', text(client.post("/me/ways/city/link/")))[1]
    page = client.get(running.answer(onward.replace("&amp;", "&"), "mori"))
    assert page.status_code == 403 and "ほかのアカウントで使われています" in text(page)


def test_a_link_is_for_the_one_who_asked(client, mori, haru, town, running):
    town(CITY)
    client.force_login(mori)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    onward = re.search(r'href="(http://127[^"]+)"', text(client.post("/me/ways/city/link/")))[1]
    session = dict(client.session)
    answer = running.answer(onward.replace("&amp;", "&"), "mori")
    client.force_login(haru)
    kept = client.session
    kept.update({k: v for k, v in session.items() if k.startswith("_state_")})
    kept.save()
    page = client.get(answer)
    assert page.status_code == 403 and not OutsideIdentity.objects.exists()


def test_the_last_way_in_stays(client, db, town, running):
    town(CARD)
    come_back(client, running, "card", "only")
    row = OutsideIdentity.objects.get()
    page = client.post(f"/me/ways/{row.pk}/unlink/")
    assert page.status_code == 200 and "入れなくなります" in text(page)
    row.user.sign_in_phone = "0134220000"
    row.user.set_password(PASSWORD)
    row.user.save()
    client.force_login(row.user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.post(f"/me/ways/{row.pk}/unlink/")["Location"] == "/me/"
    assert not OutsideIdentity.objects.exists()


def test_a_closed_account_stays_closed(client, mori, town, running):
    town(CITY)
    linked(mori, running, "mori")
    User.objects.filter(pk=mori.pk).update(is_active=False)
    page = come_back(client, running, "city", "mori", amr="hwk")
    assert page["Location"] == "/accounts/inactive/" and not is_in(client)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('audience = "staff"', 'audience = "all"', "audience"),
        ('issuer = "ISSUER"', 'issuer = "http://idp.example"', "issuer"),
        ('client_id = "tomoni"', 'client_id = ""', "client_id"),
        ('"openid", "profile"', '"profile"', "scopes"),
        ('name = "小樽市職員の認証"', "", "name"),
        ('name = "小樽市職員の認証"', 'name = "a"\nsecret = "b"', "secret"),
        ('name = "小樽市職員の認証"', 'name = "a"\nbegins = true', "begins"),
        ('name = "小樽市職員の認証"', 'name = "a"\nbegins = "no"', "begins"),
        ('second_factor_amr = ["hwk"]', 'second_factor_amr = "hwk"', "second_factor_amr"),
        ('second_factor_amr = ["hwk"]', 'second_factors = ["hwk"]', "second_factors"),
        ('code = "city"', 'code = "City Hall"', "code"),
    ],
)
def test_a_wrong_setting_stops_the_program(town, old, new, named):
    with pytest.raises(SystemExit, match=named):
        town(CITY, one=(old, new))


def test_a_secret_for_nobody_stops_the_program(town, settings):
    town(CITY)
    settings.IDENTITY_SECRETS = {"city": SECRET, "cyti": "x"}
    providers.known.cache_clear()
    with pytest.raises(SystemExit, match="cyti"):
        providers.known()


def test_in_production_a_provider_is_asked_over_tls(settings):
    known = {"code": "city", "audience": "staff", "client_id": "t", "name": "n"}
    Provider(**known, issuer="http://127.0.0.1:1")
    settings.PRODUCTION = True
    with pytest.raises(ValueError, match="issuer"):
        Provider(**known, issuer="http://127.0.0.1:1")


def test_a_town_without_a_provider_shows_none(client, db):
    providers.known.cache_clear()
    assert "本人確認のサービス" not in text(client.get("/accounts/login/"))
    assert client.get("/accounts/with/city/").status_code == 404
