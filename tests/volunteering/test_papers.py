"""Certificates anybody can check, registers that courses fill, reminders, figures, forgetting."""

import json
from datetime import UTC, date, timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.events.salons import join as sign_up
from tests.events.salons import salon_with
from tests.factories import NOW, TODAY, PersonFactory
from tests.volunteering.towns import need, post, shift, volunteer
from tomoni.core.errors import Refused
from tomoni.doing.events.actions import attending
from tomoni.doing.volunteering import holdings, paper, signing
from tomoni.doing.volunteering.actions import (
    afterwards,
    certificates,
    forgetting,
    hours,
    registers,
    reminding,
    turns,
    volunteers,
)
from tomoni.doing.volunteering.models import Attendance, Incident, Registered
from tomoni.doing.volunteering.queries import figures
from tomoni.doing.volunteering.rules import certificates as rules
from tomoni.ground.batons.actions import forgetting as batons
from tomoni.ground.batons.models import Baton
from tomoni.ground.notices.models import Notice
from tomoni.ground.people.models import User

pytestmark = pytest.mark.django_db


def helped(who, *, on=TODAY, minutes=90, of=None):
    row = hours.report(volunteer=who, need=of or need(), on=on, minutes=minutes, by=None, at=NOW)
    return hours.approve(attendance=row, by=None, at=NOW)


@pytest.fixture
def certificate():
    who = volunteer(p_name="髙橋 﨑子")
    helped(who)
    helped(who, on=TODAY - timedelta(days=1))
    return certificates.issue(
        volunteer=who, first_on=date(2026, 4, 1), last_on=TODAY, by=None, at=NOW
    )


def test_a_certificate_is_checked_without_us(certificate, tmp_path, capsys):
    code = paper.carried(certificate)
    facts, name, signature = rules.read(code)
    told = json.loads(facts)
    assert (told["name"], told["times"], told["minutes"]) == ("髙橋 﨑子", 2, 180)
    assert rules.is_signed(facts, signature, bytes.fromhex(signing.public_keys()[name]))
    file = tmp_path / "code.txt"
    file.write_text(code, encoding="utf-8")
    call_command("verify-certificate", str(file), key=signing.public_keys()[name])
    assert "real" in capsys.readouterr().out
    assert paper.certificate(certificate).startswith(b"%PDF")


def test_a_certificate_made_early_bears_the_towns_day_and_not_that_of_greenwich(certificate):
    early = (NOW + timedelta(days=1)).replace(hour=7).astimezone(UTC)
    made = certificates.issue(
        volunteer=certificate.volunteer, first_on=date(2026, 4, 1), last_on=TODAY, by=None, at=early
    )
    assert json.loads(made.facts)["made"] == "2026-11-25"


def test_one_changed_minute_is_noticed(certificate, client, tmp_path):
    facts, name, signature = rules.read(paper.carried(certificate))
    forged = rules.carried(facts.replace(b'"minutes":180', b'"minutes":980'), name, signature)
    file = tmp_path / "code.txt"
    file.write_text(forged, encoding="utf-8")
    with pytest.raises(CommandError, match="NOT real"):
        call_command("verify-certificate", str(file))
    page = client.get(reverse("volunteering:verify"), {"c": forged}).content.decode()
    assert "この市の署名ではありません" in page
    page = client.get(reverse("volunteering:verify"), {"c": paper.carried(certificate)})
    assert "本物です" in page.content.decode()


@pytest.mark.parametrize(
    "bad", ["", "x", "TOMONI1.a.b", "TOMONI1.k.!!.!!", "TOMONI1.k.e30.", "https://x"]
)
def test_nonsense_is_answered_in_words(client, bad):
    page = client.get(reverse("volunteering:verify"), {"c": bad})
    assert page.status_code == 200


def test_without_confirmed_hours_there_is_no_certificate():
    with pytest.raises(Refused, match="確かめられた活動がありません"):
        certificates.issue(volunteer=volunteer(), first_on=TODAY, last_on=TODAY, by=None, at=NOW)


def test_who_attends_the_course_enters_the_register_with_its_end(haru, mori):
    role = salon_with(
        5, at=NOW, slug="mihon-course", starts_at=NOW + timedelta(hours=1), closes_hours=0
    )
    course = role.occurrence.series
    person = PersonFactory(user=haru, name="坂本 ハル")
    party = sign_up(role, "坂本 ハル", phone="", email="haru@example.jp", at=NOW, by=haru)
    kept = registers.keep_course(series=course, register="dementia", valid_years=3, by=mori, at=NOW)
    assert not Registered.objects.exists()
    attending.check_in(
        occurrence=role.occurrence, sign_up=party, by=haru, at=NOW + timedelta(hours=1)
    )
    assert registers.enter_attended(course=kept, at=NOW + timedelta(days=1)) == 1
    assert registers.enter_attended(course=kept, at=NOW + timedelta(days=1)) == 0
    row = Registered.objects.get()
    assert (row.person, row.register) == (person, "dementia")
    assert row.until_on == row.since_on.replace(year=row.since_on.year + 3)


def test_a_leap_day_ends_on_the_day_before():
    assert registers.ends(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert registers.ends(date(2028, 2, 29), None) is None


def test_who_comes_is_reminded_once_and_a_risk_is_told_once():
    where = shift(starts=timedelta(hours=20))
    turns.join(post=post(where), volunteer=volunteer(p_email="a@example.jp"), by=None, at=NOW)
    assert (reminding.remind_due(at=NOW), reminding.remind_due(at=NOW)) == (1, 0)
    assert Notice.objects.filter(kind="volunteering.reminder").count() == 1
    assert (reminding.warn_due(at=NOW), reminding.warn_due(at=NOW)) == (1, 0)
    assert "足りない" in Baton.objects.get(pk=where.need.baton_id).next_step


def test_small_counts_of_a_year_are_hidden():
    for n in range(5):
        helped(volunteer(p_birth_on=date(1990, 1, 1 + n)))
    helped(volunteer(p_birth_on=date(1940, 1, 1)))
    found = figures.year(date(2026, 4, 1), date(2027, 3, 31))
    totals = found.totals
    assert (totals.people, totals.times, totals.hours) == (6, 6, 9)
    assert (totals.wishes, totals.helped) == (6, 6)
    assert found.lines is None or all(
        n is None or n == 0 or n >= 3 for one in found.lines for n in one.people
    )


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ({"snow": 5, "meals": 2}, set()),  # One alone would be the sum less the other.
        ({"snow": 5, "visit": 4, "meals": 2}, {"snow"}),
        ({"snow": 5, "visit": 2, "meals": 1}, {"snow"}),
        ({"snow": 5, "visit": 4}, {"snow", "visit"}),
    ],
)
def test_hours_of_few_people_cannot_be_taken_from_the_sum(people, told):
    assert figures._hours_told(people) == told


def test_enough_people_are_shown_and_downloaded(client, mori):
    from django.utils.timezone import localdate, now

    asked = need(at=now())
    for n in range(4):
        row = hours.report(
            volunteer=volunteer(p_birth_on=date(1990, 1, 1 + n)), need=asked, on=localdate(),
            minutes=60, by=None, at=now(),
        )  # fmt: skip
        hours.approve(attendance=row, by=None, at=now())
    client.force_login(mori)
    page = client.get(reverse("volunteering:figures_csv")).content.decode()
    assert "雪かき,0,0,4,0,0,4,4" in page
    assert "手伝いの希望,1,0" in page and "そのうち、手伝いがあった,1,0" in page


def test_an_accident_is_a_matter_with_its_baton(client, ken):
    client.force_login(ken)
    url = reverse("volunteering:tell_incident")
    token = client.get(url).context["form"]["token"].value()
    told = {
        "kind": "near",
        "happened_on": f"{date.today()}",
        "words": "屋根の雪が落ちた",
        "token": token,
    }
    for _twice in range(2):
        client.post(url, told)
    found = Incident.objects.get()
    assert found.baton.is_open
    assert found.baton.is_urgent


def test_what_is_kept_about_me_names_all_of_it(haru):
    person = PersonFactory(user=haru, name="坂本 ハル")
    who = volunteer(person=person, skills=["snow"])
    helped(who)
    turns.join(post=post(shift()), volunteer=who, by=None, at=NOW)
    labels = {label for label, _text in holdings.mine(haru, [person])}
    assert {"ボランティアの登録", "手伝いの出番", "手伝った時間"} <= labels
    assert not list(holdings.mine(User(pk=uuid4()), [PersonFactory()]))


def test_forgetting_keeps_minutes_and_nothing_that_tells_of_anybody():
    asked = need(words="腰が痛い", place="見本町1-2")
    who = volunteer(guardian_name="見本 親", guardian_on=date(2026, 11, 1), skills=["snow"])
    row = helped(who, of=asked)
    afterwards.say(attendance=row, side="giver", stars=5, words="犬がいる家", by=None, at=NOW)
    Attendance.objects.filter(pk=row.pk).update(said_name="見本 キク", reason="わけ")
    Baton.objects.filter(pk=asked.baton_id).update(status="closed", closed_at=NOW, outcome="done")
    batons.empty([str(asked.baton_id)], at=NOW)
    asked.refresh_from_db()
    row.refresh_from_db()
    assert (asked.words, asked.contact) == (None, None)
    assert (row.minutes, row.said_name) == (90, "")
    assert "犬" not in row.feedback.get().words
    volunteers.leave(volunteer=who, by=None, at=NOW)
    forgetting.volunteers([str(who.pk)], at=NOW)
    who.refresh_from_db()
    assert (who.guardian_name, who.skills.count(), who.town) == ("", 0, None)
    assert Attendance.objects.filter(volunteer=who).exists()


def test_a_certificate_says_nothing_of_days_to_come():
    who = volunteer()
    helped(who)
    made = certificates.issue(
        volunteer=who, first_on=date(2026, 4, 1), last_on=date(2099, 3, 31), by=None, at=NOW
    )
    assert json.loads(made.facts)["last"] == TODAY.isoformat()
    with pytest.raises(Refused, match="これから先"):
        certificates.issue(
            volunteer=who, first_on=date(2098, 4, 1), last_on=date(2099, 3, 31), by=None, at=NOW
        )
