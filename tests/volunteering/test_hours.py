"""Hours: check-in, the yes that earns, the grid of a month."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate, now

from tests.factories import NOW, TODAY, PersonFactory
from tests.points.towns import scheme_with
from tests.volunteering.towns import need, post, shift, team, volunteer
from tomoni.core import link_keys
from tomoni.core.errors import Refused
from tomoni.doing.points.models import Account, Earning
from tomoni.doing.points.rules.terms import Activity, Terms
from tomoni.doing.volunteering.actions import grid, hours, needs, turns
from tomoni.doing.volunteering.actions.grid import WrongCells
from tomoni.doing.volunteering.actions.telling import HOURS
from tomoni.doing.volunteering.models import Attendance, Need, Volunteer
from tomoni.doing.volunteering.queries import figures
from tomoni.doing.volunteering.queries.matching import suggestions
from tomoni.doing.volunteering.rules.hours import ANSWERABLE, in_words, read_minutes
from tomoni.ground.notices.models import Notice

pytestmark = pytest.mark.django_db
TERMS = Terms(
    activities=(Activity("snow", "福祉除雪", "time", tiers=((1, 1), (120, 2))),), daily_most=2
)


@pytest.fixture
def scheme(db):
    return scheme_with(TERMS, team=team())


def coming(where, **who):
    return turns.join(post=post(where), volunteer=volunteer(**who), by=None, at=NOW)


def test_two_hours_of_snow_earn_two_points_with_the_yes_and_never_twice(scheme):
    where = shift(need(scheme=scheme, activity="snow"))
    turn = coming(where)
    here = hours.check_in(turn=turn, by=None, at=where.starts_at)
    over = where.ends_at + timedelta(minutes=1)
    assert hours.close_ended(at=over) == 1
    here.refresh_from_db()
    assert (here.status, here.minutes) == ("reported", 120)
    done = hours.approve(attendance=here, by=None, at=over, said_way="link", said_name="キク")
    assert done.earning.points == 2
    assert Account.objects.get(person=turn.volunteer.person).balance == 2
    with pytest.raises(Refused, match="もう確かめられて"):
        hours.approve(attendance=here, by=None, at=over)
    assert Earning.objects.count() == 1


def test_the_second_check_in_is_refused_by_the_database(scheme):
    where = shift()
    turn = coming(where)
    hours.check_in(turn=turn, by=None, at=where.starts_at)
    with pytest.raises(Refused, match="もう書いて"):
        hours.check_in(turn=turn, by=None, at=where.starts_at)


def test_the_door_has_its_hours():
    where = shift()
    turn = coming(where)
    with pytest.raises(Refused, match="1時間前から"):
        hours.check_in(turn=turn, by=None, at=where.starts_at - timedelta(hours=2))
    with pytest.raises(Refused, match="終わりました"):
        hours.check_in(turn=turn, by=None, at=where.ends_at + timedelta(hours=2))


def test_the_database_refuses_help_to_oneself():
    where = shift()
    here = hours.check_in(turn=coming(where), by=None, at=where.starts_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.filter(pk=here.pk).update(receiver=here.giver)


def test_nobody_says_yes_to_their_own_hours(haru):
    where = shift()
    turn = coming(where, p_user=haru)
    with pytest.raises(Refused, match="自分では確かめられません"):
        hours.note(turn=turn, minutes=60, by=haru, at=where.ends_at)
    assert not Attendance.objects.exists()


def test_told_hours_ask_whoever_was_helped_and_come_back_with_a_reason():
    asked, who = need(), volunteer()
    row = hours.report(volunteer=who, need=asked, on=TODAY, minutes=90, by=None, at=NOW)
    assert Notice.objects.filter(kind="volunteering.approve").count() == 1
    with pytest.raises(Refused, match="どこがちがうか"):
        hours.send_back(attendance=row, reason=" ", by=None, at=NOW)
    hours.send_back(attendance=row, reason="30分でした", by=None, at=NOW, said_way="phone")
    again = hours.report(volunteer=who, need=asked, on=TODAY, minutes=30, by=None, at=NOW)
    assert again.status == "reported"
    with pytest.raises(Refused, match="もう書いて"):
        hours.report(volunteer=who, need=asked, on=TODAY, minutes=30, by=None, at=NOW)


def test_a_link_answers_for_ninety_days(client):
    who, asked = volunteer(), need()
    row = hours.report(volunteer=who, need=asked, on=TODAY, minutes=60, by=None, at=timezone.now())
    address = reverse("volunteering:answer", args=[row.pk, link_keys.key_of(HOURS, row.pk)])
    assert client.get(address).status_code == 200
    Attendance.objects.update(noted_at=timezone.now() - ANSWERABLE - timedelta(hours=1))

    page = client.post(address, {"yes": "1", "name": "見本"})

    row.refresh_from_db()
    assert page.status_code == 410 and row.status == "reported"
    assert "電話でお返事ください" in page.content.decode() and "tel:" in page.content.decode()


def test_hours_count_even_when_the_points_cannot_be_given(scheme):
    asked = need(scheme=scheme, activity="snow")
    old = date(2020, 1, 1)  # Before the scheme began.
    row = hours.report(volunteer=volunteer(), need=asked, on=old, minutes=60, by=None, at=NOW)
    done = hours.approve(attendance=row, by=None, at=NOW)
    assert (done.status, done.earning) == ("approved", None)
    assert done.reason
    with pytest.raises(Refused):  # Nothing was put right, so asking again says the same.
        hours.earn_again(attendance=done, by=None, at=NOW)


def test_a_mistaken_yes_gives_the_points_back(scheme, mori):
    where = shift(need(scheme=scheme, activity="snow"))
    turn = coming(where)
    done = hours.note(turn=turn, minutes=120, by=mori, at=where.ends_at)
    hours.undo(attendance=done, reason="別の人でした", by=mori, at=where.ends_at)
    assert Account.objects.get(person=turn.volunteer.person).balance == 0
    done.refresh_from_db()
    assert done.status == "returned"


def test_a_month_is_saved_at_once_or_not_at_all(scheme, mori):
    asked = need(scheme=scheme, activity="snow")
    people = {one.pk: one for one in (volunteer(), volunteer())}
    first, second = people
    typed = {
        (first, date(2026, 11, 2)): "90", (first, date(2026, 11, 3)): "2時間",
        (second, date(2026, 11, 2)): "1:30", (second, date(2026, 11, 4)): "たくさん",
        (second, date(2026, 11, 30)): "60",
    }  # fmt: skip
    with pytest.raises(grid.WrongCells) as no:
        grid.save(need=asked, volunteers=people, typed=typed, by=mori, at=NOW)
    assert set(no.value.cells) == {(second, date(2026, 11, 4)), (second, date(2026, 11, 30))}
    assert not Attendance.objects.exists()
    del typed[second, date(2026, 11, 4)], typed[second, date(2026, 11, 30)]
    assert grid.save(need=asked, volunteers=people, typed=typed, by=mori, at=NOW) == 3
    assert grid.save(need=asked, volunteers=people, typed=typed, by=mori, at=NOW) == 0
    assert sum(Earning.objects.values_list("points", flat=True)) == 4
    with pytest.raises(grid.WrongCells, match="1か所"):
        grid.save(
            need=asked, volunteers=people, typed={(first, date(2026, 11, 2)): "30"}, by=mori, at=NOW
        )


def test_the_same_form_twice_is_one_row():
    asked, who, key = need(), volunteer(), uuid4()
    said = {"volunteer": who, "need": asked, "on": TODAY, "minutes": 60, "by": None, "at": NOW}
    assert hours.report(**said, client_id=key) == hours.report(**said, client_id=key)


def test_the_helped_person_cannot_tell_hours():
    kiku = PersonFactory(name="見本 キク")
    with pytest.raises(Refused, match="手伝ってもらう本人"):
        hours.report(
            volunteer=volunteer(person=kiku), need=need(person=kiku), on=TODAY, minutes=60,
            by=None, at=NOW,
        )  # fmt: skip


READ = {
    "90": 90, "1:30": 90, "1時間半": 90, "1.5時間": 90, "2h": 120, "９０分": 90, "": 0, "1時間15分": 75,
}  # fmt: skip


@pytest.mark.parametrize(("text", "minutes"), READ.items())
def test_minutes_are_read_as_people_write_them(text, minutes):
    assert read_minutes(text) == minutes


@pytest.mark.parametrize("text", ["たくさん", "13:00", "-5", "半", "9999", "1:99"])
def test_what_is_no_time_is_said(text):
    with pytest.raises(ValueError, match=r"読めません|12時間まで"):
        read_minutes(text)


def test_minutes_in_words():
    assert [in_words(n) for n in (45, 60, 90)] == ["45分", "1時間", "1時間30分"]


def test_who_came_after_all_did_not_stay_away_even_when_the_seat_is_gone(client, mori):
    where = shift(seats=1)
    turn = coming(where)
    turns.miss(turn=turn, by=mori, at=where.starts_at)
    other = turns.join(post=post(where), volunteer=volunteer(), by=None, at=where.starts_at)
    assert other.status == "coming", "the seat was free by then"

    done = hours.note(turn=turn, minutes=60, by=mori, at=where.ends_at)

    turn.refresh_from_db()
    assert (turn.status, done.status, done.minutes) == ("coming", "approved", 60)
    assert (post(where).taken, post(where).seats) == (2, 2)
    found = figures.totals(TODAY - timedelta(days=9), TODAY + timedelta(days=9))
    assert (found.missed, found.asked) == (0, 2)


def asked_on_the_board(client, **said):
    """What somebody asks on the public form, put up by staff."""
    told = {"kind": "snow", "title": "玄関の雪かき", "name": "だれか", **said}
    assert client.post("/volunteer/ask/", told).status_code == 302
    made = Need.objects.order_by("-created_at").first()
    return needs.show(need=made, by=None, at=made.created_at)


@pytest.mark.parametrize("way", ["signed in", "telephone", "mail"])
def test_who_asked_for_help_does_not_help_there_and_say_yes_to_themselves(client, mori, ken, way):
    """The link that says yes goes to whoever asked: it must never be their own hours."""
    at = now()
    me = PersonFactory(user=ken, phone="0134-33-3333", email="Ken@Example.jp")
    who, other = volunteer(person=me, at=at), volunteer(at=at, p_phone="0134-44-4444")
    if way == "signed in":
        client.force_login(ken)
    told = {"mail": {"email": "ken@example.jp"}}.get(way, {"phone": "０１３４－３３－３３３３"})
    asked = asked_on_the_board(
        client, **(told if way != "signed in" else {"phone": "0134-55-5555"})
    )
    where = shift(asked, at=at, starts=timedelta(minutes=30))
    with pytest.raises(Refused, match="同じ連絡先の人"):
        turns.join(post=post(where), volunteer=who, by=ken, at=at)
    with pytest.raises(Refused, match="同じ連絡先の人"):
        hours.report(volunteer=who, need=asked, on=localdate(at), minutes=60, by=ken, at=at)
    assert [one.volunteer for one in suggestions(where, Volunteer.objects.all())] == [other]
    with pytest.raises(WrongCells):
        grid.save(
            need=asked,
            volunteers={who.pk: who},
            typed={(who.pk, localdate(at)): "60"},
            by=mori,
            at=at,
        )
    assert not Attendance.objects.exists()
    assert turns.join(post=post(where), volunteer=other, by=None, at=at).status == "coming"
