"""A guardian books for the person in his care: the mandate answers for whom, and is the consent."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from tests.factories import PersonFactory
from tomoni.doing.appointments.models import Booking
from tomoni.doing.appointments.queries import slots
from tomoni.ground.notices.models import Notice
from tomoni.ground.people.actions import mandates
from tomoni.ground.people.actions.persons import of_account
from tomoni.ground.people.models import ActFor

pytestmark = pytest.mark.django_db
KINDS = {"family": ("spoken", ""), "guardian": ("register", "第12号")}


@pytest.fixture
def kiku(db):
    return PersonFactory(
        name="髙橋 キク", postcode="0470024", address="小樽市花園2-5-12", phone="0134-00-1111"
    )


@pytest.fixture
def acting(client, kiku, ken, tani):
    def begin(kind="family", scopes=("book",)):
        at = timezone.now()
        proof, reference = KINDS[kind]
        mandate = mandates.give(
            person=kiku, delegate=of_account(user=ken, at=at), kind=kind, scopes=scopes,
            until_on=localdate() + timedelta(days=90), proof=proof, proof_reference=reference,
            by=tani, at=at,
        )  # fmt: skip
        client.force_login(ken)
        client.post(f"/me/for/{kiku.pk}/begin/")
        return mandate

    return begin


def when(childcare):
    """The address of the last question, with a free time in it."""
    at, today = timezone.now(), localdate()
    free = slots.search(
        kind=childcare.kind, first=today, last=today + timedelta(days=20), at=at, mode="desk"
    )
    return f"/book/nikoniko/baby/?how=desk&at={free.times()[0].key}"


@pytest.mark.parametrize(("kind", "whose"), [("family", "family"), ("guardian", "other")])
def test_who_it_is_for_stands_in_the_mandate(client, childcare, kiku, ken, acting, kind, whose):
    acting(kind)
    first = client.get("/book/nikoniko/baby/").text
    assert "だれのことで予約しますか" not in first
    path = when(childcare)
    form = client.get(path).text
    assert "髙橋 キクさんのための予約です" in form and 'value="田中 ケン"' in form
    said = {"name": "田中 ケン", "phone": "090-1234-5678", "behalf": str(kiku.pk)}
    check = client.post(path, said).text
    assert "これでよいか" in check and f'name="behalf" value="{kiku.pk}"' in check
    assert client.post(path, said | {"confirm": "1"}).status_code == 302
    made = Booking.objects.get()
    assert (made.person, made.whose, made.made_by) == (kiku, whose, ken)
    assert made.concerned["name"] == "髙橋 キク" and "登録された約束による" in made.consent
    act = ActFor.objects.get()
    assert act.by == ken and "赤ちゃんの相談" in act.words
    assert "赤ちゃんの相談" in Notice.objects.get(kind="people.acted", person=kiku).wording.text


def test_without_that_scope_it_is_refused_in_words(client, childcare, acting):
    acting(scopes=("read",))
    no = client.get("/book/nikoniko/baby/")
    assert no.status_code == 403 and "入っていません" in no.text and "0134" in no.text


def test_ended_between_check_and_button_nothing_is_booked(client, childcare, kiku, acting, tani):
    mandate = acting()
    path = when(childcare)
    said = {"name": "田中 ケン", "phone": "090-1234-5678", "behalf": str(kiku.pk)}
    assert client.post(path, said).status_code == 200
    mandates.end(mandate=mandate, because="person", by=tani, at=timezone.now())
    no = client.post(path, said | {"confirm": "1"})
    assert no.status_code == 403 and "終わっています" in no.text
    assert not Booking.objects.exists() and not ActFor.objects.exists()


def test_a_check_page_of_another_tab_books_nothing(client, childcare, kiku, acting):
    acting()
    path = when(childcare)
    client.post("/me/for/stop/")
    said = {"name": "田中 ケン", "phone": "090-1234-5678", "behalf": str(kiku.pk), "confirm": "1"}
    no = client.post(path + "&for=self", said)
    assert no.status_code == 403 and not Booking.objects.exists()
