"""What the database itself refuses about seats, offers and check-ins, with no action in between."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOW
from tomoni.doing.events.models import Attendance, Attendee, Occurrence, Offer, Role, Series, SignUp

Status = SignUp.Status


@pytest.fixture
def role(db):
    """Three seats at one salon."""
    series = Series.objects.create(
        slug="mihon-salon", title="見本サロン", starts_at=NOW, created_at=NOW, updated_at=NOW
    )
    occurrence = Occurrence.objects.create(
        series=series, original_at=NOW, starts_at=NOW, ends_at=NOW + timedelta(hours=1),
        created_at=NOW, updated_at=NOW,
    )  # fmt: skip
    return Role.objects.create(occurrence=occurrence, code="participant", capacity=3)


def party(role, number, seats=1, status=Status.CONFIRMED, **more):
    return SignUp.objects.create(
        role=role, number=number, seats=seats, status=status, queued_at=NOW, created_at=NOW,
        updated_at=NOW, **more,
    )  # fmt: skip


def taken(role):
    return Role.objects.values_list("taken", flat=True).get(pk=role.pk)


def refused(deed, *args, **more):
    with pytest.raises(IntegrityError), transaction.atomic():
        deed(*args, **more)


def test_the_database_counts_the_seats_and_refuses_one_too_many(role):
    party(role, "A", seats=2)
    refused(party, role, "B", seats=2)
    party(role, "C")
    refused(party, role, "D")
    assert taken(role) == 3
    assert set(SignUp.objects.values_list("number", flat=True)) == {"A", "C"}


def test_who_waits_takes_no_seat_until_one_is_free(role):
    first = party(role, "A", seats=3)
    waiting = party(role, "B", status=Status.WAITING)
    assert taken(role) == 3
    refused(SignUp.objects.filter(pk=waiting.pk).update, status=Status.CONFIRMED)
    SignUp.objects.filter(pk=first.pk).update(status=Status.CANCELLED)
    assert taken(role) == 0
    SignUp.objects.filter(pk=waiting.pk).update(status=Status.CONFIRMED)
    assert taken(role) == 1


@pytest.mark.parametrize("status", [Status.HELD, Status.ASKED, Status.OFFERED])
def test_a_seat_kept_for_somebody_is_taken(role, status):
    party(role, "A", seats=3, status=status, held_until=NOW)
    refused(party, role, "B")


def test_a_larger_party_and_a_change_of_role_are_counted_too(role):
    one = party(role, "A", seats=2)
    refused(SignUp.objects.filter(pk=one.pk).update, seats=4)
    SignUp.objects.filter(pk=one.pk).update(seats=3)
    assert taken(role) == 3
    helpers = Role.objects.create(occurrence=role.occurrence, code="helper", capacity=None)
    SignUp.objects.filter(pk=one.pk).update(role=helpers)
    assert (taken(role), taken(helpers)) == (0, 3)
    one.delete()
    assert taken(helpers) == 0


def test_fewer_seats_than_are_taken_are_refused(role):
    party(role, "A", seats=2)
    refused(Role.objects.filter(pk=role.pk).update, capacity=1)


def test_one_who_waits_has_one_open_offer(role):
    waiting = party(role, "A", status=Status.OFFERED, held_until=NOW)
    offer = {"sign_up": waiting, "offered_at": NOW, "until_at": NOW + timedelta(hours=24)}
    first = Offer.objects.create(**offer)
    refused(Offer.objects.create, **offer)
    Offer.objects.filter(pk=first.pk).update(outcome="expired", answered_at=NOW)
    Offer.objects.create(**offer)


def test_nobody_is_checked_in_twice(role, haru):
    someone = Attendee.objects.create(sign_up=party(role, "A"), who={"name": "見本 花子"})
    came = {"occurrence": role.occurrence, "state": "came", "way": "roster", "at": NOW}
    for one in ({"attendee": someone}, {"user": haru}, {"client_id": "form-1"}):
        Attendance.objects.create(**came, **one)
        refused(Attendance.objects.create, **came, **one)


def test_one_account_and_one_contact_ask_once_until_they_cancel(role, haru):
    first = party(role, "A", user=haru, contact_key="x")
    refused(party, role, "B", user=haru)
    refused(party, role, "C", contact_key="x")
    SignUp.objects.filter(pk=first.pk).update(status=Status.CANCELLED)
    party(role, "D", user=haru, contact_key="x")


def test_a_name_is_sealed_in_the_table(role):
    someone = Attendee.objects.create(sign_up=party(role, "A"), who={"name": "見本 花子"})
    raw = Attendee.objects.extra(select={"raw": "who"}).values_list("raw", flat=True).get()
    assert "見本".encode() not in bytes(raw)
    assert Attendee.objects.get(pk=someone.pk).who == {"name": "見本 花子"}


def test_a_cancellation_without_reason_is_refused(role):
    refused(Occurrence.objects.update, status="cancelled")
    refused(Series.objects.update, status="cancelled")
