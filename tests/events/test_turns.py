"""A crowd at one date: who finds others writing is given a turn, and comes in by order of arrival."""

import re
from datetime import timedelta
from threading import Thread

import pytest
from django.utils import timezone

from tests.events.salons import join, salon_with, told
from tomoni.core import jobs
from tomoni.doing.events import tasks
from tomoni.doing.events.actions import joining, turns
from tomoni.doing.events.models import SignUp, Turn
from tomoni.doing.events.queries import turns as queries
from tomoni.doing.events.rules import turns as rules
from tomoni.doing.events.turnstile import Turnstile, turnstile
from tomoni.ground.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def role(db):
    at = timezone.now()
    return salon_with(2, at=at, starts_at=at + timedelta(days=20))


@pytest.fixture
def crowd(role, client):
    """Sends forms while somebody else is inside the turnstile; gives where each leads."""
    path = f"/events/{role.occurrence.series.slug}/{role.occurrence_id}/join/"

    def send(n, seats=1, **more):
        form = {"name": f"見本 次郎{n}", "email": f"mihon-{n}@example.jp", "wait": "on", **more}
        with turnstile.through(), turnstile.through():
            return client.post(f"{path}?role=participant&n={seats}", form)["Location"]

    send.path = path
    return send


def names_in_order(status):
    rows = SignUp.objects.filter(status=status).order_by("queued_at", "id")
    return [one.contact["name"] for one in rows]


def test_a_form_sent_in_a_crowd_is_kept_and_the_page_says_who_is_before(role, crowd, client):
    crowd(1)
    where = crowd(2, seats=2)
    assert where.startswith("/events/t/") and SignUp.objects.count() == 0
    page = client.get(where)
    assert page.status_code == 202 and int(page["Refresh"]) == int(page["Retry-After"]) == 4
    assert "あなたの前に1組（1人）います" in page.text
    assert "もう一度送らなくて大丈夫です" in page.text
    assert "席がなくなりそう" not in page.text
    assert "あなたの前に3人" not in client.get(crowd(3)).text
    assert "前の方で席がなくなりそうです" in client.get(crowd(4)).text
    turn = Turn.objects.order_by("arrived_at")[1]
    assert turn.form["typed"]["name"] == "見本 次郎2"


def test_the_order_of_arrival_decides_who_has_a_seat_and_who_stands_where(role, crowd, client):
    addresses = [crowd(n) for n in range(7)]
    while turns.let_in(role=role, at=timezone.now()):
        pass
    assert names_in_order("confirmed") == ["見本 次郎0", "見本 次郎1"]
    assert names_in_order("waiting") == [f"見本 次郎{n}" for n in range(2, 7)]
    assert not Turn.objects.open().exists() and not Turn.objects.filter(form__isnull=False).exists()
    receipt = client.get(addresses[5], follow=True)
    assert receipt.redirect_chain[0][0].startswith("/events/s/")
    assert "いま4番目です" in receipt.text


def test_nobody_overtakes_those_who_wait_for_their_turn(role, crowd, client):
    crowd(1)
    form = {"name": "見本 花子", "phone": "0134-00-0009", "wait": "on"}
    where = client.post(f"{crowd.path}?role=participant&n=1", form)["Location"]
    assert where.startswith("/events/t/")
    turns.let_in(role=role, at=timezone.now())
    later = {"name": "見本 三郎", "phone": "0134-00-0010", "wait": "on"}
    after = client.post(f"{crowd.path}?role=participant&n=1", later)["Location"]
    assert after.startswith("/events/s/")
    assert names_in_order("confirmed") == ["見本 次郎1", "見本 花子"]
    assert names_in_order("waiting") == ["見本 三郎"]


def test_the_same_form_sent_twice_has_one_turn_and_one_sign_up(role, crowd):
    token = "6f2f2c6e-4f0a-4e0b-9f9a-0d9d8f6a1b11"
    assert crowd(1, token=token) == crowd(1, token=token)
    turns.let_in(role=role, at=timezone.now())
    assert crowd(1, token=token).startswith("/events/t/")
    assert (Turn.objects.count(), SignUp.objects.count()) == (1, 1)


def test_a_form_that_went_through_and_is_sent_again_in_the_crowd_is_still_one(role, crowd):
    token = "6f2f2c6e-4f0a-4e0b-9f9a-0d9d8f6a1b12"
    join(
        role, "見本 次郎1", phone="", email="mihon-1@example.jp", at=timezone.now(), client_id=token
    )
    crowd(1, token=token)
    turns.let_in(role=role, at=timezone.now())
    assert Turn.objects.get().sign_up == SignUp.objects.get()


def test_what_cannot_be_is_told_with_the_words_still_in_the_form(role, crowd, client):
    client.cookies["lang"] = "en"
    crowd(1)
    again = crowd(1, needs="車いすです")
    turns.let_in(role=role, at=timezone.now())
    page = client.get(again)
    assert page.status_code == 200 and "車いすです" in page.text
    assert "already" in page.text and "Refresh" not in page
    assert SignUp.objects.count() == 1
    where = re.search(r'action="([^"]+/join/[^"]+)"', page.text)[1].replace("&amp;", "&")
    token = re.search(r'name="token" value="([0-9a-f-]{36})"', page.text)[1]
    form = {"name": "見本 次郎9", "email": "mihon-1@example.jp", "wait": "on", "token": token}
    assert client.post(where, form)["Location"].startswith("/events/s/")


def test_who_wants_no_place_in_the_line_is_told_that_it_is_full(role, crowd, client):
    where = [crowd(n, wait="") for n in range(3)]
    turns.let_in(role=role, at=timezone.now())
    assert SignUp.objects.count() == 2
    assert "人分の席がありません" in client.get(where[2]).text


def test_the_seats_kept_while_writing_are_theirs_in_the_crowd_too(role, client):
    path = f"/events/{role.occurrence.series.slug}/{role.occurrence_id}/join/"
    where = client.post(path, {"role": "participant", "seats": "1"})["Location"]
    assert "hold=" in where
    join(role, "甲", at=timezone.now())  # The other seat.
    form = {"name": "見本 花子", "phone": "0134-00-0009", "wait": ""}
    with turnstile.through(), turnstile.through():
        assert client.post(where, form)["Location"].startswith("/events/t/")
    turns.let_in(role=role, at=timezone.now())
    assert sorted(names_in_order("confirmed")) == ["甲", "見本 花子"]


def test_in_a_crowd_the_form_comes_at_once_without_kept_seats(role, client):
    path = f"/events/{role.occurrence.series.slug}/{role.occurrence_id}/join/"
    with turnstile.through(), turnstile.through():
        where = client.post(path, {"role": "participant", "seats": "1"})["Location"]
    assert "hold" not in where and SignUp.objects.count() == 0


def test_the_worker_lets_everybody_in_and_tells_them_afterwards(role, crowd):
    for n in range(turns.HEAP + 3):
        crowd(n)
    jobs.work_off()
    assert SignUp.objects.count() == turns.HEAP + 3
    told_of = Notice.objects.values_list("kind", flat=True).order_by("at", "id")
    assert sorted(told_of) == ["events.signed_up"] * 2 + ["events.waiting"] * (turns.HEAP + 1)
    ids = [str(one.pk) for one in SignUp.objects.all()]
    turns.tell_made(sign_ups=ids, at=timezone.now())
    assert Notice.objects.count() == turns.HEAP + 3


def test_without_a_worker_whoever_looks_lends_a_hand(role, crowd, client):
    where = crowd(1)
    Turn.objects.update(arrived_at=timezone.now() - 2 * queries.SILENCE)
    assert client.get(where)["Location"].startswith("/events/s/")


def test_the_timetable_finds_who_was_forgotten_and_forgets_what_is_done(role, crowd):
    crowd(1)
    tasks.look_after_turns(timezone.now())
    assert Turn.objects.get().sign_up
    tasks.look_after_turns(timezone.now() + turns.KEPT_FOR + timedelta(minutes=1))
    assert Turn.objects.count() == 0 and SignUp.objects.count() == 1


def test_a_fault_in_one_form_does_not_shut_the_door(role, crowd, client, monkeypatch):
    where = crowd(1)
    crowd(2)
    real = joining.sign_up

    def broken(*, told, **known):
        if told.contact.name.endswith("1"):
            raise ValueError("a fault of ours")
        return real(told=told, **known)

    monkeypatch.setattr(joining, "sign_up", broken)
    turns.let_in(role=role, at=timezone.now())
    assert names_in_order("confirmed") == ["見本 次郎2"]
    assert "主催者に電話してください" in client.get(where).text


def test_the_moment_of_arrival_counts_for_the_closing_hour(db):
    at = timezone.now()
    role = salon_with(
        2, at=at - timedelta(hours=3), starts_at=at + timedelta(minutes=50), closes_hours=1
    )
    turns.take(role=role, told=told(), typed={}, by=None, at=at - timedelta(minutes=15))
    turns.take(role=role, told=told("乙", phone="0134-00-0002"), typed={}, by=None, at=at)
    turns.let_in(role=role, at=at)
    assert names_in_order("confirmed") == ["坂本 ハル"]


def test_a_wrong_key_finds_nothing(role, crowd, client):
    where = crowd(1)
    assert client.get(where[:-5] + "AAAA/").status_code == 404


@pytest.mark.parametrize(("language", "words"), [("en", "ahead of you"), ("ja-easy", "まえに")])
def test_the_page_of_a_turn_speaks_three_languages(role, crowd, client, language, words):
    crowd(1)
    client.cookies["lang"] = language
    assert words in client.get(crowd(2)).text


def test_looking_asks_little_of_the_database(role, crowd, client, django_assert_max_num_queries):
    addresses = [crowd(n) for n in range(3)]
    for where in addresses:
        with django_assert_max_num_queries(3):
            client.get(where)


def test_one_at_a_time_goes_through_and_one_more_waits():
    gate, seen = Turnstile(a_second=100), []
    with gate.through() as first:
        waits = Thread(target=lambda: seen.append(_through(gate)))
        waits.start()
        while gate._door._value:
            pass
        with gate.through() as third:
            assert (first, third) == (True, False)
    waits.join()
    assert seen == [True]
    with gate.through() as again:
        assert again


def _through(gate):
    with gate.through(patience=5) as is_inside:
        return is_inside


def test_only_so_many_go_through_in_a_second():
    now = [0.0]
    gate = Turnstile(a_second=2, clock=lambda: now[0])
    assert [_through(gate) for _n in range(3)] == [True, True, False]
    now[0] = 0.6
    assert [_through(gate) for _n in range(2)] == [True, False]
    now[0] = 60.0
    assert [_through(gate) for _n in range(3)] == [True, True, False]


@pytest.mark.parametrize(("before", "seconds"), [(0, 4), (29, 4), (300, 14), (9000, 30)])
def test_the_longer_the_line_the_later_the_next_look(before, seconds):
    assert rules.look_again(before) == seconds
