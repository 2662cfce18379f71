"""Pages of volunteering, as the people of the town use them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory
from tests.points.towns import scheme_with
from tests.volunteering.test_hours import TERMS
from tests.volunteering.towns import need, post, shift, team, volunteer
from tomoni.doing.points.models import Account
from tomoni.doing.volunteering.actions import hours, shifts, turns
from tomoni.doing.volunteering.models import Attendance, Need, Shift, Turn, Volunteer
from tomoni.ground.batons.models import Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    """Pages use the clock of today."""
    return now() - timedelta(minutes=5)


def opened(client, name, **parts):
    page = client.get(reverse(f"volunteering:{name}", kwargs=parts or None))
    assert page.status_code == 200, (name, page.status_code)
    return page


def words(page):
    return page.content.decode()


def test_a_student_registers_takes_a_turn_and_gives_it_up(client, ken, at):
    where = shift(at=at)
    assert "玄関前の雪かき" in words(opened(client, "board"))
    assert "ログインして申し込む" in words(opened(client, "shift", pk=where.pk))
    client.force_login(ken)
    page = client.post(reverse("volunteering:join", args=[where.pk]), {"post": "helper"})
    assert page.url.startswith(reverse("volunteering:profile"))
    told = {
        "birth_on": "2004-05-01",
        "reach_m": "3000",
        "skills": ["snow"],
        "times": [],
        "most_a_week": "2",
    }
    assert client.post(page.url, told).url == reverse("volunteering:shift", args=[where.pk])
    assert Volunteer.objects.get().person.birth_on.year == 2004
    client.post(reverse("volunteering:join", args=[where.pk]), {"post": "helper"})
    turn = Turn.objects.get()
    assert turn.status == "coming"
    assert turn.number in words(opened(client, "mine"))
    client.post(reverse("volunteering:my_turn", args=[turn.pk, "cancel"]))
    turn.refresh_from_db()
    assert turn.status == "cancelled"


def test_a_registration_never_leads_away_from_the_town(client, ken):
    client.force_login(ken)
    told = {"reach_m": "3000", "most_a_week": "2"}
    for bad in (
        "https://evil.example/",
        "//evil.example/volunteer/",
        "/volunteer/..//evil.example",
    ):
        page = client.post(f"{reverse('volunteering:profile')}?next={bad}", told)
        assert page.url == reverse("volunteering:mine")


def test_the_code_at_the_place_takes_the_number_once(client, at):
    where = shift(at=at, starts=timedelta(minutes=30))
    turn = turns.join(post=post(where), volunteer=volunteer(), by=None, at=at)
    key = shifts.open_door(shift=where, by=None, at=at)
    door = reverse("volunteering:door", args=[where.pk, key])
    assert client.get(reverse("volunteering:door", args=[where.pk, "wrong"])).status_code == 404
    assert "この回にありません" in words(client.post(door, {"number": "V0000-XXXXX"}))
    assert client.post(door, {"number": turn.number.lower()}).url.endswith("?in=1")
    assert "もう書いてあります" in words(client.post(door, {"number": turn.number}))
    assert Attendance.objects.get().status == "here"


def test_whoever_was_helped_says_yes_without_an_account_and_points_come(client, at):
    scheme = scheme_with(TERMS, team=team())
    asked = need(at=at, scheme=scheme, activity="snow")
    who = volunteer()
    row = hours.report(volunteer=who, need=asked, on=localdate(), minutes=120, by=None, at=at)
    from tomoni.doing.volunteering.actions.telling import url_of

    path = "/" + url_of(row).split("/", 3)[3]
    assert "手伝いましたか" in words(client.get(path))
    row.refresh_from_db()
    assert row.status == "reported"  # Opening says nothing: mail scanners open links.
    client.post(path, {"name": "見本 キク", "yes": "1"})
    row.refresh_from_db()
    assert (row.status, row.said_way, row.said_name) == ("approved", "link", "見本 キク")
    assert Account.objects.get(person=who.person).balance == 2
    client.post(path, {"stars": "5", "words": "助かりました"})
    assert "職員が読みます" in words(client.get(path))
    assert row.feedback.get().side == "receiver"
    assert client.get(path.replace(str(row.pk), str(asked.pk))).status_code == 404


def test_somebody_asks_for_help_without_an_account(client):
    page = client.get(reverse("volunteering:ask"))
    token = page.context["form"]["token"].value()
    told = {
        "kind": "snow", "title": "道までの雪かき", "words": "腰が痛い", "place": "見本町1-2",
        "name": "見本 キク", "phone": "0134-11-2222", "token": token,
    }  # fmt: skip
    page = client.post(reverse("volunteering:ask"), told)
    made = Need.objects.get()
    assert made.number in words(client.get(page.url))
    client.post(reverse("volunteering:ask"), told)
    assert Need.objects.count() == 1
    assert client.get(page.url.replace(made.number, "N0000-AAAAA")).status_code == 404
    assert "道までの雪かき" not in words(opened(client, "board"))  # Staff read it first.


def test_what_was_told_in_confidence_stands_on_no_public_page(client, at):
    where = shift(need(at=at, words="腰が痛い", place="見本町1-2"), at=at)
    for page in (opened(client, "board"), opened(client, "shift", pk=where.pk)):
        assert "腰が痛い" not in words(page)
        assert "見本町1-2" not in words(page)


def test_who_goes_reads_the_place_shortly_before_and_nobody_else(client, ken, haru, at):
    asked = need(at=at, words="裏口から", place="見本町1-2")
    soon, later = shift(asked, at=at, starts=timedelta(hours=5)), shift(asked, at=at)
    turns.join(post=post(later), volunteer=volunteer(p_user=haru), by=None, at=at)
    turns.join(post=post(soon), volunteer=volunteer(p_user=ken), by=None, at=at)
    client.force_login(ken)
    assert "見本町1-2" in words(opened(client, "mine"))
    client.force_login(haru)
    assert "見本町1-2" not in words(opened(client, "mine"))


def test_the_clerk_does_it_all_for_people_without_internet(client, mori, at):
    client.force_login(mori)
    told = {
        "kind": "snow",
        "title": "電話で聞いた雪かき",
        "name": "見本 キク",
        "phone": "0134-11-2222",
    }
    page = client.post(reverse("volunteering:need_new"), told)
    made = Need.objects.get()
    assert page.url == reverse("volunteering:need", args=[made.pk])
    client.post(reverse("volunteering:need_deed", args=[made.pk, "show"]))
    day = localdate() + timedelta(days=2)
    page = client.post(
        reverse("volunteering:plan", args=[made.pk]),
        {"on": f"{day}", "starts": "9:00", "ends": "11:00", "helper": "2", "weeks": "3"},
    )
    where, *later = Shift.objects.order_by("starts_at")
    assert [one.starts_at - where.starts_at for one in later] == [
        timedelta(weeks=1), timedelta(weeks=2),
    ]  # fmt: skip
    assert where.minutes == 120
    person = PersonFactory(name="見本 ヨシ", phone="0134-22-2222")
    client.post(reverse("volunteering:person_new"), {"person": str(person.pk)})
    who = Volunteer.objects.get()
    page = words(opened(client, "shift_desk", pk=where.pk))
    assert "見本 ヨシ" in page
    assert "町がわかりません" in page  # Why this person: the reasons stand beside the name.
    client.post(
        reverse("volunteering:join_for", args=[where.pk, who.pk]),
        {"post": str(post(where).pk), "channel": "phone"},
    )
    assert Turn.objects.get().channel == "phone"
    for name in ("sheet", "sign"):
        url = reverse(f"volunteering:{name}", args=[where.pk])
        if name == "sign":
            client.post(url)
        assert client.get(url).content.startswith(b"%PDF")


def test_the_host_writes_who_came_and_sees_only_their_own(client, sato, salon, ken, at):
    begun = need(at=at - timedelta(days=1), organisation=salon)
    where = shift(begun, at=at - timedelta(days=1), starts=timedelta(hours=20))
    turn = turns.join(post=post(where), volunteer=volunteer(), by=None, at=at - timedelta(days=1))
    other = shift(at=at)
    client.force_login(sato)
    assert begun.number in words(opened(client, "desk"))
    client.post(reverse("volunteering:turn_deed", args=[turn.pk, "came"]), {"minutes": "1:30"})
    assert Attendance.objects.get().minutes == 90
    assert client.get(reverse("volunteering:shift_desk", args=[other.pk])).status_code == 404
    client.force_login(ken)
    for url in (reverse("volunteering:desk"), reverse("volunteering:shift_desk", args=[where.pk])):
        assert client.get(url).status_code == 404


def test_the_host_cannot_say_yes_to_the_hosts_own_hours(client, sato, salon, at):
    begun = need(at=at - timedelta(days=1), organisation=salon)
    where = shift(begun, at=at - timedelta(days=1), starts=timedelta(hours=20))
    me = volunteer(p_user=sato)
    turn = turns.join(post=post(where), volunteer=me, by=None, at=at - timedelta(days=1))
    client.force_login(sato)
    client.post(reverse("volunteering:turn_deed", args=[turn.pk, "came"]), {"minutes": "90"})
    assert not Attendance.objects.exists()


def test_a_wrong_cell_of_the_month_is_told_and_what_was_typed_stays(client, mori, at):
    asked = need(at=at)
    who = volunteer(p_name="見本 ヨシ")
    hours.report(volunteer=who, need=asked, on=localdate(), minutes=30, by=None, at=at)
    client.force_login(mori)
    url = reverse("volunteering:grid", args=[asked.pk])
    name = f"c-{who.pk}-1"
    page = client.post(url, {name: "たくさん", "month": f"{localdate():%Y-%m}"})
    assert "「たくさん」は読めません" in words(page)
    assert 'aria-invalid="true"' in words(page)
    assert 'value="たくさん"' in words(page)
    assert client.post(url, {name: "1:30", "month": f"{localdate():%Y-%m}"}).status_code == 302
    assert Attendance.objects.approved().get().minutes == 90


def test_hours_are_said_yes_to_by_telephone(client, mori, at):
    row = hours.report(
        volunteer=volunteer(), need=need(at=at), on=localdate(), minutes=60, by=None, at=at
    )
    client.force_login(mori)
    assert "60分" in words(opened(client, "hours"))
    client.post(reverse("volunteering:hours_deed", args=[row.pk, "yes"]), {"name": "キクさん"})
    row.refresh_from_db()
    assert (row.said_way, row.said_name) == ("phone", "キクさん")


@pytest.mark.parametrize(
    "name", ["desk", "people", "person_new", "day", "registers", "hours", "figures"]
)
def test_staff_pages_ask_as_often_for_many_as_for_one(
    client, mori, at, name, django_assert_max_num_queries
):
    client.force_login(mori)
    for _n in range(2):
        where = shift(at=at)
        turns.join(post=post(where), volunteer=volunteer(), by=None, at=at)
    few = _asked(client, name, django_assert_max_num_queries)
    for _n in range(4):
        where = shift(at=at)
        turns.join(post=post(where), volunteer=volunteer(), by=None, at=at)
    assert _asked(client, name, django_assert_max_num_queries) <= few


def _asked(client, name, counting):
    with counting(60) as asked:
        opened(client, name)
    return len(asked)


def test_the_board_asks_as_often_for_many_as_for_one(client, at, django_assert_max_num_queries):
    shift(at=at)
    few = _asked(client, "board", django_assert_max_num_queries)
    for _n in range(4):
        shift(at=at)
    client.get("/")
    assert _asked(client, "board", django_assert_max_num_queries) <= few


def test_an_editor_who_left_sees_nothing_any_more(client, ken, salon, at):
    MembershipFactory(user=ken, organisation=salon, ended=True)
    where = shift(need(at=at, organisation=salon), at=at)
    client.force_login(ken)
    assert client.get(reverse("volunteering:shift_desk", args=[where.pk])).status_code == 404


def test_somebody_who_runs_a_group_asks_for_the_group_and_sees_it_among_its_own(
    client, sato, salon, ken
):
    other = OrganisationFactory(slug="mihon-other", name="ほかの団体")
    told = {"kind": "salon", "title": "いすを運ぶ", "name": "佐藤", "phone": "0134-11-1111"}
    client.force_login(sato)
    assert "見本サロン" in client.get("/volunteer/ask/").content.decode()
    client.post("/volunteer/ask/", {**told, "organisation": salon.pk})
    made = Need.objects.get()
    assert made.organisation == salon
    assert "いすを運ぶ" in client.get("/staff/volunteering/").content.decode()
    client.post("/volunteer/ask/", {**told, "organisation": other.pk})
    client.force_login(ken)
    assert "団体として" not in client.get("/volunteer/ask/").content.decode()
    client.post("/volunteer/ask/", {**told, "organisation": salon.pk})
    assert Need.objects.filter(organisation=salon).count() == 1
    assert not Need.objects.filter(organisation=other).exists()


def test_who_asks_signed_in_finds_it_again_and_is_written_to(client, mori, haru, ken):
    told = {"kind": "snow", "title": "玄関の雪かき", "name": "坂本 ハル", "phone": "0134-11-1111"}
    client.force_login(haru)
    client.post("/volunteer/ask/", told)
    made = Need.objects.get()
    assert made.baton.number in client.get("/me/matters/").content.decode()
    assert client.get(f"/me/matters/{made.baton.number}/").status_code == 200
    client.force_login(ken)
    assert made.baton.number not in client.get("/me/matters/").content.decode()
    assert client.get(f"/me/matters/{made.baton.number}/").status_code == 404
    client.force_login(mori)  # Whoever writes down what they hear is no party of it.
    client.post("/staff/volunteering/needs/new/", {**told, "phone": "0134-22-2222"})
    assert Need.objects.count() == 2
    assert not Party.objects.filter(
        baton__in=Need.objects.exclude(pk=made.pk).values("baton")
    ).exists()
