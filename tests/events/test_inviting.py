"""Invitations by name: seats kept until a day, answered by a link, shown to the organiser."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.events.salons import join, salon_with
from tests.factories import TeamFactory
from tomoni.core.errors import Refused
from tomoni.doing.events.actions import inviting, parties, waiting
from tomoni.doing.events.models import Invitation, Role, SignUp
from tomoni.doing.events.queries import inviting as queries
from tomoni.doing.events.rules import guest_lines
from tomoni.ground.notices.models import Delivery, Notice
from tomoni.ground.people.contacts import Contact
from tomoni.town.circles.models import Circle, Member

pytestmark = pytest.mark.django_db
HANA = {"name": "見本 花子", "email": "hana@example.jp", "wait": "on"}


@pytest.fixture
def role(salon):
    at = timezone.now().replace(microsecond=0)
    return salon_with(3, at=at, starts_at=at + timedelta(days=20), organisation=salon)


def invite(role, *names, seats=1, days=None, at=None, **more):
    """The named are invited by mail; `days` keeps their seats so long."""
    at = at or timezone.now()
    guests = [
        inviting.Guest(Contact(name, email=f"m{n}@example.jp"), **more)
        for n, name in enumerate(names)
    ]
    until = at + timedelta(days=days) if days else None
    return inviting.invite(
        role=role, guests=guests, seats=seats, keep_until=until, words="お茶を用意します。", by=None,
        at=at,
    ).made  # fmt: skip


def taken(role):
    return Role.objects.get(pk=role.pk).taken


def test_the_organiser_writes_names_and_each_gets_the_invitation_their_way(client, sato, role):
    client.force_login(sato)
    page = f"/staff/events/dates/{role.occurrence_id}/invite/"
    day = timezone.localdate() + timedelta(days=5)
    people = "見本 花子、hana@example.jp\n見本 キク, 小樽市花園2丁目1-1\n見本 太郎"
    done = client.post(
        page, {"people": people, "seats": "1", "keep_until": day.isoformat(), "words": "ぜひ"}
    )
    assert done.status_code == 302
    assert taken(role) == 3
    assert sorted(Delivery.objects.values_list("channel", flat=True)) == ["letter", "mail"]
    said = client.get(page).text
    assert "手紙" in said and "アドレスを渡す" in said and "3組" in said
    # Whoever is invited already is named, and the same form again keeps no more seats.
    again = client.post(page, {"people": people, "seats": "1", "keep_until": day.isoformat()}).text
    assert "もう案内しています" in again
    assert Invitation.objects.count() == 3 and taken(role) == 3


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"people": ""}, "だれを案内するか"),
        ({"people": "、hana@example.jp"}, "お名前を先に"),
        ({"people": "花子、hana@"}, "メールアドレスの形"),
        ({"people": "花子", "keep_until": "2020-01-01"}, "今日から、催しの日まで"),
        ({"people": "甲\n乙\n丙\n丁", "keep_until": "soon"}, "席が足りません"),
    ],
)
def test_what_cannot_be_sent_is_said_and_nobody_is_invited(client, sato, role, answers, words):
    client.force_login(sato)
    if answers.get("keep_until") == "soon":
        answers = answers | {"keep_until": (timezone.localdate() + timedelta(days=3)).isoformat()}
    page = client.post(
        f"/staff/events/dates/{role.occurrence_id}/invite/", {"seats": "1", **answers}
    )
    assert words in page.text
    assert not Invitation.objects.exists() and taken(role) == 0


def test_somebody_invited_says_yes_without_an_account_and_has_the_kept_seats(client, role):
    (one,) = invite(role, "見本 花子", seats=2, days=5)
    join(role, "甲", at=timezone.now())
    full = join(role, "乙", at=timezone.now(), phone="0134-00-0009")
    assert full.status == "waiting"
    page = queries.path_of(one)
    said = client.get(page).text
    assert "見本 花子さんへ" in said and "2人分の席を取っておきます" in said
    guests = {"guest_0": "見本 花子", "age_0": "40", "guest_1": "見本 豆", "age_1": "3"}
    done = client.post(f"{page}?n=2", HANA | guests)
    made = SignUp.objects.get(invitation=one)
    assert made.number in done["Location"]
    assert (made.status, made.seats, taken(role)) == ("confirmed", 2, 3)
    assert [person.who["age"] for person in made.attendees.all()] == [40, 3]
    # The link leads to the receipt from now on, and the same answer again is one sign-up.
    assert made.number in client.get(page)["Location"]
    assert made.number in client.post(page, HANA)["Location"]
    assert SignUp.objects.filter(status="confirmed").count() == 2


def test_fewer_come_than_seats_were_kept_and_the_next_in_line_is_asked(client, role):
    (one,) = invite(role, "見本 花子", seats=3, days=5)
    next_one = join(role, "甲", at=timezone.now())
    client.post(queries.path_of(one), HANA)
    next_one.refresh_from_db()
    assert (next_one.status, taken(role)) == ("offered", 2)


def test_somebody_says_no_and_the_seat_goes_on_and_may_think_again(client, role):
    (one,) = invite(role, "見本 花子", seats=3, days=5)
    next_one = join(role, "甲", at=timezone.now())
    page = queries.path_of(one)
    client.post(page, {"decline": "1"})
    client.post(page, {"decline": "1"})
    next_one.refresh_from_db()
    assert next_one.status == "offered"
    assert "「行けません」とお返事を" in client.get(page).text
    client.post(page, HANA)
    one.refresh_from_db()
    assert (one.status, one.sign_up.status) == ("coming", "confirmed")


def test_after_the_day_the_kept_seats_go_to_who_waits_and_the_link_still_answers(client, role):
    (one,) = invite(role, "見本 花子", seats=3, days=5)
    next_one = join(role, "甲", guests=3, at=timezone.now())
    later = timezone.now() + timedelta(days=5, minutes=1)
    waiting.expire_due(at=later)
    next_one.refresh_from_db()
    assert next_one.status == "offered"
    assert "席を取っておく日を過ぎました" in client.get(queries.path_of(one)).text
    client.post(queries.path_of(one), HANA)
    one.refresh_from_db()
    assert (one.status, one.sign_up.status) == ("coming", "waiting")


def test_who_signs_up_on_the_open_page_takes_the_seats_kept_for_them(role):
    (one,) = invite(role, "見本 花子", seats=3, days=5)
    made = join(role, "見本 花子", phone="", email="m0@example.jp", at=timezone.now())
    one.refresh_from_db()
    assert (made.status, one.status, one.sign_up_id, taken(role)) == (
        "confirmed", "coming", made.pk, 1,
    )  # fmt: skip


def test_the_invited_answer_before_others_may_and_need_not_have_been_there_before(client, salon):
    at = timezone.now()
    first = salon_with(slug="first", at=at, starts_at=at + timedelta(days=3))
    role = salon_with(3, at=at, starts_at=at + timedelta(days=90), entry="approval")
    series = role.occurrence.series
    type(series).objects.filter(pk=series.pk).update(
        requires=first.occurrence.series, visibility="invited"
    )
    (one,) = invite(role, "見本 花子")
    assert client.get(f"/events/mihon-salon/{role.occurrence_id}/").status_code == 404
    client.post(queries.path_of(one), HANA)
    one.refresh_from_db()
    assert one.sign_up.status == "confirmed"


def test_withdrawn_is_said_on_the_page_and_the_seats_are_free_again(client, sato, role):
    (one,) = invite(role, "見本 花子", seats=2, days=5)
    client.force_login(sato)
    page = f"/staff/events/dates/{role.occurrence_id}/invite/"
    client.post(page, {"withdraw": one.number})
    assert taken(role) == 0
    assert "取り下げました" in client.get(queries.path_of(one)).text
    assert "取り下げました" in client.post(queries.path_of(one), HANA).text
    assert not SignUp.objects.filter(status="confirmed").exists()
    (other,) = invite(role, "見本 花子")  # And may be invited anew.
    client.post(queries.path_of(other), HANA)
    assert "参加者の一覧から" in client.post(page, {"withdraw": other.number}).text
    with pytest.raises(Refused, match="受付票"):
        inviting.decline(invitation=other, by=None, at=timezone.now())


def test_a_cancelled_yes_may_come_after_all(client, role):
    (one,) = invite(role, "見本 花子")
    client.post(queries.path_of(one), HANA)
    one.refresh_from_db()
    parties.cancel(sign_up=one.sign_up, by=None, at=timezone.now())
    assert client.get(queries.path_of(one)).status_code == 200
    client.post(queries.path_of(one), HANA)
    one.refresh_from_db()
    assert one.sign_up.status == "confirmed"


def test_a_team_and_the_members_of_a_network_are_invited_by_what_is_known_there(
    client, sato, haru, ken, salon, role
):
    team = TeamFactory(members=[ken], organisation=salon, name="見本の係")
    at = timezone.now()
    circle = Circle.objects.create(
        slug="cafe",
        name="カフェの会",
        purpose="話す",
        secretariat=team,
        created_at=at,
        updated_at=at,
    )
    day = timezone.localdate()
    Member.objects.create(circle=circle, organisation=salon, from_on=day)
    Member.objects.create(
        circle=circle, name="見本 喫茶", from_on=day, contact={"email": "kissa@example.jp"}
    )
    client.force_login(sato)
    page = f"/staff/events/dates/{role.occurrence_id}/invite/"
    assert "カフェの会" in client.get(page).text
    client.post(page, {"team": str(team.pk), "circle": str(circle.pk), "seats": "1"})
    assert set(Invitation.objects.values_list("user", flat=True)) == {ken.pk, None}
    said = client.get(page).text
    assert "見本 喫茶" in said and "kissa@example.jp" not in said
    assert {one.kind for one in Notice.objects.all()} == {"events.invited"}
    client.force_login(haru)
    assert client.get(page).status_code == 404


def test_a_wrong_key_finds_nothing_and_the_page_speaks_three_languages(client, role):
    (one,) = invite(role, "見本 花子")
    assert client.get(f"/events/i/{one.number}/wrong/").status_code == 404
    for lang, words in (("en", "invite"), ("ja-easy", "さそ")):
        client.cookies["lang"] = lang
        assert words in client.get(queries.path_of(one)).text


def test_a_line_is_a_name_and_a_way():
    found = guest_lines.read(
        "甲、a@example.jp\n\n乙，０１３４−００−００００\n丙\t花園1丁目、2番\n丁"
    )
    assert [(one.name, one.email, one.address) for one in found] == [
        ("甲", "a@example.jp", ""), ("乙", "", ""), ("丙", "", "花園1丁目、2番"), ("丁", "", ""),
    ]  # fmt: skip
    assert found[1].phone
