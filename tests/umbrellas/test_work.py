"""Shops and staff: returns by telephone, the count that corrects the book, carrying, weather, calls."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate, now

from tests.factories import MembershipFactory, OrganisationFactory
from tests.umbrellas.stands import stand
from tomoni.core.errors import Refused
from tomoni.ground.notices.models import Notice
from tomoni.ties.umbrellas.actions import calling, moving, stations
from tomoni.ties.umbrellas.models import Call, Helper, Move, Station, Umbrella, Weather
from tomoni.ties.umbrellas.queries import outlook

pytestmark = pytest.mark.django_db


@pytest.fixture
def hotel(db):
    return stand(0, slug="mihon-hotel", name="見本ホテル", use="return", at=now())


@pytest.fixture
def desk(client, mori):
    client.force_login(mori)
    return client


def left(station):
    return Station.objects.get(pk=station.pk).count


def tally(client, path, **said):
    return client.post(path, {"form": "tally", **{f"tally-{k}": v for k, v in said.items()}})


def count(client, path, **said):
    return client.post(path, {"form": "count", **{f"count-{k}": v for k, v in said.items()}})


def test_a_hotel_returns_fourteen_by_telephone(desk, mori, hotel):
    path = f"/staff/umbrellas/stands/{hotel.slug}/"
    token = str(uuid4())
    for _twice in range(2):
        answer = tally(desk, path, act="return", quantity="１４", way="phone", token=token)
        assert answer.status_code == 302
    move = Move.objects.get(kind="return")
    assert (left(hotel), move.quantity, move.way, move.by) == (14, 14, "phone", mori)
    assert move.slip in desk.get(path).content.decode()


def test_the_hotel_s_own_link_does_the_same_without_account(client, hotel):
    path = f"/umbrellas/k/{stations.link_key(hotel)}/"
    assert tally(client, path, act="return", quantity="14").status_code == 302
    assert left(hotel) == 14
    page = client.get(path).content.decode()
    move = Move.objects.get()
    assert move.slip in page and "取り消す" in page
    client.post(f"{path}undo/{move.pk}/")
    assert left(hotel) == 0
    stations.renew_keys(station=hotel, by=None, at=now())
    assert client.get(path).status_code == 404, "the old link ended"


def test_a_link_undoes_only_what_was_noted_there(client, hotel, mori):
    theirs = moving.bring_back(
        id=uuid4(), station=hotel, by=mori, at=now(), way="phone", quantity=2
    )
    path = f"/umbrellas/k/{stations.link_key(hotel)}/undo/{theirs.pk}/"
    assert client.post(path).status_code == 404 and left(hotel) == 2


def test_the_shopkeeper_s_count_corrects_the_book(client):
    here = stand(7, at=now())
    path = f"/umbrellas/k/{stations.link_key(here)}/"
    page = count(client, path, counted="5").content.decode()
    assert "帳簿では7本です" in page and left(here) == 7
    count(client, path, counted="5", reason="unnoted")
    move = Move.objects.filter(kind="missing").get()
    assert (left(here), move.quantity, move.reason) == (5, 2, "unnoted")
    assert (
        "帳簿のとおり"
        in client.post(path, {"form": "count", "count-counted": "5"}, follow=True).content.decode()
    )


def test_people_of_a_shop_see_their_own_stands_only(client, ken):
    shop = OrganisationFactory(slug="mihon-shop")
    MembershipFactory(user=ken, organisation=shop, part="member")
    own, other = stand(3, organisation=shop, at=now()), stand(3, at=now())
    client.force_login(ken)
    assert own.name in client.get("/me/umbrellas/").content.decode()
    tally(client, f"/me/umbrellas/{own.slug}/", act="borrow", quantity="1")
    assert left(own) == 2 and Move.objects.get(kind="borrow").by == ken
    assert client.get(f"/me/umbrellas/{other.slug}/").status_code == 404


def test_staff_undo_any_time_and_see_the_book(desk):
    here = stand(3, at=now())
    move = moving.borrow(id=uuid4(), station=here, by=None, at=now() - timedelta(days=2))
    desk.post(f"/staff/umbrellas/moves/{move.pk}/undo/")
    assert left(here) == 3
    page = desk.get(f"/staff/umbrellas/stands/{here.slug}/").content.decode()
    assert "取り消し" in page and move.slip in page


def test_a_stand_is_opened_changed_renewed_and_closed(desk):
    said = {
        "name": "見本案内所", "slug": "mihon-annai", "use": "both", "capacity": "20", "low": "3",
        "lat": "43.19", "lng": "141.0",
    }  # fmt: skip
    assert (
        "この名前は使えません"
        in desk.post("/staff/umbrellas/new/", {**said, "slug": "gbfs"}).content.decode()
    )
    assert desk.post("/staff/umbrellas/new/", said).status_code == 302
    made = Station.objects.get(slug="mihon-annai")
    path = f"/staff/umbrellas/stands/{made.slug}/"
    desk.post(f"{path}edit/", {**said, "name_en": "Sample Office"})
    desk.post(f"{path}renew/")
    again = Station.objects.get(pk=made.pk)
    assert again.name_en == "Sample Office" and again.code != made.code
    assert desk.post(f"{path}burn/").status_code == 404
    desk.post(f"{path}close/")
    assert Station.objects.get(pk=made.pk).closed_on == localdate()


def history(station, *, out, back, days=20):
    """So many wet days with so much going out and coming back."""
    for n in range(1, days + 1):
        at = now() - timedelta(days=n)
        calling.tell_weather(on=localdate(at), chance=80, fell=True, by=None, at=at)
        moving.give(id=uuid4(), station=station, quantity=out, by=None, at=at, way="staff")
        moving.borrow(id=uuid4(), station=station, quantity=out, by=None, at=at)
        if back:
            moving.bring_back(id=uuid4(), station=station, quantity=back, by=None, at=at)


def test_the_forecast_and_the_plan_of_carrying(desk, django_assert_num_queries):
    busy = stand(
        0, name="見本駅", opened_on=localdate() - timedelta(days=90), at=now() - timedelta(days=90)
    )
    history(busy, out=8, back=0)
    calling.tell_weather(on=localdate() + timedelta(days=1), chance=90, by=None, at=now())
    full = stand(30, name="見本宿", use="return", capacity=40, at=now())
    page = desk.get("/staff/umbrellas/carry/").content.decode()
    assert "雨や雪の確率90%" in page and "見本宿 → 見本駅" in page
    rows = outlook.expected(localdate() + timedelta(days=1), now())
    plan, _stands = outlook.balance(rows)
    (way,) = plan.ways
    said = {
        "source": full.slug,
        "target": busy.slug,
        "quantity": way.quantity,
        "token": str(uuid4()),
    }
    for _twice in range(2):
        desk.post("/staff/umbrellas/carry/", said)
    assert (left(busy), left(full)) == (way.quantity, 30 - way.quantity)
    assert "足りる見こみ" in desk.get("/staff/umbrellas/carry/").content.decode()
    with django_assert_num_queries(5):
        outlook.expected(localdate() + timedelta(days=1), now())
    for _n in range(5):
        stand(1, at=now())
    with django_assert_num_queries(5):
        outlook.expected(localdate() + timedelta(days=1), now())


def test_what_no_stand_can_spare_becomes_a_call_with_its_number(desk):
    busy = stand(
        0, name="見本駅", opened_on=localdate() - timedelta(days=90), at=now() - timedelta(days=90)
    )
    history(busy, out=8, back=0)
    page = desk.get("/staff/umbrellas/carry/").content.decode()
    found = re.search(r'href="(/staff/umbrellas/call/\?number=(\d+))"', page)
    assert found and int(found[2]) > 0
    assert f'value="{found[2]}"' in desk.get(found[1]).content.decode()
    for nonsense in ("x", "-1", "99999", "٣", "%00"):
        assert desk.get(f"/staff/umbrellas/call/?number={nonsense}").status_code in (200, 400)


def test_one_press_of_a_line_of_the_plan_carries_once(desk):
    low = stand(0, at=now())
    full = stand(10, use="return", at=now())
    page = desk.get("/staff/umbrellas/carry/").content.decode()
    token = page.split('name="token" value="')[1][:36]
    said = {"source": full.slug, "target": low.slug, "quantity": "3", "token": token}
    for _twice in range(2):
        desk.post("/staff/umbrellas/carry/", said)
    assert left(low) == 3


def test_papers_are_pdfs(desk):
    here = stand(0, at=now())
    stand(10, use="return", lat=43.25, at=now())
    for path in (f"stands/{here.slug}/poster.pdf", f"stands/{here.slug}/list.pdf", "carry.pdf"):
        answer = desk.get(f"/staff/umbrellas/{path}")
        assert answer.content.startswith(b"%PDF"), path


def test_the_weather_is_typed_or_read_from_the_office_s_file(desk, shared):
    tomorrow = localdate() + timedelta(days=1)
    said = {"form": "typed", "on": tomorrow.isoformat(), "chance": "７０", "fell": ""}
    assert desk.post("/staff/umbrellas/weather/", said).status_code == 302
    assert Weather.objects.get(on=tomorrow).chance == 70
    data = (shared / "jma-xml/samples/24_11_01_190925_VPFD51.xml").read_bytes()

    def send(content, area):
        file = SimpleUploadedFile("VPFD51.xml", content)
        return desk.post("/staff/umbrellas/weather/", {"form": "file", "file": file, "area": area})

    assert "東京地方、伊豆諸島北部" in send(data, "後志地方").content.decode()
    assert "VPFD51" in send(b"<a/>", "東京地方").content.decode()
    assert send(data, "東京地方").status_code == 302
    rows = Weather.objects.filter(source="jma").order_by("on").values_list("chance", flat=True)
    assert list(rows) == [50, 80]
    assert desk.get("/staff/umbrellas/weather/").status_code == 200


def test_a_call_is_on_the_page_and_goes_to_those_who_want_to_hear_it(client, desk, mori, ken, haru):
    client.force_login(ken)
    client.post("/me/umbrellas/", {"wants": "yes"})
    assert Helper.objects.get().user == ken
    assert "傘の呼びかけを聞く" in client.get("/me/everything/").content.decode()
    client.force_login(mori)
    until = (localdate() + timedelta(days=9)).isoformat()
    client.post("/staff/umbrellas/call/", {"number": "30", "until_on": until, "words": "長い傘"})
    made = Call.objects.get()
    assert made.told == 1
    assert list(Notice.objects.filter(kind="umbrellas.call").values_list("user", flat=True)) == [
        ken.pk
    ]
    client.logout()
    page = client.get("/umbrellas/").content.decode()
    assert "30本" in page and "長い傘" in page
    client.force_login(ken)
    client.post("/me/umbrellas/", {"wants": "no"})
    assert not Helper.objects.exists()


def test_the_people_of_a_stand_s_shop_hear_the_call_too(ken, mori):
    shop = OrganisationFactory(slug="mihon-shop")
    MembershipFactory(user=ken, organisation=shop)
    calling.listen(user=ken, wants=True, at=now())
    stand(1, organisation=shop, at=now())
    made = calling.call(number=5, until_on=localdate(), words="", by=mori, at=now())
    assert made.told == 1, "once, though for two reasons"


def test_the_rate_of_returns_by_season_and_stand(desk):
    here, there = stand(20, name="見本駅", at=now()), stand(0, name="見本宿", at=now())
    moving.borrow(id=uuid4(), station=here, by=None, at=now(), quantity=8)
    moving.bring_back(id=uuid4(), station=there, by=None, at=now(), quantity=6)
    wrong = moving.bring_back(id=uuid4(), station=there, by=None, at=now(), quantity=9)
    moving.undo(id=uuid4(), move=wrong, by=None, at=now())
    page = desk.get("/staff/umbrellas/returned/").content.decode()
    assert "貸し出し8本、返却6本" in page and "75%" in page


def test_a_numbered_umbrella_is_listed_with_where_it_went(desk):
    here = stand(2, name="見本駅", at=now())
    desk.post("/staff/umbrellas/numbers/", {"code": "kasa-012", "note": "青"})
    moving.borrow(id=uuid4(), station=here, by=None, at=now(), code="kasa-012")
    page = desk.get("/staff/umbrellas/numbers/").content.decode()
    assert Umbrella.objects.get().note == "青" and "見本駅で貸し出し中" in page


def test_the_desk_shows_what_is_short_with_a_constant_number_of_questions(
    desk, django_assert_max_num_queries
):
    for n in range(12):
        stand(n, at=now())
    with django_assert_max_num_queries(16):
        page = desk.get("/staff/umbrellas/").content.decode()
    assert "傘の置き場" in page


def test_a_closed_stand_is_found_and_opened_again(desk):
    here = stand(0, slug="mihon-ten", at=now())
    path = f"/staff/umbrellas/stands/{here.slug}/"
    assert f"{path}close/" in desk.get(path).content.decode()
    desk.post(f"{path}close/")
    assert "やめた置き場" in desk.get("/staff/umbrellas/").content.decode()
    assert f"{path}reopen/" in desk.get(path).content.decode()
    assert desk.post(f"{path}close/").status_code == 404
    desk.post(f"{path}reopen/")
    here.refresh_from_db()
    assert here.closed_on is None
    moving.bring_back(id=uuid4(), station=here, by=None, at=now())
    page = desk.get(path).content.decode()
    assert "まだ1本あります" in page and f"{path}close/" not in page


def test_a_numbered_umbrella_that_is_gone_is_lent_no_more_until_it_turns_up(desk, client):
    here = stand(3, at=now())
    stations.number_umbrella(code="kasa-7", by=None, at=now())
    moving.borrow(id=uuid4(), station=here, by=None, at=now(), code="kasa-7")
    desk.post("/staff/umbrellas/numbers/kasa-7/lost/")
    assert "なくなった傘" in desk.get("/staff/umbrellas/numbers/").content.decode()
    with pytest.raises(Refused, match="という番号の傘はありません"):
        moving.bring_back(id=uuid4(), station=here, by=None, at=now(), code="kasa-7")
    desk.post("/staff/umbrellas/numbers/kasa-7/found/")
    moving.bring_back(id=uuid4(), station=here, by=None, at=now(), code="kasa-7")
    assert Umbrella.objects.get().loans.get().returned and left(here) == 3
    assert desk.post("/staff/umbrellas/numbers/kasa-7/burnt/").status_code == 404


def test_the_desk_reads_in_english_the_stands_have_their_english_names(desk):
    here, other = (
        stand(5, name=f"見本{n}", name_en=f"Sample Stand {n}", at=now()) for n in ("あ", "い")
    )
    moving.borrow(id=uuid4(), station=here, by=None, at=now())
    desk.cookies["lang"] = "en"
    for path in ("", f"stands/{other.slug}/", "carry/", "returned/"):
        page = desk.get(f"/staff/umbrellas/{path}").content.decode()
        assert "Sample Stand" in page and "見本" not in page.partition("<main")[2], path
