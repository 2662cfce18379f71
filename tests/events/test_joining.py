"""People sign up: a seat or an honest place in the line, changes, holds, and what is refused."""

from datetime import timedelta

import pytest

from tests.events.salons import FIRST, LATER, join, salon_with, told
from tests.factories import NOW
from tomoni.core.errors import Refused
from tomoni.core.models import AuditRow
from tomoni.doing.events.actions import joining, parties, planning, waiting
from tomoni.doing.events.models import Attendance, Attendee, Offer, Role, SignUp
from tomoni.doing.events.queries import joining as queries
from tomoni.doing.events.rules.joining import Guest
from tomoni.ground.notices.models import Delivery, Notice

pytestmark = pytest.mark.django_db
Status = SignUp.Status
CHILDREN = [Guest("見本 一郎", 6), Guest("見本 二葉", 4)]


def kinds(name):
    return [k.removeprefix("events.") for k in
            Notice.objects.filter(name__startswith=name).order_by("at", "id").values_list("kind", flat=True)]  # fmt: skip


def test_a_party_has_its_seats_and_a_receipt_by_the_way_they_said():
    role = salon_with(3)
    made = join(role, guests=[Guest("坂本 ハル", 78), Guest("坂本 学", 15)], needs="車いす")
    role.refresh_from_db()
    assert (made.status, made.seats, role.taken) == ("confirmed", 2, 2)
    assert made.contact["phone"] == "0134-62-1234"
    assert list(made.attendees.values_list("age_band", flat=True)) == ["older", "child"]
    assert made.answers == {"answers": {}, "needs": "車いす"}
    assert kinds("坂本") == ["signed_up"]
    words = Notice.objects.get().wording
    assert made.number in words.subject + words.text
    assert "車いす" not in words.text
    assert AuditRow.objects.filter(act="events.signed_up").count() == 1
    assert "坂本" not in str(list(AuditRow.objects.values_list("changes", "note")))


def test_the_same_form_twice_is_one_sign_up_and_the_same_contact_is_told():
    role = salon_with(3)
    first = join(role, client_id="form-1")
    assert join(role, client_id="form-1") == first
    with pytest.raises(Refused, match="もう申し込みがあります"):
        join(role, "坂本　ハル", client_id="form-2")
    assert SignUp.objects.count() == 1


def test_who_finds_no_seat_is_told_how_many_are_before_and_is_offered_what_becomes_free():
    role = salon_with(2)
    first = join(role, "甲", guests=2)
    family = join(role, "見本 父", phone="0134-00-0002", guests=CHILDREN, at=NOW)
    alone = join(role, "乙", phone="0134-00-0003", at=LATER)
    assert [family.status, alone.status] == ["waiting", "waiting"]
    assert (queries.place_of(family).number, queries.place_of(alone).number) == (1, 2)
    assert queries.place_of(alone).people == 2

    parties.cancel(sign_up=first, by=None, at=LATER)
    family.refresh_from_db()
    assert family.status == "offered"
    assert Offer.objects.get().until_at == LATER + timedelta(hours=24)
    assert kinds("見本") == ["waiting", "offer"]
    waiting.accept(sign_up=family, by=None, at=LATER + timedelta(hours=2))
    waiting.accept(sign_up=family, by=None, at=LATER + timedelta(hours=2))
    family.refresh_from_db()
    alone.refresh_from_db()
    assert (family.status, alone.status) == ("confirmed", "waiting")
    assert kinds("見本") == ["waiting", "offer", "signed_up"]


def test_a_party_too_large_for_the_free_seat_waits_on_and_the_next_is_asked():
    role = salon_with(2)
    one = join(role, "甲")
    join(role, "乙", phone="0134-00-0002")
    family = join(role, "見本 父", phone="0134-00-0003", guests=CHILDREN)
    alone = join(role, "丙", phone="0134-00-0004", at=LATER)
    parties.cancel(sign_up=one, by=None, at=LATER)
    assert [SignUp.objects.get(pk=x.pk).status for x in (family, alone)] == ["waiting", "offered"]


def test_silence_passes_the_seat_on_and_twice_silent_leaves_the_line():
    role = salon_with(1)
    first = join(role, "甲")
    a = join(role, "乙", phone="0134-00-0002")
    b = join(role, "丙", phone="0134-00-0003", at=LATER)
    parties.cancel(sign_up=first, by=None, at=LATER)
    at = LATER + timedelta(hours=24)
    assert waiting.expire_due(at=at - timedelta(seconds=1)) == 0
    assert waiting.expire_due(at=at) == 1
    a.refresh_from_db()
    b.refresh_from_db()
    assert (a.status, b.status) == ("waiting", "offered")
    with pytest.raises(Refused, match="次の方に回りました"):
        waiting.accept(sign_up=a, by=None, at=at)
    waiting.expire_due(at=at + timedelta(hours=24))
    a.refresh_from_db()
    assert a.status == "offered"
    waiting.expire_due(at=at + timedelta(hours=48))
    a.refresh_from_db()
    b.refresh_from_db()
    assert (a.status, b.status) == ("expired", "offered")
    assert list(a.offers.values_list("outcome", flat=True)) == ["expired", "expired"]


def test_who_passes_waits_at_the_end_and_is_not_asked_for_the_same_seat():
    role = salon_with(1)
    first = join(role, "甲")
    a = join(role, "乙", phone="0134-00-0002")
    parties.cancel(sign_up=first, by=None, at=LATER)
    waiting.pass_on(sign_up=a, by=None, at=LATER)
    a.refresh_from_db()
    assert (a.status, Role.objects.get(pk=role.pk).left) == ("waiting", 1)
    assert join(role, "丙", phone="0134-00-0005", at=LATER).status == "confirmed"


def test_seats_are_held_while_names_are_written_and_not_for_ever():
    role = salon_with(8)
    held = joining.hold(role=role, seats=2, by=None, at=NOW, client_id="c-1")
    assert joining.hold(role=role, seats=2, by=None, at=NOW, client_id="c-1") == held
    assert joining.hold(role=role, seats=4, by=None, at=NOW) is None  # More than may be nameless.
    made = join(role, "甲", guests=2, held=held, at=NOW + timedelta(minutes=5))
    assert (made.pk, made.status) == (held.pk, "confirmed")
    assert join(role, "甲", guests=2, held=held) == made
    late = joining.hold(role=role, seats=2, by=None, at=NOW)
    waiting.expire_due(at=NOW + timedelta(minutes=20))
    late.refresh_from_db()
    assert late.status == "expired"
    assert Role.objects.get(pk=role.pk).taken == 2


def test_an_outlived_hold_does_not_stand_in_the_way_of_others():
    role = salon_with(1)
    joining.hold(role=role, seats=1, by=None, at=NOW)
    assert join(role, at=NOW + timedelta(minutes=19)).status == "waiting"
    assert (
        join(role, "乙", phone="0134-00-0002", at=NOW + timedelta(minutes=21)).status == "waiting"
    )
    assert SignUp.objects.get(contact_key=SignUp.objects.exclude(contact_key="").earliest("queued_at").contact_key).status == "offered"  # fmt: skip


def test_fewer_come_and_the_seat_goes_on_more_only_while_there_is_one():
    role = salon_with(3)
    made = join(role, guests=[Guest("甲"), Guest("乙")])
    other = join(role, "丙", phone="0134-00-0002", guests=2)
    assert other.status == "waiting"
    parties.change(sign_up=made, guests=[Guest("甲")], needs="", by=None, at=LATER)
    other.refresh_from_db()
    assert (other.status, list(made.attendees.values_list("order", flat=True))) == ("offered", [0])
    with pytest.raises(Refused, match="席がありません"):
        parties.change(sign_up=made, guests=[Guest("甲"), Guest("乙")], needs="", by=None, at=LATER)
    parties.cancel(sign_up=made, by=None, at=LATER)
    parties.cancel(sign_up=made, by=None, at=LATER)
    assert kinds("坂本") == ["signed_up", "cancelled"]
    with pytest.raises(Refused, match="もう終わっています"):
        parties.change(sign_up=made, guests=[Guest("甲")], needs="", by=None, at=LATER)


@pytest.mark.parametrize(
    ("series", "party", "words"),
    [
        ({"age_min": 65}, {"guests": [Guest("甲", 40)]}, "65歳から"),
        ({"age_max": 6}, {"guests": [Guest("甲", 7)]}, "6歳まで"),
        ({"age_min": 65}, {}, "全員の年齢"),
        ({"children_with_adult": True}, {"guests": CHILDREN}, "大人といっしょ"),
        ({"most_in_party": 1}, {"guests": CHILDREN}, "1人まで"),
        ({"questions": [{"code": "bus", "words": "バスに乗りますか", "required": True}]}, {}, "バスに"),
        ({"entry": "open"}, {}, "申し込みはいりません"),
        ({}, {"phone": "12"}, "電話番号として読めません"),
        ({}, {"phone": ""}, "電話番号を書いて"),
        ({}, {"at": FIRST}, "締め切りました"),
        ({"opens_days": 7}, {}, "から受け付けます"),
        ({}, {"guests": 4, "wait": False}, "空きは3人分"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_in_words(series, party, words):
    role = salon_with(3, **series)
    with pytest.raises(Refused, match=words):
        join(role, **party)
    assert not SignUp.objects.exists()


def test_a_second_course_is_for_those_who_came_to_the_first():
    first, second = salon_with(slug="first"), salon_with(slug="second")
    series = second.occurrence.series
    type(series).objects.filter(pk=series.pk).update(requires=first.occurrence.series)
    with pytest.raises(Refused, match="先に"):
        join(second)
    was = join(first)
    Attendance.objects.create(
        occurrence=first.occurrence, attendee=Attendee.objects.get(sign_up=was), state="came",
        way="roster", at=NOW,
    )  # fmt: skip
    assert join(second).status == "confirmed"


def test_where_the_organiser_decides_the_answer_is_told_and_a_no_frees_the_seat():
    role = salon_with(1, entry="approval")
    asked = join(role)
    other = join(role, "乙", phone="0134-00-0002")
    assert (asked.status, other.status) == ("asked", "waiting")
    parties.decide(sign_up=asked, yes=False, by=None, at=LATER)
    other.refresh_from_db()
    assert other.status == "offered"
    assert kinds("坂本") == ["signed_up", "declined"]
    with pytest.raises(Refused, match="すでに変わって"):
        parties.decide(sign_up=asked, yes=True, by=None, at=LATER)


def test_the_clerk_signs_somebody_up_who_has_no_phone_and_a_letter_is_waiting(mori):
    role = salon_with(1, opens_days=1)
    kiku = told(
        "見本 キク", phone="", address="小樽市花園2-1-1", postcode="047-0024", by_letter=True
    )
    made = joining.sign_up(role=role, told=kiku, by=mori, at=NOW, channel="phone")
    assert (made.user, made.entered_by, made.channel) == (None, mori, "phone")
    letter = Delivery.objects.get()
    assert letter.channel == "letter"
    assert "花園" in str(letter.address)
    # The clerk may sign up as many as telephone; the account counts only for oneself.
    assert join(role, "乙", phone="0134-00-0002", by=mori, channel="phone").status == "waiting"


def test_a_cancelled_date_takes_nobody_and_offers_nothing():
    role = salon_with(1)
    first = join(role)
    waits = join(role, "乙", phone="0134-00-0002")
    planning.call_off(occurrence=role.occurrence, reason="大雪", by=None, at=LATER)
    parties.cancel(sign_up=first, by=None, at=LATER)
    waits.refresh_from_db()
    assert waits.status == "waiting"
    role.occurrence.refresh_from_db()
    with pytest.raises(Refused, match="中止"):
        join(role, "丙", phone="0134-00-0003")
