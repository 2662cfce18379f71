"""The page behind the QR code: one press, no account, five kinds of words, its proof and its undo."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.utils.timezone import now

from tests.factories import ListingFactory
from tests.umbrellas.stands import stand
from tomoni.ties.umbrellas.actions import moving, stations
from tomoni.ties.umbrellas.models import Move, Press, Station

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(db):
    return stand(5, name="見本駅前", name_en="Sample Station", name_ko="샘플역", at=now())


@pytest.fixture
def phone(client):
    cache.clear()
    return client


def left(station):
    return Station.objects.get(pk=station.pk).count


def press(phone, station, act="borrow", **more):
    return phone.post(f"/umbrellas/q/{station.code}/", {"act": act, **more})


def test_one_press_borrows_and_shows_the_proof(phone, here):
    done = press(phone, here)
    assert done.status_code == 302 and left(here) == 4
    page = phone.get(done["Location"]).content.decode()
    move = Move.objects.get(kind="borrow")
    assert "借りました" in page and move.slip in page and move.by is None
    assert "取り消す" in page


def test_the_same_page_returns_and_takes_gifts(phone, here):
    assert (
        "ありがとうございます"
        in phone.get(press(phone, here, "return")["Location"]).content.decode()
    )
    press(phone, here, "give")
    assert left(here) == 7
    assert set(Move.objects.exclude(way="staff").values_list("kind", flat=True)) == {
        "return",
        "give",
    }


def test_a_double_press_is_one_and_one_more_is_two(phone, here):
    first, second = press(phone, here), press(phone, here)
    assert first["Location"] == second["Location"] and left(here) == 4
    page = phone.get(first["Location"]).content.decode()
    token = page.split('name="token" value="')[1][:36]
    press(phone, here, token=token)
    press(phone, here, token=token)
    assert left(here) == 3


def test_two_phones_behind_one_hotel_address_are_two():
    from django.test import Client

    station = stand(5, at=now())
    for name in ("iPhone", "Pixel"):
        Client(headers={"user-agent": name}).post(
            f"/umbrellas/q/{station.code}/", {"act": "borrow"}
        )
    assert left(station) == 3
    assert Press.objects.filter(is_known=False).count() == 2


def test_a_forged_mark_of_a_device_counts_as_none(phone, here):
    phone.cookies["umbrella"] = "made-up." + "0" * 32
    press(phone, here)
    assert not Press.objects.get().is_known
    press(phone, here, "return")
    assert Press.objects.filter(is_known=True).count() == 1, "the mark we gave is known"


def test_undo_gives_it_back(phone, here):
    where = press(phone, here)["Location"]
    page = phone.post(f"{where}undo/", follow=True).content.decode()
    assert "取り消しました" in page and left(here) == 5


def test_too_late_to_undo_says_what_to_do(phone, here):
    move = moving.borrow(id=uuid4(), station=here, by=None, at=now() - timedelta(minutes=11))
    page = phone.post(f"/umbrellas/q/p/{move.pk}/undo/").content.decode()
    assert "10分を過ぎた" in page and "0134-33-2510" in page and left(here) == 4


def test_what_staff_wrote_has_no_page_outside(phone, here, mori):
    move = moving.bring_back(id=uuid4(), station=here, by=mori, at=now(), way="phone", quantity=14)
    assert phone.get(f"/umbrellas/q/p/{move.pk}/").status_code == 404


def test_the_last_one_gone_shows_where_the_next_is(phone, here):
    other = stand(3, name="見本倉庫", at=now())
    moving.borrow(id=uuid4(), station=here, by=None, at=now(), quantity=5)
    page = press(phone, here).content.decode()
    assert "なくなりました" in page and other.name in page and left(here) == 0


def test_nobody_else_s_site_presses(phone, here):
    answer = phone.post(
        f"/umbrellas/q/{here.code}/", {"act": "borrow"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 403 and left(here) == 5


@pytest.mark.parametrize(
    ("accepted", "where"),
    [
        ("ja", "/umbrellas/q/{code}/"),
        ("en-GB,en;q=0.9", "/umbrellas/q/en/{code}/"),
        ("zh-CN", "/umbrellas/q/zh-Hans/{code}/"),
        ("ko-KR", "/umbrellas/q/ko/{code}/"),
    ],
)
def test_the_code_leads_to_the_phone_s_own_language(phone, here, accepted, where):
    answer = phone.get(f"/u/{here.code}/", headers={"accept-language": accepted})
    assert answer["Location"] == where.format(code=here.code)


@pytest.mark.parametrize(
    ("path", "button", "done", "name"),
    [
        ("en", "Borrow one", "You have an umbrella", "Sample Station"),
        ("ja-easy", "1本 借りる", "借りました", "見本駅前"),
        ("?lang=en", "Borrow one", "You have an umbrella", "Sample Station"),
        ("?lang=ja-easy", "1本 借りる", "借りました", "見本駅前"),
        ("zh-Hans", "借1把伞", "已借出", "Sample Station"),
        ("ko", "1개 빌리기", "빌렸습니다", "샘플역"),
    ],
)
def test_every_language_has_its_words(phone, here, path, button, done, name):
    where = (
        f"/umbrellas/q/{here.code}/{path}"
        if path[0] == "?"
        else f"/umbrellas/q/{path}/{here.code}/"
    )
    page = phone.get(where).content.decode()
    assert button in page and name in page
    assert done in phone.post(where, {"act": "borrow"}, follow=True).content.decode()


def test_wrong_words_are_refused_with_a_way_on(phone, here):
    for wrong, sentence in (
        ({"act": "steal"}, "どれかを押して"),
        ({"act": "borrow", "quantity": "x"}, "数字で"),
        ({"act": "borrow", "quantity": "10"}, "電話"),
        ({"act": "borrow", "code": "kasa-9"}, "番号を消す"),
    ):
        assert sentence in phone.post(f"/umbrellas/q/{here.code}/", wrong).content.decode()
    assert left(here) == 5
    assert press(phone, here, quantity="３").status_code == 302 and left(here) == 2


def test_the_page_asks_few_questions_and_fits_a_shower(phone, here, django_assert_num_queries):
    for _n in range(20):
        stand(3, at=now())
    with django_assert_num_queries(2):
        page = phone.get(f"/umbrellas/q/{here.code}/")
    assert len(page.content) < 12_000
    assert "csrfmiddlewaretoken" not in page.content.decode(), "so it can be kept for everybody"


@pytest.mark.parametrize("where", ["", "en/", "ja-easy/", "zh-Hans/", "ko/"])
def test_a_first_visit_in_any_language_leaves_no_cookie_so_it_is_kept(phone, here, where):
    page = phone.get(f"/umbrellas/q/{where}{here.code}/")
    assert page.status_code == 200 and not page.cookies and page["X-Keep-Offline"] == "1"


def test_the_paper_of_a_closed_stand_leads_to_the_others(phone, here):
    other = stand(2, name="見本の駅前", at=now())
    assert press(phone, here, quantity=5).status_code == 302
    stations.close_station(station=here, on=now().date(), by=None, at=now())
    for where in ("", "en/", "ko/"):
        page = phone.get(f"/umbrellas/q/{where}{here.code}/").content.decode()
        assert other.get_absolute_url() in page and 'name="act"' not in page
    refused = phone.post(f"/umbrellas/q/{here.code}/", {"act": "return", "quantity": "2"})
    assert "もうやめました" in refused.content.decode()
    assert left(here) == 0


def test_a_stand_with_umbrellas_says_where_they_go_before_it_closes(client, mori, here):
    client.force_login(mori)
    page = client.post(f"/staff/umbrellas/stands/{here.slug}/close/", follow=True)
    assert "まだ5本あります。ほかの置き場へ運んでから、やめてください。" in page.content.decode()
    here.refresh_from_db()
    assert here.closed_on is None


def test_the_list_shows_live_counts_and_the_page_of_a_stand(phone, here, django_assert_num_queries):
    hotel = stand(2, name="見本ホテル", use="return", at=now())
    page = phone.get("/umbrellas/").content.decode()
    assert "5本" in page and "返却だけ" in page and hotel.get_absolute_url() in page
    for _n in range(5):
        stand(1, at=now())
    with django_assert_num_queries(2):
        phone.get("/umbrellas/")
    assert (
        "いま <strong>5</strong> 本あります" in phone.get(here.get_absolute_url()).content.decode()
    )


def test_the_code_can_be_typed_where_no_camera_reads_it(phone, here):
    answer = phone.get("/umbrellas/", {"code": f" {here.code.lower()} "})
    assert answer["Location"] == f"/u/{here.code}/"
    assert "この合言葉の置き場はありません" in phone.get("/umbrellas/?code=XXXXXX").content.decode()


def test_the_town_s_search_finds_stands_with_their_counts(phone, here):
    for words in ("傘", "umbrella", "見本駅", "Sample Stat"):
        page = phone.get("/search/", {"q": words}).content.decode()
        assert here.get_absolute_url() in page and "5本" in page, words
    assert here.get_absolute_url() not in phone.get("/search/?q=サロン").content.decode()


def test_the_page_of_an_entry_says_how_many_stand_there_now(phone):
    shop = ListingFactory(slug="mihon-ten", name="見本店")
    there = stand(4, listing=shop, at=now())
    page = phone.get("/places/mihon-ten/").content.decode()
    assert there.get_absolute_url() in page and "<strong>4本</strong>" in page
    ListingFactory(slug="mihon-ta", name="見本店2")
    assert "傘の置き場" not in phone.get("/places/mihon-ta/").content.decode()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("q/WRONGX/", "この置き場は見つかりません"), ("q/en/WRONGX/", "We cannot find this stand"),
        ("q/zh-Hans/WRONGX/", "找不到这个伞架"), ("q/ko/WRONGX/", "이 우산꽂이를 찾을 수 없습니다"),
        ("q/ja-easy/WRONGX/", "見つかりません"), (f"q/en/p/{UUID(int=1)}/", "We cannot find this slip"),
        (f"q/ko/p/{UUID(int=1)}/", "찾을 수 없습니다"), ("k/wrong/", "このページは、もう使えません"),
    ],
)  # fmt: skip
def test_an_old_paper_says_in_the_reader_s_language_where_to_go_instead(client, address, words):
    asked = [client.get(f"/umbrellas/{address}")]
    if "/p/" not in address:  # A slip is only read.
        asked.append(client.post(f"/umbrellas/{address}"))
    for answer in asked:
        page = answer.content.decode()
        assert answer.status_code == 404 and words in page
        assert 'href="/umbrellas/' in page and "0134-" in page
