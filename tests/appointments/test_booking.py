"""Somebody books: what is free, what is refused, and what the database itself refuses."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.appointments.conftest import book, on, told
from tests.factories import NOW
from tomoni.core.errors import Refused
from tomoni.doing.appointments.actions import booking as actions
from tomoni.doing.appointments.actions import changing, desks, groups
from tomoni.doing.appointments.actions.holding import resource_of
from tomoni.doing.appointments.models import Booking, Change, Hold, Seat
from tomoni.doing.appointments.queries import slots
from tomoni.ground.notices.models import Delivery, Notice
from tomoni.ground.people.contacts import Contact

pytestmark = pytest.mark.django_db


def test_the_nurse_with_least_to_do_is_booked_and_both_are_told(childcare):
    first = book(childcare, on(11, 26, 9))
    second = book(childcare, on(11, 26, 10), told=told("北村 花", "090-1234-5678"))
    assert {first.worker, second.worker} == {childcare.kato, childcare.endo}
    assert first.contact["phone"] == "0134-62-1234"
    assert Notice.objects.filter(kind="appointments.booked").count() == 2
    assert Notice.objects.filter(kind="appointments.staff").count() == 2
    assert "ハル" not in str(Booking.objects.filter(pk=first.pk).values("contact").get())


def test_when_all_are_taken_the_third_is_refused_with_a_telephone(childcare):
    book(childcare)
    book(childcare, told=told("二人め"))
    with pytest.raises(Refused, match=r"いま埋まりました.*0134-22-3117"):
        book(childcare, told=told("三人め"))
    assert Booking.objects.count() == 2
    assert Hold.objects.count() == 2


@pytest.mark.parametrize(
    ("starts_at", "words"),
    [
        (on(11, 20, 9), "過ぎた日時"),
        (on(11, 25, 9), "もうすぐの時間"),
        (on(11, 28, 9), "その日は予約を受けていません"),  # A Saturday.
        (on(1, 1, 9, year=2027), "その日は予約を受けていません"),  # New Year.
        (on(6, 1, 9, year=2027), "まだ予約を始めていない"),
        (on(11, 26, 9, 7), "いま埋まりました"),  # No time that was offered.
        (on(11, 26, 20), "いま埋まりました"),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_words_with_a_telephone(childcare, starts_at, words):
    with pytest.raises(Refused) as no:
        book(childcare, starts_at)
    assert words in no.value.sentence
    assert "0134-22-3117" in no.value.sentence


def test_the_same_form_twice_is_one_booking(childcare):
    token = uuid4()
    first = book(childcare, token=token)
    assert book(childcare, token=token) == first
    other = book(childcare, on(11, 27, 9), token=token)
    assert other != first
    assert Booking.objects.count() == 2


def test_for_a_stranger_consent_is_asked_and_the_database_insists(childcare):
    with pytest.raises(Refused, match="よいと言っているか"):
        book(childcare, told=told(whose="other"))
    concerned = Contact("北村 花", phone="090-1234-5678")
    made = book(
        childcare,
        told=told(whose="other", consent="本人に聞きました", concerned=concerned),
    )
    names = set(Notice.objects.filter(kind="appointments.booked").values_list("name", flat=True))
    assert names == {"坂本 ハル", "北村 花"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.filter(pk=made.pk).update(has_consent=False)


def test_the_database_refuses_two_holds_at_once(childcare):
    made = book(childcare)
    hold = made.holds.get()
    for starts, ends in ((hold.starts, hold.ends), (hold.starts + 30, hold.ends + 30)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Hold.objects.create(resource=hold.resource, booking=made, starts=starts, ends=ends)
    after = Hold.objects.create(
        resource=hold.resource, booking=made, starts=hold.ends, ends=hold.ends + 60
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.filter(pk=after.pk).update(starts=hold.ends - 1)
    other = resource_of(user=childcare.endo.user)
    if other == hold.resource:
        other = resource_of(user=childcare.kato.user)
    Hold.objects.create(resource=other, booking=made, starts=hold.starts, ends=hold.ends)


def test_the_database_refuses_a_change_of_a_step(childcare):
    made = book(childcare)
    step = made.changes.get()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Change.objects.filter(pk=step.pk).update(reason="x")


def test_a_room_is_booked_with_the_nurse_and_one_room_serves_one(childcare):
    desks.add_room(desk=childcare.desk, name="相談室", by=None, at=NOW)
    desks.edit_kind(kind=childcare.kind, needs_room=True, by=None, at=NOW)
    childcare.kind.refresh_from_db()
    made = book(childcare)
    assert made.room.name == "相談室"
    assert made.holds.count() == 2
    with pytest.raises(Refused):
        book(childcare, told=told("二人め"))


def test_home_needs_an_address_and_a_letter_too(childcare):
    desks.edit_kind(kind=childcare.kind, modes=8, by=None, at=NOW)
    childcare.kind.refresh_from_db()
    with pytest.raises(Refused, match="住所"):
        book(childcare, mode="home")
    made = book(childcare, mode="home", told=told(address="小樽市花園２丁目１２−１"))
    assert made.contact["address"].startswith("小樽市花園2丁目")


def test_who_wants_a_letter_gets_a_letter(childcare):
    book(
        childcare, channel="phone",
        told=told(phone="", by_letter=True, postcode="０４７ー００２４", address="小樽市花園2丁目1"),
    )  # fmt: skip
    notice = Notice.objects.get(kind="appointments.booked")
    assert Delivery.objects.get(notice=notice).channel == "letter"
    assert "保険証" in notice.wording.text


def test_a_session_has_as_many_seats_as_rows(childcare):
    kind = desks.add_kind(
        desk=childcare.desk, slug="class", name="離乳食教室", minutes=90, seats=2, by=None, at=NOW
    )
    session = groups.open_session(
        kind=kind, worker=childcare.kato, starts_at=on(12, 3, 13), by=None, at=NOW
    )
    for name in ("一人め", "二人め"):
        actions.book_seat(session=session, told=told(name), by=None, at=NOW)
    with pytest.raises(Refused, match=r"満員.*0134-22-3117"):
        actions.book_seat(session=session, told=told("三人め"), by=None, at=NOW)
    assert slots.sessions(kind, at=NOW)[0].left == 0
    taken = Booking.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.filter(seat=None).update(seat=taken.seat)
        Booking.objects.exclude(pk=taken.pk).update(seat=taken.seat)
    changing.cancel(booking=taken, by=None, at=NOW, reason="都合")
    assert Seat.objects.filter(session=session, booking=None).count() == 1
    groups.cancel_session(session=session, by=None, at=NOW, reason="雪のため")
    assert not Booking.objects.live().exists()


def test_who_walks_in_is_written_down_at_once(childcare, mori):
    at = on(11, 24, 9, 30)
    made = actions.walk_in(
        kind=childcare.kind, worker=childcare.kato, told=told("", ""), by=mori, at=at
    )
    assert made.status == "came"
    with pytest.raises(Refused, match="別の予約"):
        actions.walk_in(
            kind=childcare.kind, worker=childcare.kato, told=told(), by=mori,
            at=at + timedelta(minutes=5),
        )  # fmt: skip


def test_the_search_asks_a_fixed_number_of_questions(childcare, django_assert_num_queries):
    def look():
        return slots.search(
            kind=childcare.kind, first=NOW.date(), last=NOW.date() + timedelta(days=60), at=NOW
        )

    with django_assert_num_queries(6):
        few = look()
    for day in range(26, 28):
        book(childcare, on(11, day, 9))
        book(childcare, on(11, day, 10))
    with django_assert_num_queries(6):
        more = look()
    assert len(few.found) - len(more.found) == 4
