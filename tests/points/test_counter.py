"""A card for somebody who comes to the counter with nothing but their name and birthday."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import NOW, TeamFactory
from tests.people import person
from tests.points.test_pages import sent
from tests.points.towns import scheme_with
from tomoni.core.models import Opening
from tomoni.doing.points.models import Account
from tomoni.ground.people.actions import persons
from tomoni.ground.people.models import Person

pytestmark = pytest.mark.django_db
KIKU = {
    "name": "見本 キク", "name_kana": "ミホン　きく", "birth_on": "昭和23年5月1日",
    "address": "花園２丁目５番１２号", "phone": "0134（00）1111",
}  # fmt: skip


@pytest.fixture
def clerk(client):
    """A clerk, who may not search the list of persons."""
    found = person("kudo@example.jp", "工藤", "くどう", "clerk")
    client.force_login(found)
    return found


@pytest.fixture
def scheme():
    return scheme_with()


@pytest.fixture
def url(scheme):
    return reverse("points:counter", args=[scheme.slug])


def known(**more):
    return persons.create(
        **{"name": "見本 キク", "name_kana": "みほん きく", "birth_on": date(1948, 5, 1), **more},
        by=None, at=NOW,
    )  # fmt: skip


def test_somebody_new_gets_an_account_and_a_card(client, clerk, url):
    done = sent(client, url, **KIKU)
    account = Account.objects.get(kind="person")
    assert done["Location"] == reverse("points:account", args=[account.pk])
    assert account.person.birth_on == date(1948, 5, 1)
    assert account.person.phone_key == "0134001111"
    assert not account.person.user_id
    page = client.get(done["Location"]).content.decode()
    card = reverse("points:card", args=[account.pk])
    assert card in page
    assert client.get(card).content.startswith(b"%PDF")


def test_whoever_is_known_is_chosen_and_not_entered_twice(client, clerk, url):
    kiku = known(address="花園2-5-12")
    page = sent(client, url, **KIKU)
    said = page.content.decode()
    assert page.status_code == 200
    assert "似た登録があります" in said
    assert "生年月日が同じです" in said
    assert "花園2-5-12" not in said, "the address is not told"
    assert Opening.objects.filter(thing_id=str(kiku.pk), by=clerk).exists()
    assert not Account.objects.filter(kind="person").exists()
    token = page.context["form"]["token"].value()
    for _twice in range(2):
        done = client.post(url, {**KIKU, "token": token, "who": kiku.pk})
        assert done.status_code == 302
    assert Account.objects.get(kind="person").person == kiku
    assert Person.objects.filter(name_key=kiku.name_key).count() == 1


def test_another_of_the_same_name_is_entered_once_however_often_it_is_pressed(client, clerk, url):
    known()
    page = sent(client, url, **KIKU)
    answers = {**KIKU, "token": page.context["form"]["token"].value(), "who": "other"}
    for _twice in range(2):
        assert client.post(url, answers).status_code == 302
    assert Person.objects.filter(name="見本 キク").count() == 2
    assert Account.objects.filter(kind="person").count() == 1


def test_who_is_protected_is_not_answered_for(client, clerk, url):
    known(restricted_to=TeamFactory())
    assert sent(client, url, **KIKU).status_code == 302


def test_a_choice_that_was_not_offered_opens_nothing(client, clerk, url):
    known()
    stranger = known(name="別の 人", name_kana="べつの ひと", birth_on=date(1960, 1, 1))
    page = sent(client, url, **KIKU, who=stranger.pk)
    assert page.status_code == 200
    assert not Account.objects.filter(kind="person").exists()


def test_what_was_typed_stays_when_something_is_missing(client, clerk, url):
    page = sent(client, url, **{**KIKU, "birth_on": ""}).content.decode()
    assert "生年月日を書いてください" in page
    assert "花園２丁目５番１２号" in page
    ahead = sent(client, url, **{**KIKU, "birth_on": "2099-01-01"})
    assert ahead.context["form"].errors["birth_on"]
    assert not Person.objects.filter(name="見本 キク").exists()
