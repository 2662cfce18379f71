"""Those who meet people: my day, the week, booking for somebody, and an absence with all it needs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.appointments.conftest import book, on, told
from tests.appointments.test_public import free_time
from tests.factories import NOW
from tomoni.core.errors import Refused
from tomoni.core.models import Opening as Read
from tomoni.doing.appointments.actions import absences, changing, reminding
from tomoni.doing.appointments.models import Absence, Booking, Worklist
from tomoni.ground.notices.models import Delivery, Notice, Preference

pytestmark = pytest.mark.django_db
SOMEBODY = {
    "channel": "phone",
    "name": "坂本 ハル",
    "kana": "さかもと はる",
    "phone": "0134-62-1234",
}


def test_the_grandmother_on_the_telephone_is_booked_and_gets_a_letter(childcare, client, mori):
    client.force_login(mori)
    assert "赤ちゃんの相談" in client.get("/staff/appointments/new/").text
    page = "/staff/appointments/new/nikoniko/baby/?for=self&how=desk"
    assert client.get(page).status_code == 200
    time = free_time(childcare)
    missing = client.post(page, SOMEBODY | {"by_letter": "on"})
    assert "日時を選んでください" in missing.text or "手紙の送り先" in missing.text
    assert "坂本 ハル" in missing.text
    done = client.post(
        page,
        SOMEBODY
        | {"time": f"{time.key}:", "phone": "", "by_letter": "on", "postcode": "047-0024",
           "address": "小樽市花園2丁目12番1号"},
    )  # fmt: skip
    made = Booking.objects.get()
    assert done["Location"] == f"/staff/appointments/{made.pk}/"
    assert (made.channel, made.made_by) == ("phone", mori)
    letter = Delivery.objects.get(notice__kind="appointments.booked")
    assert letter.channel == "letter"
    shown = client.get(done["Location"])
    assert "さかもと" in shown.text
    read = Read.objects.get(thing="appointments.Booking")
    assert "contact" in read.fields
    assert read.by == mori


def test_who_is_not_of_the_team_does_not_find_it(childcare, client, tani, ken):
    made = book(childcare)
    client.force_login(tani)
    assert client.get(f"/staff/appointments/{made.pk}/").status_code == 404
    assert made.number not in client.get("/staff/appointments/?day=2026-11-26&who=team").text
    client.force_login(ken)
    assert client.get(f"/staff/appointments/{made.pk}/").status_code == 403


def test_the_day_and_the_week_take_a_fixed_number_of_questions(
    childcare, client, kato, django_assert_max_num_queries
):
    client.force_login(kato)
    pages = (
        "/staff/appointments/?day=2026-11-26&who=team",
        "/staff/appointments/week/?desk=nikoniko&from=2026-11-26",
    )
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _round in range(2):
        found = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            found.append(len(asked))
        counts.append(found)
        for hour in (9, 10, 11):
            book(childcare, on(11, 26, hour), told=told(f"{hour}時の人"))
    assert counts[0] == counts[1]
    text = client.get(pages[1]).text
    assert all(one.number in text for one in Booking.objects.all())


def test_came_and_did_not_come(childcare, client, kato):
    made = book(childcare, worker=childcare.kato)
    with pytest.raises(Refused, match="まだ先の日"):
        changing.came(booking=made, by=kato, at=NOW)
    changing.came(booking=made, by=kato, at=on(11, 26, 9, 5))
    made.refresh_from_db()
    assert made.status == "came"
    changing.absent(booking=made, by=kato, at=on(11, 26, 9, 30))
    made.refresh_from_db()
    assert made.status == "absent"
    assert list(made.changes.values_list("act", flat=True)) == ["booked", "came", "absent"]


def test_cancelling_needs_a_reason_and_everybody_is_told(childcare, client, kato, endo):
    made = book(childcare, worker=childcare.endo)
    client.force_login(kato)
    path = f"/staff/appointments/{made.pk}/do/cancel/"
    assert "取りやめの理由" in client.post(path, {"reason": ""}).text
    client.post(path, {"reason": "大雪のため"})
    made.refresh_from_db()
    assert made.status == "cancelled"
    notice = Notice.objects.get(kind="appointments.cancelled")
    assert "大雪のため" in notice.wording.text
    assert Notice.objects.filter(kind="appointments.staff", user=endo).count() == 2


def test_staff_move_to_another_time_and_worker(childcare, client, kato, endo):
    time = free_time(childcare)
    made = book(childcare, time.starts_at, worker=childcare.endo, at=timezone.now())
    client.force_login(kato)
    page = f"/staff/appointments/{made.pk}/move/"
    later = free_time(childcare, 5)
    assert f"{later.key}:{childcare.kato.pk}" in client.get(page).text
    assert "新しい日時を選んでください" in client.post(page, {"reason": ""}).text
    client.post(page, {"time": f"{later.key}:{childcare.kato.pk}", "reason": "会議のため"})
    made.refresh_from_db()
    assert (made.worker, made.starts_at) == (childcare.kato, later.starts_at)
    client.post(page, {"time": f"same:{childcare.endo.pk}"})
    made.refresh_from_db()
    assert (made.worker, made.starts_at, made.sequence) == (childcare.endo, later.starts_at, 2)


@pytest.fixture
def full_day(childcare):
    """Kato has the whole morning of Thursday the 26th; Endo only nine o'clock."""
    names = ("九時", "十時", "十一時")
    made = [
        book(
            childcare, on(11, 26, 9 + n), told=told(name, f"0134-62-000{n}"), worker=childcare.kato
        )
        for n, name in enumerate(names)
    ]
    book(childcare, on(11, 26, 9), told=told("別の人"), worker=childcare.endo)
    return made


def test_an_absence_makes_a_worklist_and_nobody_can_book_her(childcare, full_day, kato):
    absence = absences.be_away(
        user=kato, starts_at=on(11, 26, 0), ends_at=on(11, 27, 0), reason="ill", by=kato, at=NOW
    )
    work = Worklist.objects.get(absence=absence)
    assert work.baton.is_open
    assert work.baton.team == childcare.team
    assert work.bookings.count() == 3
    with pytest.raises(Refused):
        book(childcare, on(11, 26, 9), told=told("あとから"))
    done, left = absences.hand_over_many(
        bookings=full_day, by=kato, at=NOW, reason="担当者の急な休み"
    )
    assert [one.number for one in left] == [full_day[0].number]  # Endo is taken at nine.
    assert {one.worker for one in done} == {childcare.endo}
    assert Notice.objects.filter(kind="appointments.moved").count() == 2
    work.baton.refresh_from_db()
    assert work.baton.is_open
    done, left = absences.move_many(bookings=left, by=kato, at=NOW)
    assert not left
    assert (done[0].worker, done[0].starts_at) == (childcare.kato, on(11, 27, 9))
    work.baton.refresh_from_db()
    assert not work.baton.is_open
    assert Notice.objects.filter(kind="appointments.moved").count() == 3


def test_who_is_asked_chooses_by_the_link_and_the_list_closes(childcare, kato):
    made = book(childcare, on(11, 26, 9), worker=childcare.kato)
    absences.be_away(
        user=kato, starts_at=on(11, 26, 0), ends_at=on(11, 27, 0), reason="ill", by=kato, at=NOW
    )
    absences.ask_many(bookings=[made], by=kato, at=NOW)
    made.refresh_from_db()
    assert made.wants_new_time
    assert Notice.objects.filter(kind="appointments.choose").count() == 1
    # Less than a day before, which is otherwise too late for the link.
    changing.move(
        booking=made, starts_at=on(11, 27, 10), by=None, at=on(11, 25, 12), through_link=True
    )
    made.refresh_from_db()
    assert not made.wants_new_time
    assert not Worklist.objects.get().baton.is_open


def test_an_absence_that_was_a_mistake_is_taken_back(childcare, full_day, kato, client):
    absence = absences.be_away(
        user=kato, starts_at=on(11, 26, 0), ends_at=on(11, 27, 0), reason="duty", by=kato, at=NOW
    )
    absences.be_back(absence=absence, by=kato, at=NOW)
    assert not Worklist.objects.get().baton.is_open
    assert not Absence.objects.get().ends_at > on(11, 26, 0) + timedelta(minutes=1)
    changing.cancel(booking=full_day[0], by=kato, at=NOW, reason="都合")
    book(childcare, on(11, 26, 9), told=told("あとから"), worker=childcare.kato)


def test_the_pages_of_an_absence(childcare, client, mori, kato):
    time = free_time(childcare, 1)
    made = book(childcare, time.starts_at, worker=childcare.kato, at=timezone.now())
    client.force_login(mori)
    form = {"worker": childcare.kato.pk, "reason": "ill", "from_on": time.day.isoformat()}
    wrong = client.post("/staff/appointments/absences/new/", form | {"until_on": "2026-02-31"})
    assert "という日はありません" in wrong.text
    wrong = client.post("/staff/appointments/absences/new/", form | {"until_on": "2020-02-01"})
    assert "終わりは、始まりより後に" in wrong.text
    done = client.post(
        "/staff/appointments/absences/new/", form | {"until_on": time.day.isoformat()}
    )
    page = done["Location"]
    assert made.number in client.get(page).text
    assert "印をつけてください" in client.post(page, {"way": "colleague"}).text
    moved = client.post(page, {"way": "colleague", "booking": [str(made.pk)], "reason": "休み"})
    assert "1件を動かし" in moved.text
    assert "残っていません" in moved.text
    assert "これからの不在" in client.get("/staff/appointments/absences/").text


def test_everybody_is_reminded_once_and_not_who_has_just_booked(childcare):
    made = book(childcare, on(11, 30, 9))
    book(childcare, on(11, 26, 9), at=on(11, 24, 14))
    assert reminding.remind_due(at=on(11, 29, 8)) == 0
    assert reminding.remind_due(at=on(11, 29, 9, 5)) == 1
    assert reminding.remind_due(at=on(11, 29, 9, 15)) == 0
    notice = Notice.objects.get(kind="appointments.reminder")
    assert made.number in notice.wording.text
    changing.move(booking=made, starts_at=on(12, 2, 9), by=None, at=on(11, 29, 10))
    assert reminding.remind_due(at=on(12, 1, 9, 5)) == 1


def test_a_letter_of_reminder_leaves_early_enough_for_the_post(childcare):
    letter = {
        "phone": "", "by_letter": True, "postcode": "0470024", "address": "小樽市花園2丁目12番1号",
    }  # fmt: skip
    made = book(childcare, on(12, 14, 9), told=told("坂本 ハル", **letter), channel="phone")
    book(childcare, on(12, 14, 9), told=told("北村 花"))
    # Booked on the telephone five days before: the receipt itself is the letter that arrives in time.
    book(
        childcare, on(12, 11, 9), told=told("見本 太郎", **letter), channel="phone", at=on(12, 6, 9)
    )
    assert reminding.remind_due(at=on(12, 8, 8, 55)) == 0
    assert reminding.remind_due(at=on(12, 8, 9, 5)) == 1
    notice = Notice.objects.get(kind="appointments.reminder")
    assert made.number in notice.wording.text
    assert [one.channel for one in notice.deliveries.all()] == ["letter"]
    assert reminding.remind_due(at=on(12, 13, 9, 5)) == 1  # The other one, by telephone's own way.


def test_who_chose_letters_on_their_own_page_is_reminded_by_post_in_time(childcare, ken):
    Preference.objects.create(recipient=f"user:{ken.pk}", channels=["letter"], updated_at=NOW)
    book(childcare, on(12, 14, 9), by=ken)
    assert reminding.remind_due(at=on(12, 8, 9, 5)) == 1


def test_the_rules_of_a_desk_are_kept_on_pages(childcare, client, mori):
    client.force_login(mori)
    assert "子育て相談" in client.get("/staff/appointments/desks/").text
    hours = f"/staff/appointments/desks/nikoniko/hours/{childcare.kato.pk}/"
    assert client.get(hours).status_code == 200
    rows = {
        "rows": "2",
        "r0-weekday": "0",
        "r0-weeks": "10",
        "r0-opens": "１０時半",
        "r0-closes": "正午",
    }
    wrong = client.post(hours, rows | {"r1-weekday": "1", "r1-opens": "あさ", "r1-closes": "12"})
    assert "時刻として読めません" in wrong.text
    client.post(hours, rows)
    row = childcare.kato.openings.get()
    assert (row.weekday, row.weeks, row.opens, row.closes) == (0, 10, 630, 720)
    kind = client.get("/staff/appointments/desks/nikoniko/kinds/baby/")
    assert "赤ちゃんの相談" in kind.text
    walk = client.post(
        "/staff/appointments/walk-in/",
        {"kind": childcare.kind.pk, "worker": childcare.endo.pk, "name": "通りがかりの人"},
    )
    assert walk.status_code == 302
    assert Booking.objects.get().status == "came"
