"""A resident books on the pages: one question each, back without loss, a receipt, and later a change."""

import re
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.appointments.conftest import worker_of
from tests.factories import NOW, TeamFactory
from tests.people import person
from tomoni.core import link_keys
from tomoni.doing.appointments import carrying
from tomoni.doing.appointments.actions import booking as actions
from tomoni.doing.appointments.actions import desks, talks, waiting
from tomoni.doing.appointments.actions.told import Told
from tomoni.doing.appointments.carrying import Carried
from tomoni.doing.appointments.forms.public import DetailsForm
from tomoni.doing.appointments.models import Booking, WaitEntry
from tomoni.doing.appointments.queries import slots
from tomoni.doing.appointments.rules.modes import ALL, CODES
from tomoni.ground.districts.models import Town
from tomoni.ground.notices.models import Notice
from tomoni.ground.people.contacts import Contact

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")
BABY = "/book/nikoniko/baby/"
HARU = {"name": "坂本　ハル", "phone": "０１３４－６２－１２３４"}


def free_time(childcare, skip=0):
    """A time that is really free, from now on."""
    at = timezone.now()
    today = timezone.localdate()
    found = slots.search(
        kind=childcare.kind, first=today, last=today + timedelta(days=20), at=at, mode="desk"
    ).times()
    return found[skip]


def path_to(time, **more):
    query = "&".join(f"{k}={v}" for k, v in {"for": "self", "how": "desk", **more}.items())
    return f"{BABY}?{query}&at={time.key}"


def confirm(client, path, **answers):
    return client.post(path, {**HARU, **answers, "confirm": "1"})


def test_the_way_asks_one_question_a_page(childcare, client):
    assert "赤ちゃんの相談" in client.get("/book/").text
    who = client.get(BABY).text
    assert "だれのことで予約しますか" in who
    assert f"{BABY}?for=self" in who
    how = client.get(f"{BABY}?for=self").text
    assert "どうやって会いますか" in how
    assert "前にもどる" in how
    when = client.get(f"{BABY}?for=self&how=desk").text
    assert "いつがよいですか" in when
    time = free_time(childcare)
    assert str(time.key) in when
    you = client.get(path_to(time)).text
    assert "お名前と連絡先を教えてください" in you
    assert "窓口で会う" in you  # What was answered so far.


def test_every_way_to_meet_can_be_chosen(childcare, client):
    desks.add_kind(
        desk=childcare.desk, slug="all-ways", name="どうにでも", minutes=30, step=30, modes=ALL,
        by=None, at=NOW,
    )  # fmt: skip
    page = client.get("/book/nikoniko/all-ways/?for=self")
    assert page.status_code == 200
    for mode in CODES.values():
        assert str(mode.label) in page.text and f"how={mode.code}" in page.text


def test_a_booking_is_checked_made_and_its_receipt_moves_and_cancels_it(childcare, client):
    time = free_time(childcare)
    path = path_to(time)
    form = client.get(path).text
    token = re.search(r'name="token" value="([0-9a-f-]{36})"', form)[1]
    check = client.post(path, HARU | {"token": token}).text
    assert f'name="token" value="{token}"' in check
    assert "これでよいか確かめてください" in check
    assert "坂本" in check
    assert not Booking.objects.exists()
    back = client.post(path, {**HARU, "edit": "1"}).text
    assert "坂本" in back
    assert "お名前と連絡先を教えてください" in back

    done = confirm(client, path, token=token)
    made = Booking.objects.get()
    assert done.status_code == 302
    assert confirm(client, path, token=token)["Location"] == done["Location"]
    assert Booking.objects.count() == 1

    receipt = client.get(done["Location"]).text
    assert made.number in receipt
    assert "母子健康手帳" in receipt
    assert "保健所の1階" in receipt
    ics = client.get(done["Location"] + "appointment.ics")
    assert b"SEQUENCE:0" in ics.content
    assert str(made.pk).encode() in ics.content.replace(b"\r\n ", b"")

    later = free_time(childcare, 6)
    assert str(later.key) in client.get(done["Location"] + "move/").text
    client.post(f"{done['Location']}move/?at={later.key}")
    made.refresh_from_db()
    assert (made.starts_at, made.status, made.sequence) == (later.starts_at, "moved", 1)
    assert b"SEQUENCE:1" in client.get(done["Location"] + "appointment.ics").content
    assert client.get(done["Location"] + "cancel/").status_code == 200
    made.refresh_from_db()
    assert made.is_live  # Opening the page has changed nothing.
    client.post(done["Location"] + "cancel/")
    made.refresh_from_db()
    assert made.status == "cancelled"
    assert not made.holds.exists()
    assert "この予約は取りやめました" in client.get(done["Location"]).text
    client.post(done["Location"] + "cancel/")
    kinds = list(Notice.objects.filter(name__startswith="坂本").values_list("kind", flat=True))
    assert sorted(kinds) == [
        "appointments.booked", "appointments.cancelled", "appointments.moved",
    ]  # fmt: skip


def test_a_wrong_key_finds_nothing(childcare, client):
    assert client.get("/book/r/AAAAAAAAAAAAAAAAAAAAAAAA/").status_code == 404
    assert client.get("/book/feeds/AAAA.ics").status_code == 404


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"name": ""}, "お名前を書いてください"),
        ({"phone": ""}, "電話がないときは"),
        ({"phone": "でんわ"}, "電話番号として読めません"),
        ({"email": "haru@"}, "メールアドレスの形"),
        ({"by_letter": "on"}, "手紙の送り先"),
        ({"postcode": "12"}, "郵便番号"),
        ({"website": "x"}, "機械からの送信"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_rest_is_kept(childcare, client, answers, words):
    page = confirm(client, path_to(free_time(childcare)), **{"about": "夜泣きのこと", **answers})
    assert page.status_code == 200
    assert words in page.text
    assert "夜泣きのこと" in page.text
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "for=self&how=desk&at=0",
        "for=self&how=desk&at=999999999",
        "for=self&how=desk&at=31",
        "for=self&how=desk&at=２９",
        "for=self&how=desk&from=2026-02-31",
        "for=self&how=desk&from=20260231",
        "for=self&how=desk&session=99999999999",
        "for=nobody&how=desk",
        "for=self&how=smoke",
        "for=self&how=desk&town=zenibako-99",
        "for=self&how=desk&carry=nobody:x",
    ],
)
def test_no_address_is_ever_a_mistake_of_the_program(childcare, client, query):
    assert client.get(f"{BABY}?{query}").status_code == 200
    page = confirm(client, f"{BABY}?{query}")
    assert page.status_code == 200
    assert not Booking.objects.exists()


def test_a_time_that_is_gone_or_past_is_refused_with_a_telephone(childcare, client):
    past = int((timezone.now() - timedelta(days=1)).timestamp() // 60)
    page = confirm(client, f"{BABY}?for=self&how=desk&at={past}").text
    assert "過ぎた日時は予約できません" in page
    assert "0134-22-3117" in page
    assert "坂本" in page


@pytest.mark.parametrize("what", ["desk", "kind"])
def test_who_kept_the_address_of_a_closed_desk_is_told_where_to_go(childcare, client, what):
    kept = path_to(free_time(childcare))
    gone = childcare.desk if what == "desk" else childcare.kind
    gone.closed_on = timezone.localdate()
    gone.save()
    shut = [kept, BABY, f"{BABY}wait/"] + (["/book/nikoniko/"] if what == "desk" else [])
    for path in shut:
        page = client.get(path)
        assert page.status_code == 410, path
        assert "もう受け付けていません" in page.text and "0134-22-3117" in page.text
    assert confirm(client, kept).status_code == 410 and not Booking.objects.exists()
    assert client.get("/book/never/").status_code == 404
    assert client.get("/book/nikoniko/never/").status_code == 404


def test_waiting_for_days_that_cannot_be_is_refused_with_the_input_kept(childcare, client):
    day = timezone.localdate()
    cases = {
        "過ぎた日です": (day - timedelta(days=9), day - timedelta(days=2)),
        "「いつまで」が「いつから」より前です": (day + timedelta(days=9), day + timedelta(days=2)),
        "一年より先の日です": (day + timedelta(days=3650), day + timedelta(days=3660)),
    }
    for words, (first, last) in cases.items():
        said = {
            "from_on": first.isoformat(), "until_on": last.isoformat(), "part": "any",
            "name": "坂本 ハル", "phone": "0134-00-0001", "token": str(uuid4()),
        }  # fmt: skip
        page = client.post(f"{BABY}wait/?for=self&how=desk", said)
        assert page.status_code == 200 and words in page.text and "坂本 ハル" in page.text
    assert not WaitEntry.objects.exists()


def test_three_kinds_of_whose(childcare, client):
    time = free_time(childcare)
    page = confirm(client, path_to(time, **{"for": "family"})).text
    assert "ご本人のお名前を書いてください" in page
    page = confirm(client, path_to(time, **{"for": "other"}), other_name="北村 花").text
    assert "よいと言っているか" in page
    done = confirm(
        client, path_to(time, **{"for": "other"}), other_name="北村 花",
        other_phone="０９０ー１２３４ー５６７８", consent="本人に聞きました",
    )  # fmt: skip
    assert done.status_code == 302
    made = Booking.objects.get()
    assert made.concerned["phone"] == "090-1234-5678"
    assert made.consent == "本人に聞きました"


def test_what_was_told_elsewhere_is_carried_once_and_only_with_a_tick(childcare, client):
    told = Carried("手当の見積もり", ("子ども2人", "目安 月2万円"))
    carrying.register("test.estimate", lambda key: told if key == "7" else None)
    try:
        path = path_to(free_time(childcare), carry="test.estimate:7")
        assert "目安 月2万円" in client.get(path).text
        confirm(client, path)
        assert Booking.objects.get().carried is None
        confirm(client, path_to(free_time(childcare), carry="test.estimate:7"), carry="on")
        made = Booking.objects.order_by("-created_at").first()
        assert made.carried["lines"] == ["子ども2人", "目安 月2万円"]
        assert actions.take_carried(booking=made, by=None, at=NOW) == told
        assert actions.take_carried(booking=made, by=None, at=NOW) is None
    finally:
        carrying._sources.clear()


@pytest.fixture
def visits(db, childcare):
    """Two desks of one family, each for one town; the second is found by the address."""
    found = {}
    for n, (slug, town) in enumerate((("north", "銭函"), ("south", "花園"))):
        team = TeamFactory(slug=slug, phone=f"0134-00-000{n}")
        desk = desks.open_desk(
            team=team, slug=slug, name=f"{town}の窓口", family="centre", is_city_wide=False,
            by=None, at=NOW,
        )  # fmt: skip
        desks.add_kind(desk=desk, slug="visit", name="訪問", modes=8, by=None, at=NOW)
        user = person(f"{slug}@example.jp", f"{town} 係", "かかり", "caseworker")
        worker = worker_of(desk, user)
        here = Town.objects.create(
            code=f"{slug}-town", name=town, name_kana=town, base=town, lat=43.2, lng=141.0,
            accuracy_m=300,
        )  # fmt: skip
        desks.add_area(desk=desk, town=here, worker=worker, valid_from=NOW.date(), by=None, at=NOW)
        found[slug] = desk
    Town.objects.create(
        code="none", name="塩谷", name_kana="しおや", base="塩谷", lat=43.2, lng=140.9,
        accuracy_m=300,
    )  # fmt: skip
    return found


def test_the_address_leads_to_the_right_desk_and_outside_the_city_to_the_telephone(visits, client):
    path = "/book/north/visit/?for=self"
    assert "お住まいはどの町ですか" in client.get(path).text
    right = client.post(path, {"where": "小樽市花園２−３−４"})
    assert "town=south-town" in right["Location"]
    led = client.get(right["Location"])
    assert led["Location"].startswith("/book/south/visit/")
    assert "いつがよいですか" in client.get(led["Location"]).text
    outside = client.post(path, {"where": "札幌市中央区北1条西2丁目"}).text
    assert "市の外にお住まいの方は、お電話で" in outside
    assert "札幌市中央区" in outside
    nobody = client.post(path, {"where": "塩谷"})
    assert "担当の窓口が見つかりません" in client.get(nobody["Location"]).text


def test_who_waits_is_offered_the_time_that_becomes_free(childcare, client):
    day = timezone.localdate()
    page = client.post(
        f"{BABY}wait/?for=self&how=desk",
        {**HARU, "from_on": "令和8年2月31日", "until_on": day.isoformat(), "part": "any"},
    )
    assert "という日はありません" in page.text
    done = client.post(
        f"{BABY}wait/?for=self&how=desk",
        {**HARU, "from_on": day.isoformat(), "until_on": (day + timedelta(days=30)).isoformat(),
         "part": "morning"},
    )  # fmt: skip
    entry = WaitEntry.objects.get()
    assert "空きを待っています" in client.get(done["Location"]).text
    time = free_time(childcare, 9)
    confirm(client, path_to(time))
    made = Booking.objects.get()
    before = free_time(childcare, 0)
    from tomoni.doing.appointments.actions import changing

    changing.cancel(booking=made, by=None, at=timezone.now(), reason="都合")
    entry.refresh_from_db()
    assert entry.status == "offered"
    assert entry.offered_starts_at == time.starts_at
    assert "空きが出ました" in client.get(done["Location"]).text
    accepted = client.post(done["Location"], {"accept": "1"})
    taken = Booking.objects.live().get()
    assert (taken.starts_at, taken.channel) == (time.starts_at, "waiting")
    assert client.post(done["Location"], {"accept": "1"})["Location"] == accepted["Location"]
    assert Booking.objects.live().count() == 1
    assert before


def test_an_offer_nobody_answers_goes_to_the_next(childcare):
    from tests.appointments.conftest import book, on
    from tomoni.doing.appointments.actions import changing, reminding
    from tomoni.ground.people.contacts import Contact

    entries = [
        waiting.wait(
            kind=childcare.kind, mode="desk", contact=Contact(name=name, phone="0134-62-1234"),
            from_on=NOW.date(), until_on=NOW.date() + timedelta(days=20), by=None,
            at=NOW + timedelta(seconds=n),
        )
        for n, name in enumerate(("一番", "二番"))
    ]  # fmt: skip
    made = book(childcare, on(12, 3, 9))
    changing.cancel(booking=made, by=None, at=NOW, reason="都合")
    first, second = (WaitEntry.objects.get(pk=one.pk) for one in entries)
    assert (first.status, second.status) == ("offered", "waiting")
    # The time is kept for the first: nobody of this worker's can be booked then.
    assert not slots.is_free(
        kind=childcare.kind, worker=made.worker, starts_at=on(12, 3, 9), at=NOW, mode="desk",
        by_staff=True,
    )  # fmt: skip
    reminding.look_after_waiting(at=NOW + timedelta(hours=25))
    first, second = (WaitEntry.objects.get(pk=one.pk) for one in entries)
    assert (first.status, second.status) == ("waiting", "offered")
    with pytest.raises(Exception, match="期限を過ぎた"):
        waiting.accept(entry=first, by=None, at=NOW + timedelta(hours=25))
    reminding.look_after_waiting(at=datetime(2026, 12, 25, 9, tzinfo=TOKYO))
    assert set(WaitEntry.objects.values_list("status", flat=True)) == {"ended"}


def test_the_first_pages_ask_as_much_for_one_desk_as_for_many(childcare, client):
    def count(path):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    client.force_login(childcare.kato.user)  # So that no page comes from the store of kept ones.
    paths = ("/book/", "/book/nikoniko/", "/book/talks/", f"{BABY}?for=self&how=desk")
    few = [count(path) for path in paths]
    for n in range(8):
        desk = desks.open_desk(
            team=TeamFactory(), slug=f"d{n}", name=f"窓口{n}", phone="0134-00-0009", by=None, at=NOW
        )
        for whose in (desk, childcare.desk):
            desks.add_kind(desk=whose, slug=f"k{n}", name=f"相談{n}", by=None, at=NOW)
        talk = desks.add_kind(
            desk=desk, slug="talk", name="トーク", modes=8, is_talk=True, by=None, at=NOW
        )
        talks.add_theme(kind=talk, slug=f"t{n}", title=f"話{n}", by=None, at=NOW)
        worker_of(childcare.desk, person(f"w{n}@example.jp", f"担当{n}", f"たんとう{n}"))
    assert [count(path) for path in paths] == few


def test_an_english_receipt_says_which_of_its_words_are_japanese(childcare, client):
    made = actions.book(
        kind=childcare.kind, starts_at=free_time(childcare).starts_at, mode="desk",
        told=Told(Contact(name="坂本 ハル", phone="0134-62-1234")), by=None, at=timezone.now(),
    )  # fmt: skip
    page = client.get(f"/book/r/{link_keys.key_of('appointments.booking', made.pk)}/?lang=en").text
    assert '<span lang="ja">坂本 ハル</span>' in page
    assert "Reiwa 8" in page or "Reiwa 9" in page  # The era in words one can say.


def test_any_trouble_leads_straight_to_the_comprehensive_desk(client, childcare):
    assert client.get("/book/any-trouble/")["Location"] == "/book/"  # No such desk on the screen.
    childcare.desk.team.is_comprehensive_desk = True
    childcare.desk.team.save(update_fields=["is_comprehensive_desk"])
    there = client.get("/book/any-trouble/")["Location"]
    assert there.startswith(f"/book/{childcare.desk.slug}/")
    assert client.get(there).status_code == 200


def test_what_has_to_be_said_of_a_neighbour_does_not_say_it_may_be_left_out(childcare, client):
    page = client.get(path_to(free_time(childcare)).replace("for=self", "for=other")).text
    for label in ("ご本人のお名前", "ご本人は、この予約のことを知っていますか"):
        after = page[page.index(f">{label}<") :][:120]
        assert "必須" in after and "任意" not in after, label


def test_the_address_of_a_visit_is_marked_as_needed_and_asked_for_once(at):
    form = DetailsForm(data=HARU | {"token": str(uuid4())}, home=True)
    assert form.fields["address"].required
    assert form.errors["address"] == ["手紙の送り先か、訪ねる先の住所を書いてください。"]
    assert not DetailsForm(home=False).fields["address"].required
