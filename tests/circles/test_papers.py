"""Minutes in versions, promises of secrecy, decisions that become batons, numbered copies."""

import subprocess
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories import TeamFactory
from tomoni.core import shredding
from tomoni.core.errors import Refused
from tomoni.core.models import Opening
from tomoni.ground.batons.actions import accept
from tomoni.ground.batons.models import Baton, Offer
from tomoni.town.circles.actions import meetings, papers
from tomoni.town.circles.models import Decision, Meeting, Printout, SecrecyOath

pytestmark = pytest.mark.django_db
SECRET = "本人の食事のこと"


@pytest.fixture
def begun(case, mori, at):
    """The case meeting an hour after it began, with 佐藤さん there and minutes written."""
    later = case.starts_at + timedelta(hours=1)
    member = case.circle.members.get(part="chair")
    meetings.note_attendance(meeting=case, states={member: ("present", "")}, by=mori, at=later)
    papers.write_minutes(meeting=case, text=SECRET, by=mori, at=later)
    Meeting.objects.filter(pk=case.pk).update(starts_at=at)
    return Meeting.objects.get(pk=case.pk)


def test_versions_stay_and_the_newest_is_approved(meeting, mori, at):
    later = meeting.starts_at + timedelta(hours=1)
    with pytest.raises(Refused, match="まだ議事録がありません"):
        papers.approve_minutes(meeting=meeting, by=mori, at=later)
    papers.write_minutes(meeting=meeting, text="はじめの文", by=mori, at=later)
    with pytest.raises(Refused, match="先に出欠を"):
        papers.approve_minutes(meeting=meeting, by=mori, at=later)
    member = meeting.circle.members.get(part="chair")
    meetings.note_attendance(meeting=meeting, states={member: ("present", "")}, by=mori, at=later)
    papers.write_minutes(meeting=meeting, text="直した文", by=mori, at=later)
    approval = papers.approve_minutes(meeting=meeting, by=mori, at=later)

    assert [(m.version, m.text) for m in meeting.minutes.order_by("version")] == [
        (1, "はじめの文"), (2, "直した文"),
    ]  # fmt: skip
    assert approval.minutes.version == 2
    with pytest.raises(Refused, match="もう承認"):
        papers.approve_minutes(meeting=meeting, by=mori, at=later)


@pytest.mark.parametrize("table", ["minutes", "minutesapproval", "secrecyoath", "printout"])
def test_the_database_refuses_to_change_or_delete_what_was_written(begun, mori, at, table):
    papers.approve_minutes(meeting=begun, by=mori, at=at)
    meetings.swear(meeting=begun, words="x", by=mori, at=at)
    papers.number_printout(meeting=begun, for_whom="甲", by=mori, at=at)
    for statement in (f"UPDATE circles_{table} SET id = id", f"DELETE FROM circles_{table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_closed_minutes_open_after_the_promise_and_every_opening_is_written_down(
    client, begun, mori, nurse, at
):
    from django.utils import timezone

    now = timezone.now()
    Meeting.objects.filter(pk=begun.pk).update(starts_at=now)
    meetings.let_in(meeting=Meeting.objects.get(pk=begun.pk), user=nurse, by=mori, at=now)
    client.force_login(nurse)
    url = f"/circles/meetings/{begun.pk}/"
    sent = client.get(f"{url}minutes/")
    assert sent.status_code == 302 and sent["Location"].endswith("/promise/")
    assert client.post(f"{url}print/", {"for_whom": "わたし"})["Location"].endswith("/promise/")
    assert "第106条の6" in client.get(f"{url}promise/").content.decode()
    assert not Opening.objects.exists()

    client.post(f"{url}promise/")
    assert SECRET in client.get(f"{url}minutes/").content.decode()
    row = Opening.objects.get()
    assert (row.by, row.basis) == (nurse, "without_consent")
    assert shredding.opened(row.reason) == "見本-12"
    assert SecrecyOath.objects.get().user == nurse


def test_minutes_lie_sealed_in_the_database(begun):
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM circles_minutes")
        assert SECRET.encode() not in bytes(cursor.fetchone()[0])


def test_a_decision_is_a_baton_offered_to_who_does_it_and_seen_from_the_circle(
    client, meeting, mori, sato, at
):
    team = TeamFactory(name="見本の除雪班", members=[sato])
    client.force_login(mori)
    url = f"/circles/meetings/{meeting.pk}/"
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=at - timedelta(days=400))
    answers = {"words": "橋の雪をかく", "to_team": team.pk, "next_step": "日を決める"}
    assert client.post(f"{url}do/decide/", answers).status_code == 302

    decision = Decision.objects.get()
    assert decision.baton.team.slug == "jimukyoku"  # Until the other side has taken it.
    accept(offer=Offer.objects.get(baton=decision.baton), by=sato, at=decision.decided_at)
    page = client.get(url).content.decode()
    assert "見本の除雪班" in page and decision.baton.number in page
    assert "見本の除雪班" in client.get("/circles/cafe/inside/").content.decode()


def test_the_title_of_a_case_decision_says_nothing_about_anybody(begun, mori):
    later = begun.starts_at + timedelta(hours=2)
    papers.decide(meeting=begun, words="坂本さんに弁当を届ける", by=mori, at=later)
    assert Baton.objects.get(kind="circles.decision").title == "会議で決まったこと（案件 見本-12）"
    with pytest.raises(Refused, match="公開できません"):
        papers.decide(meeting=begun, words="x", plain_words="y", is_public=True, by=mori, at=later)


def test_every_copy_has_its_number_and_its_name_across_the_page(client, begun, mori, tmp_path):
    client.force_login(mori)
    url = f"/circles/meetings/{begun.pk}/"
    client.post(f"{url}promise/")
    for name in ("甲野 見本", "乙野 見本"):
        answer = client.post(f"{url}print/", {"for_whom": name})
        assert answer["Content-Type"] == "application/pdf"
    (tmp_path / "copy.pdf").write_bytes(answer.content)
    text = subprocess.run(
        ["pdftotext", str(tmp_path / "copy.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    text = "".join(text.split())  # Paper puts a little air between kanji and figures.
    assert "第2部乙野見本様" in text
    assert SECRET in text
    rows = [(p.number, p.for_whom, p.printed_by) for p in Printout.objects.order_by("number")]
    assert rows == [(1, "甲野 見本", mori), (2, "乙野 見本", mori)]
    assert client.post(f"{url}print/", {"for_whom": ""}).status_code == 200
    assert Printout.objects.count() == 2
