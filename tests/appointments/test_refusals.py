"""What the database itself refuses of appointments: rows written past every action, on both databases."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.appointments.conftest import book, on, told
from tests.factories import NOW
from tomoni.doing.appointments.actions import booking, desks, groups, waiting
from tomoni.doing.appointments.models import (
    Absence,
    Booking,
    DeskArea,
    Hold,
    Kind,
    Resource,
    Seat,
    Session,
    WaitEntry,
    Worker,
)
from tomoni.ground.people.contacts import Contact

pytestmark = pytest.mark.django_db


def refused(act, *names):
    """The act is refused by the guard of this name; SQLite names the columns of a unique one."""
    with pytest.raises(DatabaseError) as no, transaction.atomic():
        act()
    assert any(name in str(no.value) for name in names), str(no.value)


@pytest.fixture
def group(childcare):
    kind = desks.add_kind(
        desk=childcare.desk, slug="class", name="離乳食教室", minutes=90, seats=2, by=None, at=NOW
    )
    return groups.open_session(
        kind=kind, worker=childcare.kato, starts_at=on(12, 3, 13), by=None, at=NOW
    )


@pytest.fixture
def waits(childcare):
    return waiting.wait(
        kind=childcare.kind, mode="desk", contact=Contact(name="坂本 ハル", phone="0134-00-0001"),
        from_on=NOW.date(), until_on=NOW.date() + timedelta(days=20), by=None, at=NOW,
    )  # fmt: skip


def test_one_person_and_one_room_are_in_one_place(childcare):
    made = book(childcare)
    hold = made.holds.get()
    room = desks.add_room(desk=childcare.desk, name="相談室", by=None, at=NOW).resource
    Hold.objects.create(resource=room, booking=made, starts=hold.starts, ends=hold.ends)
    for whose in (hold.resource, room):
        clash = Hold(resource=whose, booking=made, starts=hold.ends - 1, ends=hold.ends + 9)
        refused(clash.save, "no_two_holds_at_once")
    later = Hold.objects.create(resource=room, booking=made, starts=hold.ends, ends=hold.ends + 60)
    moved = Hold.objects.filter(pk=later.pk)
    refused(lambda: moved.update(starts=hold.ends - 1), "no_two_holds_at_once")
    refused(
        lambda: moved.update(resource=hold.resource, starts=hold.starts), "no_two_holds_at_once"
    )
    refused(lambda: moved.update(ends=hold.ends), "hold_has_length")
    refused(lambda: moved.update(booking=None), "hold_is_for_something")
    refused(
        lambda: Resource.objects.filter(pk=room.pk).update(user=hold.resource.user),
        "resource_is_person_or_room", "user_id",
    )  # fmt: skip


def test_a_session_has_only_its_seats_and_each_serves_one(childcare, group):
    first = booking.book_seat(session=group, told=told("一人め"), by=None, at=NOW)
    second = booking.book_seat(session=group, told=told("二人め"), by=None, at=NOW)
    rows = Booking.objects.filter(pk=second.pk)
    refused(lambda: rows.update(seat=first.seat), "seat_id")
    refused(lambda: rows.update(seat=None), "seat_while_it_takes_place")
    again = Seat(session=group, number=first.seat.number)
    refused(again.save, "one_seat_for_a_number", "appointments_seat.session_id")


def test_one_who_waits_has_one_time_held(childcare, waits):
    one, other = (
        Resource.objects.get_or_create(user=worker.user)[0]
        for worker in (childcare.kato, childcare.endo)
    )
    Hold.objects.create(resource=one, wait=waits, starts=100, ends=160)
    again = Hold(resource=other, wait=waits, starts=100, ends=160)
    refused(again.save, "one_time_for_an_offer", "appointments_hold.wait_id")


def test_a_waiting_place_is_taken_with_a_booking_and_an_offer_ends(childcare, waits):
    rows = WaitEntry.objects.filter(pk=waits.pk)
    refused(lambda: rows.update(status="taken"), "taken_place_has_its_booking")
    refused(lambda: rows.update(booking=book(childcare)), "taken_place_has_its_booking")
    refused(lambda: rows.update(status="offered"), "offer_has_time_and_end")
    refused(
        lambda: rows.update(until_on=waits.from_on - timedelta(days=1)), "waiting_ends_after_start"
    )
    made = book(childcare)
    rows.update(status="taken", booking=made)
    other = waiting.wait(
        kind=childcare.kind, mode="desk", contact=Contact(name="北村", phone="0134-00-0002"),
        from_on=NOW.date(), until_on=NOW.date(), by=None, at=NOW,
    )  # fmt: skip
    twice = WaitEntry.objects.filter(pk=other.pk)
    refused(lambda: twice.update(status="taken", booking=made), "booking_id")


def test_rows_that_make_no_sense(childcare, group):
    made = book(childcare)
    rows = Booking.objects.filter(pk=made.pk)
    refused(lambda: rows.update(whose="other"), "third_party_has_consent")
    refused(lambda: rows.update(ends_at=made.starts_at), "booking_has_length")
    refused(lambda: rows.update(number=None), "number")
    kinds = Kind.objects.filter(pk=childcare.kind.pk)
    refused(lambda: kinds.update(minutes=0), "kind_takes_some_time")
    refused(lambda: kinds.update(modes=16), "kind_has_a_way_to_meet")
    refused(lambda: kinds.update(seats=0), "kind_has_a_seat")
    refused(lambda: childcare.team.appointment_desks.update(phone=""), "desk_can_be_phoned")
    sessions = Session.objects.filter(pk=group.pk)
    refused(lambda: sessions.update(ends=group.starts), "session_has_length")
    refused(lambda: DeskArea(desk=childcare.desk, valid_from=NOW.date()).save(), "area_is_town")
    refused(
        Worker(desk=childcare.desk, user=childcare.kato.user, from_on=NOW.date()).save,
        "one_open_worker_at_a_desk", "appointments_worker.desk_id",
    )  # fmt: skip
    gone = Absence(user=childcare.kato.user, starts=9, ends=9, reason="leave", made_at=NOW)
    refused(gone.save, "absence_has_length")
