"""The organiser plans, publishes, moves and calls off; keeps the list, the sheet of paper and the door."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from tests.events.salons import TOKYO, join, salon_with
from tomoni.core.errors import Refused
from tomoni.doing.events.actions import attending, changing, feedback, planning
from tomoni.doing.events.models import Attendance, Occurrence, Role, Series, SignUp
from tomoni.doing.events.queries import rosters
from tomoni.doing.events.rules import composing
from tomoni.doing.events.rules.joining import Guest
from tomoni.ground.notices.models import Delivery, Notice

pytestmark = pytest.mark.django_db


def answers(salon, **more):
    year = timezone.localdate().year + 1
    return {
        "organisation": str(salon.pk), "title": "月いちサロン", "kind": "salon", "summary": "お茶の会",
        "day": f"{year}年1月14日", "begins": "午後1時", "ends": "１５：００", "repeat": "nth",
        "holidays": "shift", "place_text": "喫茶みほん", "entry": "sign_up", "capacity": "8",
        "fee_kind": "free", "phone": "0134-00-0000", "most_in_party": "4", "mix_child": "2",
        "visibility": "public", "programme": "13:00 お茶", **more,
    }  # fmt: skip


@pytest.fixture
def role(db, salon):
    """A monthly salon of 佐藤さん, next date in five days."""
    at = timezone.now().replace(microsecond=0)
    starts = (at + timedelta(days=5)).astimezone(TOKYO).replace(hour=13, minute=0, second=0)
    made = planning.plan(
        slug="mihon", title="見本サロン", starts_at=starts, organisation=salon, entry="sign_up",
        rrule=composing.weekly([starts.weekday()]), roles={"participant": 3}, by=None, at=at,
        place_text="見本会館", phone="0134-00-0000", summary="お茶の会", mix_planned={"child": 2},
    )  # fmt: skip
    planning.publish(series=made, by=None, at=at)
    first = made.occurrences.order_by("starts_at").first()
    return Role.objects.select_related("occurrence__series").get(occurrence=first)


def test_the_cafe_s_operator_sees_the_days_in_a_sentence_and_keeps_a_draft(client, sato, salon):
    client.force_login(sato)
    page = client.post("/staff/events/new/", answers(salon, preview="1")).text
    assert "毎月第" in page and "日にちはこうなります" in page
    assert not Series.objects.exists()
    done = client.post("/staff/events/new/", answers(salon, place_text=""))
    series = Series.objects.get()
    assert (series.minutes, series.status, series.organisation) == (120, "draft", salon)
    assert series.rrule.startswith("FREQ=MONTHLY;BYDAY=")
    kept = client.get(done["Location"]).text
    assert "会場が書いてありません" in kept
    assert "会場が書いてありません" in client.post(done["Location"], {"publish": "1"}).text
    edited = answers(salon) | {"summary": "新しい文"}
    assert client.post(f"{done['Location']}edit/", edited).status_code == 302
    assert client.post(done["Location"], {"publish": "1"}).status_code == 302
    series.refresh_from_db()
    assert (series.status, series.summary) == ("published", "新しい文")


@pytest.mark.parametrize(
    ("repeat", "day", "rule"),
    [
        ("", "2027-01-14", ""),
        ("weekly", "2027-01-14", "FREQ=WEEKLY;BYDAY=TH"),
        ("fortnight", "2027-01-14", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
        ("nth", "2027-01-14", "FREQ=MONTHLY;BYDAY=2TH"),
        ("nth", "2027-01-30", "FREQ=MONTHLY;BYDAY=-1SA"),
        ("end", "2027-01-31", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ],
)
def test_the_first_day_says_the_rhythm(client, sato, salon, repeat, day, rule):
    client.force_login(sato)
    client.post("/staff/events/new/", answers(salon, repeat=repeat, day=day))
    assert Series.objects.get().rrule == rule


def test_what_cannot_be_is_said_at_its_field_and_the_words_stay(client, sato, salon):
    client.force_login(sato)
    page = client.post("/staff/events/new/", answers(salon, day="2月30日", ends="12:00")).text
    assert "終わりは、始まりより後に" in page and "月いちサロン" in page
    page = client.post("/staff/events/new/", answers(salon, day="2020-01-01")).text
    assert "過ぎた日です" in page


def test_nobody_else_sees_the_list_and_the_clerk_signs_up_for_somebody(
    client, role, sato, ken, mori
):
    roster = f"/staff/events/dates/{role.occurrence_id}/"
    client.force_login(ken)
    assert client.get(roster).status_code == 404
    assert client.get("/staff/events/new/").status_code == 404
    client.force_login(mori)
    kiku = {
        "channel": "phone", "name": "見本 キク", "by_letter": "on", "address": "小樽市花園2-1-1",
        "postcode": "047-0024",
    }  # fmt: skip
    done = client.post(f"{roster}for/", kiku)
    assert done.status_code == 302
    assert Delivery.objects.get().channel == "letter"
    client.force_login(sato)
    page = client.get(roster).text
    assert "見本 キク" in page and "花園" in page


def test_a_sheet_of_paper_is_taken_in_one_sitting_and_what_is_wrong_is_asked_again(
    client, role, sato
):
    client.force_login(sato)
    path = f"/staff/events/dates/{role.occurrence_id}/paper/"
    sheet = {"form-TOTAL_FORMS": "12", "form-INITIAL_FORMS": "0", "sheet": "a"}
    rows = {
        "form-0-name": "甲", "form-0-phone": "0134-00-0001", "form-0-seats": "2",
        "form-1-name": "乙", "form-1-phone": "小樽市花園1-1-1", "form-1-seats": "1",
        "form-2-name": "丙", "form-2-phone": "",
    }  # fmt: skip
    page = client.post(path, sheet | rows)
    assert "電話番号を書いてください" in page.text
    assert SignUp.objects.count() == 2
    assert client.post(path, sheet | rows | {"form-2-phone": "0134-00-0003"}).status_code == 302
    assert sorted(SignUp.objects.values_list("status", "channel", "seats")) == [
        ("confirmed", "paper", 1), ("confirmed", "paper", 2), ("waiting", "paper", 1),
    ]  # fmt: skip


def test_from_the_list_of_a_date_one_comes_to_its_poster_and_its_page(client, role, sato):
    client.force_login(sato)
    occurrence = role.occurrence
    roster = f"/staff/events/dates/{occurrence.pk}/"
    page = client.get(roster).text
    poster = f"{occurrence.get_absolute_url()}poster.pdf"
    assert f'href="{poster}"' in page and f'href="{occurrence.get_absolute_url()}"' in page
    assert client.get(poster)["Content-Type"] == "application/pdf"
    changing.call_off_rest(occurrence=occurrence, reason="大雪のため", by=None, at=timezone.now())
    assert poster not in client.get(roster).text


def test_one_date_is_moved_and_everybody_hears_with_the_old_time(client, role, sato):
    join(role, at=timezone.now())
    join(role, "乙", phone="0134-00-0002", guests=3, at=timezone.now())
    client.force_login(sato)
    day = timezone.localdate() + timedelta(days=9)
    said = {"day": day.isoformat(), "begins": "10:00", "ends": "11:00", "reason": "会場の都合"}
    assert client.post(f"/staff/events/dates/{role.occurrence_id}/move/", said).status_code == 302
    moved = Occurrence.objects.get(pk=role.occurrence_id)
    assert (timezone.localtime(moved.starts_at).hour, moved.is_edited, moved.sequence) == (
        10,
        True,
        1,
    )
    told = Notice.objects.filter(kind="events.changed")
    assert told.count() == 2
    assert "会場の都合" in told[0].wording.text


def test_the_rest_goes_to_another_weekday_and_the_sign_ups_go_along(role, sato):
    third = Occurrence.objects.filter(series=role.occurrence.series).order_by("starts_at")[2]
    seat = Role.objects.select_related("occurrence__series").get(occurrence=third)
    made = join(seat, at=timezone.now())
    starts = third.starts_at + timedelta(days=1, hours=1)
    changing.move_rest(occurrence=third, starts_at=starts, minutes=90, by=sato, at=timezone.now())
    third.refresh_from_db()
    new = third.series
    assert new.continues == role.occurrence.series
    assert (third.starts_at, third.original_at) == (starts, starts)
    assert Occurrence.objects.filter(series=new.continues).count() == 2
    assert "UNTIL=" in Series.objects.get(pk=new.continues_id).rrule
    gaps = (
        Occurrence.objects.filter(series=new)
        .order_by("starts_at")
        .values_list("starts_at", flat=True)
    )
    assert {(b - a).days for a, b in pairwise(gaps)} == {7}
    made.refresh_from_db()
    assert made.role.occurrence.series == new
    assert Notice.objects.filter(kind="events.changed").count() == 1
    with pytest.raises(Refused, match="一回だけ"):
        Series.objects.filter(pk=new.pk).update(rrule="")
        changing.move_rest(
            occurrence=Occurrence.objects.get(pk=third.pk), starts_at=starts, minutes=90, by=sato,
            at=timezone.now(),
        )  # fmt: skip


def test_the_rest_is_called_off_with_its_reason_and_a_copy_begins_anew(client, role, sato):
    join(role, at=timezone.now())
    client.force_login(sato)
    path = f"/staff/events/dates/{role.occurrence_id}/call-off/"
    assert "理由を書いて" in client.post(path, {"reason": "", "rest": "1"}).text
    client.post(path, {"reason": "冬のあいだ休みます", "rest": "1"})
    assert not Occurrence.objects.planned().exists()
    assert "冬のあいだ" in Notice.objects.get(kind="events.called_off").wording.text
    in_spring = f"{timezone.localdate().year + 1}-04-01"
    copied = {"title": "春のサロン", "day": in_spring, "begins": "13:00"}
    done = client.post("/staff/events/mihon/copy/", copied)
    new = Series.objects.get(title="春のサロン")
    assert done["Location"] == f"/staff/events/{new.slug}/"
    assert (new.status, new.place_text, new.mix_planned) == ("draft", "見本会館", {"child": 2})
    assert Role.objects.get(occurrence__series=new).capacity == 3
    client.post("/staff/events/mihon/copy/", copied | {"as_template": "on", "title": "ひな形"})
    assert "「ひな形」から作る" in client.get("/staff/events/").text


def test_the_door_takes_a_number_once_and_people_without_one(client, role, sato):
    at = timezone.now()
    Occurrence.objects.filter(pk=role.occurrence_id).update(
        starts_at=at + timedelta(minutes=30), ends_at=at + timedelta(hours=2)
    )
    role.occurrence.refresh_from_db()
    made = join(role, guests=[Guest("甲", 78), Guest("乙", 6)], channel="desk", by=sato, at=at)
    client.force_login(sato)
    sign = f"/staff/events/dates/{role.occurrence_id}/door/"
    client.post(sign)
    key = Occurrence.objects.get(pk=role.occurrence_id).door_key
    assert key in client.get(sign).text
    client.logout()
    door = f"/events/door/{role.occurrence_id}/{key}/"
    assert client.get(f"/events/door/{role.occurrence_id}/{'x' * 24}/").status_code == 404
    typed = made.number.lower().replace("-", " ")
    assert client.post(door, {"number": typed}).status_code == 302
    assert "もう受付が済んでいます" in client.post(door, {"number": made.number}).text
    assert "この回にありません" in client.post(door, {"number": "E0101-22222"}).text
    token = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"
    for _twice in range(2):
        client.post(door, {"name": "", "age_band": "youth", "token": token})
    assert Attendance.objects.count() == 3
    mix = {row[0]: row[1:] for row in rosters.mix(role.occurrence)}
    assert mix["子ども（中学生まで）"] == (2, 1, 1)
    assert mix["若い人（高校生から20代）"] == (0, 0, 1)


def test_the_door_is_open_only_around_the_hours(role):
    made = join(role, at=timezone.now())
    with pytest.raises(Refused, match="2時間前"):
        attending.check_in(occurrence=role.occurrence, sign_up=made, by=None, at=timezone.now())


def test_a_tick_on_the_list_is_corrected_by_the_next(client, role, sato):
    made = join(role, at=timezone.now())
    client.force_login(sato)
    person = made.attendees.get()
    for state in ("came", "", "excused"):
        path = f"/staff/events/dates/{role.occurrence_id}/do/mark/"
        assert client.post(path, {"person": str(person.pk), "state": state}).status_code == 302
    assert Attendance.objects.get().state == "excused"


def test_feedback_has_no_name_and_is_shown_from_three_on(client, role):
    at = timezone.now()
    late = role.occurrence
    with pytest.raises(Refused, match="始まってから"):
        feedback.say(occurrence=late, stars=5, words="", again=True, client_id="a", at=at)
    Occurrence.objects.filter(pk=late.pk).update(
        starts_at=at - timedelta(hours=2), ends_at=at - timedelta(hours=1)
    )
    path = f"/events/mihon/{late.pk}/feedback/"
    token = "6f9619ff-8b86-d011-b42d-00cf4fc964f{}"
    for n in (1, 1, 2):
        client.post(
            path, {"stars": "4", "again": "yes", "words": f"よかった{n}", "token": token.format(n)}
        )
    assert rosters.said_of(late) is None
    client.post(path, {"stars": "1", "token": token.format(3)})
    assert rosters.said_of(late) == {
        "n": 3,
        "stars": 3.0,
        "again": 2,
        "words": ["よかった1", "よかった2"],
    }


def test_who_asked_is_taken_or_not_on_the_list(client, sato, salon):
    at = timezone.now()
    role = salon_with(
        3, at=at, starts_at=at + timedelta(days=5), entry="approval", organisation=salon
    )
    made = join(role, at=at)
    client.force_login(sato)
    path = f"/staff/events/dates/{role.occurrence_id}/do/"
    client.post(f"{path}approve/", {"number": made.number})
    made.refresh_from_db()
    assert made.status == "confirmed"
    assert client.post(f"{path}decline/", {"number": made.number}).status_code == 409
