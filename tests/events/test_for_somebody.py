"""A son signs his mother up: the seat is hers, she is told, and without the right it is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from tests.events.salons import salon_with
from tests.factories import PersonFactory
from tomoni.doing.events.models import SignUp
from tomoni.ground.notices.models import Notice
from tomoni.ground.people.actions import mandates
from tomoni.ground.people.actions.persons import of_account
from tomoni.ground.people.models import ActFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def role(db):
    at = timezone.now()
    return salon_with(2, at=at, starts_at=at + timedelta(days=20))


@pytest.fixture
def kiku(db):
    return PersonFactory(name="髙橋 キク", postcode="0470024", address="小樽市花園2-5-12")


@pytest.fixture
def acting(client, kiku, ken, tani):
    def begin(*scopes):
        at = timezone.now()
        mandate = mandates.give(
            person=kiku, delegate=of_account(user=ken, at=at), kind="family", scopes=scopes,
            until_on=localdate() + timedelta(days=90), proof="spoken", by=tani, at=at,
        )  # fmt: skip
        client.force_login(ken)
        client.post(f"/me/for/{kiku.pk}/begin/")
        return mandate

    return begin


def path_of(role):
    return f"/events/{role.occurrence.series.slug}/{role.occurrence_id}/join/?role=participant&n=1"


def test_the_seat_is_hers_and_she_is_told(client, role, kiku, ken, acting):
    acting("book")
    form = client.get(path_of(role)).text
    assert "髙橋 キクさんのための申し込みです" in form and 'value="髙橋 キク"' in form
    answers = {"name": "髙橋 キク", "email": "ken@example.jp", "behalf": str(kiku.pk)}
    client.post(path_of(role), answers)
    made = SignUp.objects.get()
    assert made.person == kiku and made.user == ken
    act = ActFor.objects.get()
    assert act.person == kiku and act.by == ken and "申し込みました" in act.words
    notice = Notice.objects.get(kind="people.acted", person=kiku)
    assert "申し込みました" in notice.wording.text and "田中 ケン" in notice.wording.text


def test_without_that_scope_it_is_refused_in_words(client, role, acting):
    acting("read")
    no = client.get(path_of(role))
    assert no.status_code == 403 and "入っていません" in no.text and "自分のために戻る" in no.text


def test_ended_meanwhile_no_seat_is_taken(client, role, kiku, acting, tani):
    mandate = acting("book")
    client.get(path_of(role))
    mandates.end(mandate=mandate, because="person", by=tani, at=timezone.now())
    answers = {"name": "髙橋 キク", "email": "ken@example.jp", "behalf": str(kiku.pk)}
    no = client.post(path_of(role), answers)
    assert no.status_code == 403 and "終わっています" in no.text
    assert not SignUp.objects.exists() and not ActFor.objects.exists()


def test_a_form_filled_in_for_her_is_not_sent_for_oneself(client, role, kiku, acting):
    acting("book")
    client.post("/me/for/stop/")
    answers = {"name": "髙橋 キク", "email": "ken@example.jp", "behalf": str(kiku.pk)}
    no = client.post(path_of(role), answers)
    assert no.status_code == 403 and "だれのために使うかが変わりました" in no.text
    assert not SignUp.objects.exists()
