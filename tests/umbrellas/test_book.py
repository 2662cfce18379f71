"""The book of moves: counts kept by the database, nothing below zero, nothing changed afterwards."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.factories import NOW
from tests.umbrellas.stands import stand
from tomoni.core.errors import Refused
from tomoni.core.models import AuditRow
from tomoni.ties.umbrellas.actions import moving, pressing, stations
from tomoni.ties.umbrellas.models import Loan, Move, Press, Station

pytestmark = pytest.mark.django_db


def left(station):
    return Station.objects.get(pk=station.pk).count


def borrow(station, **more):
    return moving.borrow(**{"id": uuid4(), "station": station, "by": None, "at": NOW, **more})


def back(station, **more):
    return moving.bring_back(**{"id": uuid4(), "station": station, "by": None, "at": NOW, **more})


def press(station, act="borrow", device="d", sender="s", is_known=True, at=NOW, **more):
    return pressing.press(
        station=station,
        act=act,
        device=device,
        guise=device,
        sender=sender,
        is_known=is_known,
        at=at,
        **more,
    )


def test_a_loan_and_a_return_elsewhere_move_both_counts():
    here, there = stand(3), stand(0)
    borrow(here)
    back(there)
    assert (left(here), left(there)) == (2, 1)
    assert Station.objects.get(pk=there.pk).moved_at == NOW


def test_the_last_umbrella_goes_once():
    here = stand(1)
    borrow(here)
    with pytest.raises(Refused, match="近い置き場"):
        borrow(here)
    assert left(here) == 0 and Move.objects.filter(kind="borrow").count() == 1


def test_the_database_itself_refuses_a_count_below_zero():
    here = stand(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Station.objects.filter(pk=here.pk).update(count=-1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Move.objects.create(kind="borrow", source=here, quantity=2, slip="K", way="staff", at=NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "borrow", "target": "there"},
        {"kind": "return", "source": "here"},
        {"kind": "carry", "source": "here"},
        {"kind": "carry", "source": "here", "target": "here"},
        {"kind": "borrow", "source": "here", "quantity": 0},
        {"kind": "missing", "source": "here"},
        {"kind": "undo", "target": "here"},
    ],
)
def test_a_move_that_does_not_fit_its_ends_is_refused(wrong):
    ends = {"here": stand(5), "there": stand(5)}
    given = {name: ends.get(value, value) for name, value in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Move.objects.create(**{"quantity": 1, "slip": "K", "way": "staff", "at": NOW, **given})


def test_a_row_is_never_changed_or_deleted():
    here = stand(2)
    move = borrow(here)
    for wrong in (lambda: Move.objects.filter(pk=move.pk).update(quantity=2), move.delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            wrong()
    assert AuditRow.objects.filter(act="umbrellas.borrow", thing_id=str(move.pk)).count() == 1


def test_one_key_moves_once():
    here, key = stand(3), uuid4()
    first, second = borrow(here, id=key), borrow(here, id=key)
    assert first == second and left(here) == 2
    with pytest.raises(Refused, match="開き直して"):
        back(here, id=key)


def test_a_hotel_takes_back_and_does_not_lend():
    hotel = stand(4, use="return")
    back(hotel, quantity=14)
    assert left(hotel) == 18
    with pytest.raises(Refused, match="返却だけ"):
        borrow(hotel)


def test_a_closed_stand_neither_lends_nor_takes():
    here = stand(1)
    with pytest.raises(Refused, match="まだ1本"):
        stations.close_station(station=here, on=NOW.date(), by=None, at=NOW)
    borrow(here)
    stations.close_station(station=here, on=NOW.date(), by=None, at=NOW)
    with pytest.raises(Refused, match="もうやめました"):
        back(here)


def test_nothing_stands_at_a_closed_stand_however_it_would_come_there():
    here, other = stand(1), stand(1)
    last = borrow(here)
    stations.close_station(station=here, on=NOW.date(), by=None, at=NOW)
    ways = (
        lambda: moving.undo(id=uuid4(), move=last, by=None, at=NOW),
        lambda: moving.carry(id=uuid4(), source=other, target=here, quantity=1, by=None, at=NOW),
        lambda: moving.count(id=uuid4(), station=here, counted=1, reason="wrong", by=None, at=NOW),
        lambda: moving.mend(
            id=uuid4(), station=here, kind="repaired", quantity=1, by=None, at=NOW
        ),
    )  # fmt: skip
    for way in ways:
        with pytest.raises(Refused, match="もうやめました"):
            way()
    assert (left(here), left(other)) == (0, 1)


def test_two_undo_one_press_at_the_same_moment_and_it_is_undone_once(monkeypatch):
    here = stand(2)
    move = borrow(here)
    first = moving.undo(id=uuid4(), move=move, by=None, at=NOW)
    # The other looked before the first one wrote.
    monkeypatch.setattr(moving.Move.objects, "filter", _blind_once(moving.Move.objects.filter))
    assert moving.undo(id=uuid4(), move=move, by=None, at=NOW) == first
    assert left(here) == 2


def _blind_once(real):
    seen = []

    def look(*known, **more):
        seen.append(more)
        return real(*known, **more) if len(seen) > 1 else Move.objects.none()

    return look


def test_the_database_itself_closes_only_an_empty_stand():
    here = stand(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Station.objects.filter(pk=here.pk).update(closed_on=NOW.date())


def test_a_count_corrects_the_book_with_a_reason():
    here = stand(7)
    with pytest.raises(Refused, match="帳簿では7本"):
        moving.count(id=uuid4(), station=here, counted=5, by=None, at=NOW)
    move = moving.count(id=uuid4(), station=here, counted=5, reason="unnoted", by=None, at=NOW)
    assert (move.kind, move.quantity, left(here)) == ("missing", 2, 5)
    assert moving.count(id=uuid4(), station=here, counted=5, by=None, at=NOW) is None
    assert Station.objects.get(pk=here.pk).counted_at == NOW


def test_undo_within_ten_minutes_by_a_row_of_its_own():
    here = stand(2)
    move = borrow(here)
    again = moving.undo(id=uuid4(), move=move, by=None, at=NOW + timedelta(minutes=9))
    assert left(here) == 2 and again.of == move
    assert moving.undo(id=uuid4(), move=move, by=None, at=NOW) == again, "twice is once"
    late = borrow(here)
    with pytest.raises(Refused, match="10分"):
        moving.undo(id=uuid4(), move=late, by=None, at=NOW + timedelta(minutes=11))
    assert left(here) == 1


def test_a_coded_umbrella_has_one_open_loan():
    here = stand(3)
    stations.number_umbrella(code="kasa-012", by=None, at=NOW)
    first = borrow(here, code="KASA-012")
    with pytest.raises(Refused, match="貸し出し中"):
        borrow(here, code="kasa-012")
    assert left(here) == 2, "the second move was taken back with its loan"
    with pytest.raises(IntegrityError), transaction.atomic():
        Loan.objects.create(umbrella=first.umbrella, borrowed=borrow(here))
    done = back(here, code="kasa-012")
    assert Loan.objects.get(borrowed=first).returned == done
    moving.undo(id=uuid4(), move=done, by=None, at=NOW)
    assert Loan.objects.get(borrowed=first).returned is None
    with pytest.raises(Refused, match="ありません"):
        borrow(here, code="kasa-999")


def test_repairs_donations_and_carrying():
    here, there = stand(5), stand(0)
    moving.mend(id=uuid4(), station=here, kind="repair", quantity=2, by=None, at=NOW)
    moving.mend(id=uuid4(), station=there, kind="repaired", quantity=1, by=None, at=NOW)
    moving.mend(id=uuid4(), station=None, kind="discard", quantity=1, by=None, at=NOW)
    moving.give(id=uuid4(), station=there, quantity=4, by=None, at=NOW, note="見本鉄道")
    moving.carry(id=uuid4(), source=there, target=here, quantity=3, by=None, at=NOW)
    assert (left(here), left(there)) == (6, 2)
    with pytest.raises(Refused, match="数えた本数"):
        moving.carry(id=uuid4(), source=there, target=here, quantity=3, by=None, at=NOW)


def test_a_double_press_is_one_and_a_later_one_another():
    here = stand(5)
    first, again = press(here), press(here, at=NOW + timedelta(seconds=3))
    assert first == again and left(here) == 4
    press(here, at=NOW + timedelta(seconds=30))
    press(here, "return", at=NOW + timedelta(seconds=31))
    more = press(here, at=NOW + timedelta(seconds=32), token=uuid4())
    assert more != first and left(here) == 3


def test_a_machine_is_stopped_and_guests_of_one_hotel_are_not():
    here = stand(100, capacity=200)
    for n in range(60):
        press(here, device=f"guest-{n}", is_known=False)
    with pytest.raises(Refused, match="電話"):
        press(here, device="guest-61", is_known=False)
    press(here, device="guest-1", is_known=True, at=NOW + timedelta(minutes=1))
    press(here, device="elsewhere", sender="other", is_known=False)
    for _n in range(12):
        press(here, device="robot", token=uuid4())
    with pytest.raises(Refused, match="電話"):
        press(here, device="robot", token=uuid4())


def test_which_device_pressed_is_forgotten_after_two_days():
    here = stand(5)
    press(here)
    assert pressing.forget(at=NOW + timedelta(days=1)) == 0
    assert pressing.forget(at=NOW + timedelta(days=2, minutes=1)) == 1
    assert not Press.objects.exists() and left(here) == 4


def test_a_list_of_moves_gives_the_counts():
    """What the triggers keep is what the rows say."""
    here, there = stand(9), stand(4)
    borrow(here, quantity=3)
    back(there, quantity=2)
    moving.carry(id=uuid4(), source=here, target=there, quantity=1, by=None, at=NOW)
    for one in (here, there):
        came = sum(Move.objects.filter(target=one).values_list("quantity", flat=True))
        went = sum(Move.objects.filter(source=one).values_list("quantity", flat=True))
        assert left(one) == came - went
