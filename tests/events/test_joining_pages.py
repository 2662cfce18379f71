"""On the pages: how many, then who; the receipt's own address changes, cancels and answers an offer."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.events.salons import join, salon_with
from tomoni.doing.events.actions import waiting
from tomoni.doing.events.models import SeriesText, SignUp
from tomoni.doing.events.queries import joining as queries
from tomoni.ground.notices.models import Notice

pytestmark = pytest.mark.django_db
FATHER = {"name": "田中 ケン", "phone": "０９０ー１２３４ー５６７８"}


@pytest.fixture
def role(db):
    at = timezone.now()
    return salon_with(2, at=at, starts_at=at + timedelta(days=20))


def path_of(role):
    return f"/events/{role.occurrence.series.slug}/{role.occurrence_id}/join/"


def own(sign_up, more=""):
    return f"/events/s/{sign_up.number}/{queries.key(sign_up)}/{more}"


def hold(client, role, seats):
    page = client.get(path_of(role)).text
    token = re.search(r'name="token" value="([0-9a-f-]{36})"', page)[1]
    answer = {"role": "participant", "seats": str(seats), "token": token}
    return client.post(path_of(role), answer)["Location"]


def test_two_children_are_signed_up_and_the_seats_were_kept_meanwhile(role, client):
    where = hold(client, role, 2)
    assert SignUp.objects.get().status == "held"
    form = client.get(where).text
    assert "席をおさえています" in form
    bad = client.post(where, {"guest_0": "一郎", "age_0": "ろく"}).text
    assert "年齢を数字で" in bad and "一郎" in bad
    children = {"guest_0": "一郎", "age_0": "６歳", "guest_1": "二葉", "age_1": "4"}
    done = client.post(where, FATHER | children)
    again = client.post(where, FATHER | children)
    made = SignUp.objects.get()
    assert done["Location"] == again["Location"] == own(made)
    receipt = client.get(done["Location"]).text
    assert made.number in receipt and "二葉" in receipt
    assert [one.who["age"] for one in made.attendees.all()] == [6, 4]


@pytest.mark.parametrize(
    ("starts_in", "words"),
    [(timedelta(hours=-5), "この回は終わりました"), (timedelta(minutes=5), "締め切りました")],
)
def test_a_date_that_is_over_or_closed_shows_no_form(client, db, starts_in, words):
    at = timezone.now()
    role = salon_with(2, at=at, starts_at=at + starts_in, closes_hours=1)
    page = client.get(path_of(role)).text
    assert words in page and "ほかの日を見る" in page
    assert 'name="seats"' not in page


def test_a_full_date_says_so_and_the_line_is_answered_on_ones_own_page(role, client):
    first = join(role, "甲", guests=2, at=timezone.now())
    assert "満席です" in client.get(path_of(role)).text
    where = hold(client, role, 2)
    assert "hold" not in where
    assert "いま0組（0人）が空きを待っています" in client.get(where).text
    client.post(where, FATHER | {"wait": ""})
    assert SignUp.objects.count() == 1
    client.post(where, FATHER | {"wait": "on", "guest_0": "一郎", "guest_1": "二葉"})
    mine = SignUp.objects.get(status="waiting")
    assert "いま1番目です" in client.get(own(mine)).text
    client.post(own(first), {"do": "cancel"})
    page = client.get(own(mine)).text
    assert "席が空きました" in page
    client.post(own(mine), {"do": "accept"})
    mine.refresh_from_db()
    assert mine.status == "confirmed"
    changed = client.get(own(mine, "change/?n=1")).text
    assert "一郎" in changed and "二葉" not in changed
    client.post(own(mine, "change/?n=1"), {"guest_0": "一郎", "age_0": "6"})
    mine.refresh_from_db()
    assert mine.seats == 1


def test_too_late_an_answer_is_refused_in_words(role, client):
    first = join(role, "甲", guests=2, at=timezone.now() - timedelta(days=3))
    mine = join(role, "乙", phone="0134-00-0002", at=timezone.now() - timedelta(days=3))
    client.post(own(first), {"do": "cancel"})
    waiting.expire_due(at=timezone.now() + timedelta(days=2))
    waiting.expire_due(at=timezone.now() + timedelta(days=4))
    assert "次の方に回りました" in client.post(own(mine), {"do": "accept"}).text


def test_a_wrong_key_and_a_draft_find_nothing(role, client):
    made = join(role, at=timezone.now())
    assert client.get(f"/events/s/{made.number}/{'A' * 24}/").status_code == 404
    type(role.occurrence.series).objects.update(status="draft")
    assert client.get(path_of(role)).status_code == 404


@pytest.mark.parametrize("language", ["en", "ja-easy"])
def test_every_page_speaks_three_languages(role, client, language):
    made = join(role, "甲", guests=2, at=timezone.now())
    mine = join(role, "乙", phone="0134-00-0002", at=timezone.now())
    client.cookies["lang"] = language
    for path in (path_of(role), f"{path_of(role)}?role=participant&n=1", own(made), own(mine)):
        page = client.get(path)
        assert page.status_code == 200
        assert "満席です。いま" not in page.text


def test_an_english_reader_keeps_the_english_words_from_the_form_to_the_mail(client, db):
    at = timezone.now()
    role = salon_with(3, at=at, starts_at=at + timedelta(days=20), bring="湯のみ")
    series = role.occurrence.series
    SeriesText.objects.create(
        series=series, language="en", title="Sample salon in English", bring="A cup of your own"
    )
    client.cookies["lang"] = "en"
    path = f"/events/{series.slug}/{role.occurrence_id}/join/"
    assert "Sample salon in English" in client.get(path).text
    names = f"{path}?role=participant&n=1"
    assert "Sample salon in English" in client.get(names).text
    form = {"name": "Anna Sample", "email": "anna@example.jp", "wait": "on"}
    receipt = client.post(names, form, follow=True).text
    assert "Sample salon in English" in receipt and "A cup of your own" in receipt
    assert series.title not in receipt and "湯のみ" not in receipt
    told = Notice.objects.get(kind="events.signed_up").wording.text
    assert "Sample salon in English" in told and "A cup of your own" in told
