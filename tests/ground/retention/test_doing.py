"""Bookings, sign-ups and points: on one's own page while they are kept, gone when their term is over."""

import json
from datetime import date, timedelta

import pytest

from tests.appointments.conftest import childcare, endo, kato, when  # noqa: F401 (fixtures)
from tests.events.salons import join, salon_with
from tests.factories import NOW
from tests.ground.retention.conftest import OLD
from tests.ground.retention.test_destroying import everything
from tests.points.towns import give, holder, move, scheme_with
from tomoni.core.models import AuditRow
from tomoni.doing.appointments.actions import booking
from tomoni.doing.appointments.actions.booking import Told
from tomoni.doing.appointments.models import Booking
from tomoni.doing.events.models import Attendance, Occurrence, SignUp
from tomoni.doing.points.actions import accounts
from tomoni.doing.points.models import Account, Transfer
from tomoni.doing.points.queries.balances import wrong_balances
from tomoni.ground.people.actions.forgetting import GONE
from tomoni.ground.people.actions.persons import of_account
from tomoni.ground.people.contacts import Contact
from tomoni.ground.people.models import Person
from tomoni.ground.retention.actions import destroying, proposing
from tomoni.ground.retention.models import Destruction, Item

WHY = "夜泣きのこと"
WORDS = (WHY, "見本 さくら", "0134-55-5555", "見本 もも", "見本 飛び入り")


@pytest.fixture
def kept(childcare, haru):  # noqa: F811 (a fixture)
    """Haru's booking, her sign-up with a friend, somebody who just came, and her points."""
    person = of_account(user=haru, at=NOW)
    who = Contact(name="見本 さくら", phone="0134-55-5555")
    booked = booking.book(
        kind=childcare.kind, starts_at=when(date(2026, 12, 1), 9), mode="desk",
        told=Told(contact=who, about=WHY, person=person), worker=None, by=haru, at=NOW,
        channel="screen",
    )  # fmt: skip
    role = salon_with(5)
    sign_up = join(role, "見本 もも", by=haru, phone="0134-55-5555")
    walked = Attendance.objects.create(
        occurrence=role.occurrence, who={"name": "見本 飛び入り"}, state="came", way="walk_in", at=NOW
    )  # fmt: skip
    scheme = scheme_with()
    account = holder(scheme)
    Account.objects.filter(pk=account.pk).update(person=person)
    give(account, 100)
    return {"booked": booked, "sign_up": sign_up, "walked": walked, "account": account}


def grow_old(kept):
    """Everything was ten years ago, and the account is empty and closed."""
    account = kept["account"]
    account.refresh_from_db()
    other = holder(account.scheme)
    move(account, other, 100)
    account.refresh_from_db()
    Account.objects.filter(pk=account.pk).update(closed_at=OLD)
    Booking.objects.update(starts_at=OLD, ends_at=OLD + timedelta(hours=1))
    Occurrence.objects.update(starts_at=OLD, ends_at=OLD + timedelta(hours=1))


def test_the_page_and_both_files_show_them_to_whose_they_are(client, kept, haru, sato):
    client.force_login(haru)
    page = client.get("/me/everything/").content.decode()
    file = client.get("/me/everything/file/").content.decode()
    data = json.dumps(json.loads(client.get("/me/download/").content)["held"], ensure_ascii=False)
    number = kept["booked"].number
    for said in (page, file, data):
        for word in (number, WHY, "見本 さくら", "見本サロン", kept["sign_up"].number, "+100"):
            assert word in said, word
        assert "飛び入り" not in said
    client.force_login(sato)
    assert number not in client.get("/me/everything/").content.decode()


def test_a_clerk_does_not_see_as_theirs_what_they_booked_for_others(client, kept, mori):
    Booking.objects.update(made_by=mori, channel="phone", person=None)
    client.force_login(mori)
    assert WHY not in client.get("/me/everything/").content.decode()


def test_after_two_approvals_they_go_and_the_counts_stay(kept, rules, desk, ishida, ono, at):
    grow_old(kept)
    proposal = proposing.propose(at=at)
    listed = set(proposal.items.values_list("held", flat=True))
    classes = {
        "appointments.bookings", "events.sign_ups", "events.attendances", "points.accounts",
    }  # fmt: skip
    assert listed >= classes
    for by in (ishida, ono):
        proposal = proposing.approve(proposal=proposal, by=by, at=at)
    destroying.destroy(proposal.pk, now=lambda: at)

    of_these = proposal.items.filter(held__in=classes)
    assert set(of_these.values_list("held", "outcome")) == {
        (code, Item.Outcome.DESTROYED) for code in classes
    }
    # What people were told has a term of its own, and these notices are young.
    left = {
        (label, word)
        for label, row in everything()
        for word in WORDS
        if word in row and label != "notices.Notice"
    }
    assert not left
    booked, sign_up = Booking.objects.get(), SignUp.objects.get()
    assert (booked.person, booked.about, booked.phone, booked.made_by) == (None,) * 4
    assert booked.changes.exists(), "that somebody booked stays"
    assert (sign_up.user, sign_up.person, sign_up.seats) == (None, None, 1)
    assert sign_up.attendees.get().who is None
    assert Attendance.objects.get().state == "came"
    account = Account.objects.get(pk=kept["account"].pk)
    assert account.person.name == GONE and account.person.user is None
    assert not wrong_balances() and Transfer.objects.count() == 2
    assert Destruction.objects.filter(proposal=proposal).exists()
    assert AuditRow.objects.filter(act="points.account_forgotten").count() == 1

    proposal = proposing.propose(at=at + timedelta(days=40))
    again = proposal.items.filter(held__in=classes) if proposal else Item.objects.none()
    assert not again.exists(), "what is emptied is not due again"


def test_what_is_not_old_enough_and_an_open_account_stay(kept, rules, desk, at):
    proposal = proposing.propose(at=at)
    assert proposal is None or (
        not proposal.items.filter(held__startswith="events.").exists()
        and not proposal.items.filter(held__in=["appointments.bookings", "points.accounts"])
    )


def test_each_forgotten_account_belongs_to_a_nobody_of_its_own(db):
    from tomoni.doing.points.actions import forgetting

    scheme = scheme_with()
    two = [holder(scheme), holder(scheme)]
    for account in two:
        accounts.close_account(account=account, by=None, at=NOW)
    forgetting.accounts([one.pk for one in two], at=NOW)
    assert Person.objects.filter(points_accounts__in=two, name=GONE).distinct().count() == 2
