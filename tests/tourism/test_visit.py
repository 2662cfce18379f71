"""A visitor reads how it is now and books a walk, in four languages and without account."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.utils import timezone

from tests.factories import CategoryFactory, ListingFactory
from tomoni.doing.appointments.models import Booking
from tomoni.ties.tourism.actions import telling
from tomoni.ties.tourism.models import Guide, Programme, Tip, TipText, Visit

pytestmark = pytest.mark.django_db
WORDS = {
    "/visit/?lang=ja": ("運河の散歩", "ガイドと歩く", "ゆるい坂"),
    "/visit/?lang=ja-easy": ("運河の散歩", "ガイドと 歩く", "ゆるい 坂"),
    "/visit/?lang=en": ("Canal walk", "Walk with a guide", "Gentle slopes"),
    "/visit/zh-Hans/": ("运河漫步", "与导游一起漫步", "缓坡"),
    "/visit/ko/": ("운하 산책", "가이드와 걷기", "완만한 언덕"),
}


def path_of(walks, lang=""):
    return f"/visit/{lang}walks/{walks.walk.pk}/"


def first_time(client, path):
    page = client.get(path)
    return page.context["free"][0].time


def said(time, **more):
    return {
        "at": str(time.key), "people": "２", "name": "Sample Visitor", "email": "v@example.com",
        "phone": "", "website": "", "token": str(uuid4()), **more,
    }  # fmt: skip


@pytest.mark.parametrize("address", WORDS)
def test_the_page_speaks_each_language_and_offers_the_others(client, walks, address):
    page = client.get(address).content.decode()
    for words in WORDS[address]:
        assert words in page
    for other in ("/visit/zh-Hans/", "/visit/ko/", "/visit/?lang=en", "/visit/?lang=ja"):
        assert f'href="{other}"' in page
    assert "0134-33-2510" in page and len(page.encode()) < 100_000


def test_the_shell_of_the_two_other_languages_is_english(client, walks):
    answer = client.get("/visit/ko/")
    page = answer.content.decode()
    assert (
        answer["Content-Language"] == "ko"
        and '<html lang="en"' in page
        and '<div lang="ko">' in page
    )
    assert client.get("/visit/fr/").status_code == 404


@pytest.mark.parametrize(
    ("lang", "done", "number"),
    [
        ("", "予約しました", "受付番号"),
        ("zh-Hans/", "预约成功", "受理编号"),
        ("ko/", "예약되었습니다", "접수 번호"),
    ],
)
def test_a_group_books_and_reads_its_receipt_in_its_language(client, walks, lang, done, number):
    path = path_of(walks, lang)
    sent = client.post(path, said(first_time(client, path)))
    assert sent.status_code == 302 and sent["Location"].startswith(f"/visit/{lang}r/")
    page = client.get(sent["Location"]).content.decode()
    visit = Visit.objects.get()
    assert done in page and number in page and visit.booking.number in page
    assert (visit.people, visit.booking.worker) == (2, walks.worker)
    assert visit.language == (lang.rstrip("/") or "ja")
    assert visit.booking.language == ("en" if lang else "ja")
    assert client.get(sent["Location"].replace("/visit/" + lang, "/visit/ko/")).status_code == 200


def test_two_groups_are_never_with_one_guide_at_once(client, walks):
    path = path_of(walks, "ko/")
    time = first_time(client, path)
    client.post(path, said(time))
    late = client.post(path, said(time, name="Other")).content.decode()
    assert "이 시간은 이제 비어 있지 않습니다" in late and 'value="Other"' in late
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("lang", "wrong", "words"),
    [
        ("", {"people": "7"}, "一組は6人までです"),
        ("zh-Hans/", {"people": "7"}, "每组最多6人"),
        ("ko/", {"people": "many"}, "인원을 숫자로"),
        ("", {"email": "", "phone": ""}, "メールアドレスか電話番号を書いてください"),
        ("zh-Hans/", {"at": ""}, "请选择日期和时间"),
        ("", {"website": "spam"}, "機械からの送信"),
    ],
)
def test_a_refusal_is_in_the_readers_language_and_keeps_the_input(
    client, walks, lang, wrong, words
):
    path = path_of(walks, lang)
    page = client.post(path, said(first_time(client, path), **wrong)).content.decode()
    assert words in page and "Sample Visitor" in page and not Booking.objects.exists()


def test_out_of_season_there_are_no_times(client, walks):
    other = (timezone.localdate().month + 5) % 12 + 1
    Programme.objects.update(months=1 << (other - 1))
    page = client.get(path_of(walks)).content.decode()
    assert "この二週間に、空いている時間はありません。" in page


def test_a_tip_is_shown_in_the_next_best_language_and_says_so(client, walks, noguchi):
    at = timezone.now()
    telling.write_tip(
        about="way", texts={"ja": "運河の道が凍っています", "en": "The canal path is icy"},
        source="ja", hours=6, by=noguchi, at=at,
    )  # fmt: skip
    page = client.get("/visit/zh-Hans/").content.decode()
    assert '<p lang="en">The canal path is icy</p>' in page and "尚无您的语言版本" in page
    assert "道路情况" in page and "野口 リサ" in page
    telling.translate_tip(
        tip=Tip.objects.get(),
        texts={"zh-Hans": "运河边的路结冰了", "ja": "ちがう"},
        by=noguchi,
        at=at,
    )
    assert "运河边的路结冰了" in client.get("/visit/zh-Hans/?a").content.decode()
    assert TipText.objects.get(is_source=True).text == "運河の道が凍っています"


def test_a_tip_goes_by_itself_and_can_be_taken_back(client, walks, noguchi):
    at = timezone.now()
    for hours_ago, text in ((7, "古い"), (1, "新しい")):
        telling.write_tip(
            about="way", texts={"ja": text}, source="ja", hours=6, by=noguchi,
            at=at - timedelta(hours=hours_ago),
        )  # fmt: skip
    page = client.get("/visit/").content.decode()
    assert "新しい" in page and "古い" not in page
    telling.withdraw_tip(tip=Tip.objects.live(at).get(), by=noguchi, at=at)
    assert "新しい" not in client.get("/visit/?a").content.decode()


def test_a_guide_is_shown_only_after_they_agreed_and_goes_when_they_do_not(client, walks, noguchi):
    client.force_login(noguchi)
    form = {"source": "en", "about_en": "I grew up here.", "about_ja": "坂の町で育ちました。"}
    client.post("/staff/tourism/me/", form)
    assert "坂の町で育ちました" not in client.get("/visit/").content.decode()
    client.post("/staff/tourism/me/", {**form, "agrees": "on"})
    page = client.get("/visit/?a").content.decode()
    assert "坂の町で育ちました" in page and "野口 リサ" in page
    assert "I grew up here." in client.get("/visit/ko/").content.decode()
    client.post("/staff/tourism/me/", form)
    assert "坂の町で育ちました" not in client.get("/visit/?b").content.decode()


def test_the_database_refuses_what_must_not_be(walks, noguchi):
    at = timezone.now()
    tip = telling.write_tip(
        about="way", texts={"ja": "氷"}, source="ja", hours=1, by=noguchi, at=at
    )
    for wrong in (
        lambda: Guide.objects.create(worker=walks.worker, is_shown=True),
        lambda: Tip.objects.filter(pk=tip.pk).update(expires_at=at),
        lambda: TipText.objects.create(tip=tip, language="ja", text="二つ目"),
        lambda: TipText.objects.create(tip=tip, language="en", text="x", is_source=True),
        lambda: TipText.objects.create(tip=tip, language="fr", text="x"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_places_that_help_for_a_day_are_listed_and_no_link_is_dead(client, walks):
    info = CategoryFactory(code="tourist_info", name="観光案内所")
    ListingFactory(slug="mihon-info", name="見本案内所", name_en="Sample desk", category=info)
    page = client.get("/visit/ko/").content.decode()
    assert "관광 안내소" in page and '/places/mihon-info/" lang="en">Sample desk' in page
    assert 'href="/umbrellas/?lang=en"' in page
    assert client.get("/umbrellas/?lang=en").status_code == 200


def test_staff_write_a_walk_and_a_tip_and_a_guide_changes_only_their_own(
    client, walks, noguchi, mori
):
    client.force_login(mori)
    edit = f"/staff/tourism/walks/{walks.walk.pk}/"
    page = client.get(edit).content.decode()
    assert "运河漫步" in page
    form = {
        "source": "ja", "title_ja": "坂の散歩", "about_ja": "坂を歩きます。", "meeting_ja": "駅",
        "metres": "900", "slope": "steep", "steps": "100", "most_people": "4", "fee": "0",
        "is_shown": "on", "months": ["5", "6"],
    }  # fmt: skip
    assert client.post(edit, form).status_code == 302
    walks.walk.refresh_from_db()
    assert walks.walk.season == [5, 6] and walks.walk.texts.count() == 1
    client.post(
        "/staff/tourism/tips/new/",
        {"about": "crowd", "hours": "3", "source": "ja", "text_ja": "静か"},
    )
    tip = Tip.objects.get()
    assert tip.signed == mori.name
    long = client.post(
        "/staff/tourism/tips/new/", {"about": "way", "hours": "99", "source": "ja", "text_ja": "氷"}
    )
    assert "72時間まで" in long.content.decode()
    client.force_login(noguchi)
    assert client.get(f"/staff/tourism/tips/{tip.pk}/").status_code == 404
    assert client.get(edit).status_code == 403
    assert client.get("/staff/tourism/").status_code == 200


def test_the_page_asks_the_same_number_of_questions_for_one_tip_and_for_many(
    client, walks, noguchi, django_assert_max_num_queries
):
    def write():
        telling.write_tip(
            about="way", texts={"ja": "氷"}, source="ja", hours=6, by=noguchi, at=timezone.now()
        )

    write()
    with django_assert_max_num_queries(12) as few:
        client.get("/visit/?a=1")
        count = len(few)
    for _n in range(6):
        write()
    with django_assert_max_num_queries(count):
        client.get("/visit/?a=2")


def test_the_sample_walk_is_built_once(walks, mori):
    from tomoni.demo import tourism
    from tomoni.demo.ground import Ground

    at = timezone.now()
    ground = Ground(mori, at, timezone.localdate(at), {}, {}, {})
    Programme.objects.all().delete()
    assert tourism.build(ground) == 1 + 1 + len(tourism.TIPS)  # 林さん is not at this desk.
    assert tourism.build(ground) == 0


def test_the_name_of_each_language_is_marked_as_that_language():
    page = Template("{% load tourism %}{{ 'ja,en'|tongues }}").render(Context())
    assert page == '<span lang="ja">日本語</span>, <span lang="en">English</span>'
