"""Calling a meeting, who comes, and case meetings that open only to who is let in, for a time."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tomoni.core.errors import Refused
from tomoni.town.circles import access
from tomoni.town.circles.actions import meetings
from tomoni.town.circles.models import Attendance, CaseAccess, Meeting

pytestmark = pytest.mark.django_db


def test_a_meeting_is_typed_as_people_write(client, network, mori):
    client.force_login(mori)
    answers = {
        "title": "春の相談", "day": "令和9年4月8日", "starts": "午後2時半", "place": "見本会館",
        "basis": "plain", "is_public": "on",
    }  # fmt: skip
    assert client.post("/circles/cafe/inside/meeting/", answers).status_code == 302
    made = Meeting.objects.get(title="春の相談")
    assert f"{timezone.localtime(made.starts_at):%Y-%m-%d %H:%M}" == "2027-04-08 14:30"


@pytest.mark.parametrize(
    ("basis", "words"),
    [("without_consent", "共有する理由を書いてください"), ("with_consent", "本人の同意")],
)
def test_a_case_meeting_says_on_what_basis_it_shares(client, network, mori, basis, words):
    client.force_login(mori)
    answers = {
        "title": "支援", "day": "2027-04-08", "starts": "14:00", "basis": basis,
        "case_number": "見本-1",
    }  # fmt: skip
    page = client.post("/circles/cafe/inside/meeting/", answers).content.decode()
    assert words in page
    assert not Meeting.objects.exists()


def test_the_database_refuses_a_case_meeting_without_basis_or_in_public(case):
    for wrong in ({"basis": "with_consent"}, {"is_public": True}, {"is_closed": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Meeting.objects.filter(pk=case.pk).update(**wrong)


def test_a_case_meeting_opens_to_who_is_let_in_and_ends_by_itself(
    client, case, mori, sato, nurse, at
):
    url = f"/circles/meetings/{case.pk}/"
    client.force_login(sato)
    assert client.get(url).status_code == 404  # A member of the circle is not enough.

    now = timezone.now()
    Meeting.objects.filter(pk=case.pk).update(starts_at=now + timedelta(hours=1))
    client.force_login(mori)
    assert client.post(f"{url}do/let-in/", {"user": "nakayama@example.jp"}).status_code == 302
    client.force_login(nurse)
    assert client.get(url).status_code == 200

    given = CaseAccess.objects.get()
    assert not access.visible_meetings(nurse, given.until_at).filter(pk=case.pk).exists()
    CaseAccess.objects.update(from_at=now - timedelta(days=2), until_at=now - timedelta(days=1))
    assert client.get(url).status_code == 404


def test_access_can_be_ended_at_once_and_never_given_for_long(case, mori, nurse, at):
    with pytest.raises(Refused, match="60日"):
        meetings.let_in(meeting=case, user=nurse, until_at=at + timedelta(days=90), by=mori, at=at)
    given = meetings.let_in(meeting=case, user=nurse, by=mori, at=at)
    later = at + timedelta(hours=1)
    meetings.shut_out(access=given, by=mori, at=later)
    assert not access.visible_meetings(nurse, later).filter(pk=case.pk).exists()


def test_members_answer_until_it_begins_and_the_hall_is_noted_after(
    client, network, meeting, mori, sato, at
):
    now = timezone.now()
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=now + timedelta(hours=1))
    client.force_login(sato)
    url = f"/circles/meetings/{meeting.pk}/"
    assert "出席します" in client.get(url).content.decode()
    client.post(f"{url}answer/", {"coming": "yes"})
    assert Attendance.objects.get().state == "coming"

    client.force_login(mori)
    first = network.members.get(part="chair")
    second, third = network.members.exclude(pk=first.pk)
    here = {f"state_{first.pk.hex}": "present", f"state_{second.pk.hex}": "stand_in"}
    page = client.post(f"{url}do/attendance/", here).content.decode()
    assert "会議はまだ始まっていません" in page

    Meeting.objects.filter(pk=meeting.pk).update(starts_at=now - timedelta(hours=1))
    page = client.post(f"{url}do/attendance/", here).content.decode()
    assert "代理で出席した人の名前" in page
    here[f"who_{second.pk.hex}"] = "見本 代理"
    assert client.post(f"{url}do/attendance/", here).status_code == 302
    meeting.refresh_from_db()
    assert meeting.status == "held"
    assert not Attendance.objects.filter(member=third).exists()


def test_a_cancelled_meeting_says_why_and_decides_nothing(client, meeting, mori, at):
    client.force_login(mori)
    url = f"/circles/meetings/{meeting.pk}/"
    assert client.post(f"{url}do/cancel/", {"reason": "大雪"}).status_code == 302
    page = client.post(f"{url}do/decide/", {"words": "何か"}).content.decode()
    assert "中止になった会議です" in page


def test_the_agenda_is_kept_line_by_line(client, meeting, mori):
    client.force_login(mori)
    url = f"/circles/meetings/{meeting.pk}/"
    client.post(f"{url}do/agenda/", {"text": "会計の報告|表は当日\n\n次の日どり"})
    assert [(i.number, i.title, i.material) for i in meeting.agenda.all()] == [
        (1, "会計の報告", "表は当日"), (2, "次の日どり", ""),
    ]  # fmt: skip
    assert "会計の報告｜表は当日" in client.get(f"{url}do/agenda/").content.decode()
