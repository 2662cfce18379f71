"""Turns: seats, the line, who may come; and what the database itself refuses."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from tests.factories import NOW, PersonFactory
from tests.volunteering.towns import SOON, need, post, shift, volunteer
from tomoni.core.errors import Refused
from tomoni.doing.volunteering.actions import needs, reminding, shifts, turns
from tomoni.doing.volunteering.models import Post, Turn
from tomoni.ground.notices.models import Notice
from tomoni.ground.people.contacts import Contact

pytestmark = pytest.mark.django_db


def join(where, who=None, at=NOW, **said):
    return turns.join(post=post(where), volunteer=who or volunteer(), by=None, at=at, **said)


def test_the_third_of_two_waits_and_is_asked_when_a_seat_is_free():
    where = shift()
    first, second, third = (join(where) for _n in range(3))
    assert [one.status for one in (first, second, third)] == ["coming", "coming", "waiting"]
    assert post(where).taken == 2
    turns.cancel(turn=first, by=None, at=NOW)
    third.refresh_from_db()
    assert third.status == "offered"
    assert third.offered_until == NOW + timedelta(hours=24)
    assert turns.accept(turn=third, by=None, at=NOW + timedelta(hours=1)).status == "coming"


def test_an_offer_nobody_answers_goes_to_the_next():
    where = shift(seats=1)
    first, second, third = (join(where, at=NOW + timedelta(seconds=n)) for n in range(3))
    turns.cancel(turn=first, by=None, at=NOW)
    late = NOW + timedelta(hours=25)
    assert turns.expire_due(at=late) == 1
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.status, third.status) == ("expired", "offered")
    with pytest.raises(Refused, match="期限を過ぎた"):
        turns.accept(turn=second, by=None, at=late)


def test_shortly_before_it_begins_nobody_is_asked_any_more():
    where = shift(seats=1, starts=timedelta(minutes=40))
    first, second = join(where), join(where)
    turns.cancel(turn=first, by=None, at=NOW + timedelta(minutes=20))
    second.refresh_from_db()
    assert second.status == "waiting"


def test_twice_is_once():
    where, who = shift(), volunteer()
    assert join(where, who) == join(where, who)


def test_one_person_is_in_one_place_at_a_time():
    who = volunteer()
    join(shift(), who)
    with pytest.raises(Refused, match="同じ時間に"):
        join(shift(starts=SOON + timedelta(hours=1)), who)
    assert join(shift(starts=SOON + timedelta(hours=2)), who).status == "coming"


WHO_MAY_NOT = {
    "too young": ({"p_birth_on": date(2016, 1, 1)}, {}, "12歳から"),
    "a minor without consent": ({"p_birth_on": date(2010, 1, 1)}, {}, "保護者の承諾"),
    "nobody knows how old": ({}, {"age_min": 18}, "生年月日"),
    "without a car": ({}, {"needs_vehicle": True}, "車がいります"),
    "insurance over": ({"insured_until": date(2026, 3, 31)}, {"needs_insurance": True}, "保険"),
    "without the course": ({}, {"training": "safety"}, "講座を受けて"),
}


@pytest.mark.parametrize(("who", "what", "words"), WHO_MAY_NOT.values(), ids=WHO_MAY_NOT)
def test_who_may_not_come_reads_why_and_what_to_do(who, what, words):
    with pytest.raises(Refused, match=words):
        join(shift(need(**what)), volunteer(**who))


def test_a_minor_with_a_guardians_consent_comes():
    who = volunteer(
        p_birth_on=date(2010, 1, 1), guardian_name="見本 親", guardian_on=date(2026, 11, 1)
    )
    assert join(shift(), who).status == "coming"


def test_nobody_helps_themselves():
    kiku = PersonFactory(name="見本 キク")
    with pytest.raises(Refused, match="手伝ってもらう本人"):
        join(shift(need(person=kiku)), volunteer(person=kiku))


def test_an_entry_that_was_merged_into_the_helped_one_is_the_same_person():
    kiku = PersonFactory(name="見本 キク")
    twin = PersonFactory(name="見本 きく", merged_into=kiku)
    with pytest.raises(Refused, match="手伝ってもらう本人"):
        join(shift(need(person=twin)), volunteer(person=kiku))


def test_the_database_refuses_one_seat_too_many_even_past_every_action():
    where = shift(seats=1)
    one = join(where)
    other = join(where)
    with pytest.raises(IntegrityError), transaction.atomic():
        Turn.objects.filter(pk=other.pk).update(status="coming")
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(shift=where).update(seats=0)
    Turn.objects.filter(pk=one.pk).delete()
    assert post(where).taken == 0


def test_fewer_seats_than_are_promised_are_refused_and_more_are_offered():
    where = shift()
    for _n in range(3):
        join(where)
    with pytest.raises(Refused, match="2人決まっています"):
        shifts.resize(post=post(where), seats=1, by=None, at=NOW)
    shifts.resize(post=post(where), seats=3, by=None, at=NOW)
    assert Turn.objects.filter(shift=where, status="offered").count() == 1


def test_a_called_off_shift_tells_everybody_once_and_takes_nobody_more():
    where = shift()
    join(where, volunteer(p_email="a@example.jp"))
    join(where, volunteer(p_email="b@example.jp"))
    for _twice in range(2):
        shifts.cancel(shift=where, reason="大雪のため", by=None, at=NOW)
    assert Notice.objects.filter(kind="volunteering.called_off").count() == 2
    where.refresh_from_db()
    with pytest.raises(Refused, match="中止"):
        join(where)


def test_other_rooms_ask_once_and_the_matter_has_a_baton():
    first = need(origin="snow.request:1")
    assert need(origin="snow.request:1") == first
    assert first.baton.is_open
    assert first.baton.team.slug == "mihon-centre"
    with pytest.raises(Refused, match="返事"):
        needs.ask(kind="snow", title="雪", by=None, at=NOW)


def test_a_need_is_not_ended_while_people_would_still_come():
    asked = need()
    where = shift(asked)
    with pytest.raises(Refused, match="これからの回"):
        needs.end(need=asked, outcome="done", words="春が来た", by=None, at=NOW)
    shifts.cancel(shift=where, reason="雪がとけた", by=None, at=NOW)
    assert not needs.end(need=asked, outcome="done", words="春が来た", by=None, at=NOW).is_open


def test_the_baton_is_due_on_the_day_of_the_latest_shift():
    asked = need()
    shift(asked, starts=timedelta(days=9))
    shift(asked, starts=timedelta(days=4))
    asked.baton.refresh_from_db()
    assert asked.baton.due_on == (NOW + timedelta(days=9)).date()


def test_whoever_waits_for_help_hears_that_nobody_comes(haru, sato, salon, mori):
    """By person, by what was left on the form, and the people of a group; each once."""
    at = now()
    by_person = need(at=at, person=PersonFactory(user=haru, name="坂本 ハル"))
    by_form = need(at=at, contact=Contact("見本 ウメ", email="ume@example.jp"))
    by_group = need(at=at, organisation=salon)
    for one in (by_person, by_form, by_group):
        where = shift(one, at=at)
        for _twice in range(2):
            shifts.cancel(shift=where, reason="吹雪", by=mori, at=at)
    told = Notice.objects.filter(kind="volunteering.nobody_comes")
    assert sorted(one.name for one in told) == sorted(["坂本 ハル", "見本 ウメ", "佐藤 明子"])
    for one in told:
        assert "待たなくてだいじょうぶ" in one.wording.text and "吹雪" in one.wording.text
        assert "0134-" in one.wording.short


def test_whoever_is_helped_hears_the_day_before_how_many_come_once(haru, salon):
    at = now()
    asked = need(at=at, person=PersonFactory(user=haru, name="坂本 ハル"))
    where = shift(asked, at=at, starts=timedelta(hours=20))
    group = shift(need(at=at, organisation=salon), at=at, starts=timedelta(hours=20))
    for one in (where, where, group):
        turns.join(post=post(one), volunteer=volunteer(at=at), by=None, at=at)
    for _twice in range(2):
        reminding.remind_due(at=at)
    told = Notice.objects.get(kind="volunteering.they_come")
    assert told.name == "坂本 ハル" and "2人が来る予定" in told.wording.text
    assert "払う前に電話" in told.wording.text
