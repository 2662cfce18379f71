"""The calendar finds what somebody may go to, by day, age, place and district, and is never a dead end."""

from datetime import datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.events.town import TOKYO, plan, the_week, tomorrow
from tests.factories import ListingFactory, OrganisationFactory, PlaceFactory
from tomoni.doing.events.actions import planning
from tomoni.doing.events.models import Occurrence, SeriesText
from tomoni.ground.districts.actions import keep_district, load_towns, set_towns
from tomoni.ground.districts.models import Town
from tomoni.town.places.models import PlaceFact


def open_(client, address="", lang="ja"):
    client.cookies["lang"] = lang
    return client.get(f"/events/{address}")


def titles(page):
    return [str(row.title) for row in page.context["found"].shown]


@pytest.mark.parametrize("view", ["month", "week", "list", "district"])
def test_every_view_shows_the_week_and_its_count(client, db, view):
    the_week()
    page = open_(client, f"?view={view}&on={tomorrow():%Y-%m-%d}")
    assert set(titles(page)) >= {"見本サロン", "見本の親子体操"}
    assert page.context["found"].total >= 2


def test_one_looks_for_what_a_three_year_old_and_her_grandmother_can_go_to(client, db):
    the_week()
    page = open_(client, "?when=week&age=3&age=70")
    assert titles(page) == ["見本の雪あかり"]
    assert [chip.label for chip in page.context["panel"].chips] == ["3歳と70歳"]
    assert titles(client.get("/events/" + page.context["panel"].chips[0].url)) != titles(page)


def test_filters_narrow_and_stand_in_the_address(client, db):
    organisation = OrganisationFactory(slug="mihon-kai", name="見本の会")
    here = ListingFactory(name="見本会館", place=PlaceFactory())
    PlaceFact.objects.create(place=here.at.get().place, code="step_free", value="yes")
    plan("kaikan", "会館の集い", organisation=organisation, venue=here.at.get(), kind="salon")
    plan("yoso", "よその集い", fee_kind="paid", kind="course", entry="sign_up")
    for words in ("organiser=mihon-kai", f"place={here.slug}", "step_free=1", "kind=salon"):
        assert titles(open_(client, f"?when=week&{words}")) == ["会館の集い"], words
    assert titles(open_(client, "?when=week&no_sign_up=1")) == ["会館の集い"]
    assert titles(open_(client, "?when=week&free=1")) == []
    assert open_(client, "?when=week").context["panel"].kinds[0].label == "サロン・カフェ 1"


def test_near_a_station_the_distance_is_said_and_far_things_are_left_out(client, db):
    load_towns(by=None, at=timezone.now())
    plan("chikaku", "駅の集い", lat=43.1979, lng=140.9940)
    plan("tooku", "遠い集い", lat=43.13, lng=141.15)
    page = open_(client, f"?when=week&near={quote('小樽駅')}&radius=2000")
    assert titles(page) == ["駅の集い"]
    assert "メートル" in page.content.decode() or "すぐ近く" in page.content.decode()


def test_a_district_is_its_towns(client, db):
    now = timezone.now()
    load_towns(by=None, at=now)
    town = Town.objects.get(code="zenibako-1")
    district = keep_district(
        kind="commissioner", code="d1", name="第1地区", name_kana="だいいち", by=None, at=now
    )
    set_towns(
        district=district, towns=[town], valid_from=timezone.localdate() - timedelta(days=9),
        by=None, at=now,
    )  # fmt: skip
    plan("zenibako", "銭函の集い", town=town)
    plan("hanazono", "花園の集い")
    page = open_(client, f"?view=district&on={tomorrow():%Y-%m-%d}")
    assert [(one.district and one.district.name, one.count) for one in page.context["found"].districts] == [
        ("第1地区", 1), (None, 1),
    ]  # fmt: skip
    assert titles(open_(client, "?when=week&district=commissioner:d1")) == ["銭函の集い"]


def test_nothing_found_offers_to_take_a_filter_off_and_the_telephone(client, db):
    the_week()
    page = open_(client, "?when=week&age=3&kind=meeting")
    text = page.content.decode()
    assert "見つかりませんでした" in text and 'href="tel:' in text
    assert any("集まり・会議" in label for label, _url, _n in page.context["panel"].looser)


@pytest.mark.parametrize(
    "address",
    ["?on=2026-02-30", "?on=99999-01-01", "?view=year", "?age=abc", "?near=" + quote("火星"),
     "?district=x", "?page=999", "?on=0001-01-01", "?circle=nobody"],
)  # fmt: skip
def test_what_means_nothing_is_said_and_left_out(client, db, address):
    the_week()
    page = open_(client, address)
    assert page.status_code == 200
    if "page" not in address:
        assert "が分からなかったので" in page.content.decode()


def test_drafts_and_what_is_only_for_the_invited_stay_out(client, db):
    plan("shita", "下書きの集い", publish=False)
    plan("naisho", "内輪の集い", visibility="invited")
    assert titles(open_(client, "?view=list")) == []
    assert client.get("/events/shita/").status_code == 404
    one = Occurrence.objects.get(series__slug="naisho")
    assert client.get(one.get_absolute_url()).status_code == 404


def test_a_cancelled_and_a_moved_date_are_marked_in_list_and_page(client, db):
    series = plan("salon", "見本サロン", rrule="FREQ=WEEKLY;COUNT=3")
    first, second, _third = series.occurrences.order_by("starts_at")
    planning.call_off(occurrence=first, reason="大雪のため", by=None, at=timezone.now())
    later = second.starts_at + timedelta(hours=3)
    Occurrence.objects.filter(pk=second.pk).update(
        starts_at=later, ends_at=later + timedelta(hours=1), is_edited=True, reason="会場の都合"
    )
    text = open_(client, "?view=list").content.decode()
    assert "中止</strong>" in text and "日時変更</strong>" in text
    assert "この回は中止になりました" in (
        gone := client.get(first.get_absolute_url()).content.decode()
    )
    assert "大雪のため" in gone and "申し込む" not in gone
    moved = client.get(second.get_absolute_url()).content.decode()
    assert "もとの予定は" in moved and "会場の都合" in moved


def test_the_venue_that_is_closed_that_day_is_said_honestly(client, db):
    start = the_start()
    open_all = [(day, 540, 1020) for day in range(7) if day != start.weekday()]
    here = ListingFactory(name="見本会館", hours=open_all)
    shut = plan("shimari", "閉まる日の集い", starts_at=start, venue=here.at.get()).occurrences.get()
    assert "休みの予定です" in client.get(shut.get_absolute_url()).content.decode()
    always = ListingFactory(name="見本館", hours=[(day, 540, 1020) for day in range(7)])
    inside = plan("naka", "開く日の集い", starts_at=start, venue=always.at.get(), minutes=60)
    late = plan("yoru", "夜の集い", starts_at=start.replace(hour=19), venue=always.at.get())
    text = client.get(inside.occurrences.get().get_absolute_url()).content.decode()
    assert "休みの予定です" not in text and "会場の開いている時間" not in text
    text = client.get(late.occurrences.get().get_absolute_url()).content.decode()
    assert "会場の開いている時間は午前9時から午後5時" in text or "会場の開いている時間は" in text
    resting = ListingFactory(suspended=True)
    rests = plan("kyushi", "休みの館", starts_at=start, venue=resting.at.get()).occurrences.get()
    assert "会場はいま休んでいます" in client.get(rests.get_absolute_url()).content.decode()


def the_start():
    """The first day from the day after tomorrow that is no holiday, at ten."""
    from tomoni.core.calendar import is_holiday

    day = timezone.localtime() + timedelta(days=2)
    while is_holiday(day.date()):
        day += timedelta(days=1)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)


def test_a_series_of_another_zone_is_told_by_the_citys_clock_and_its_own(client, db):
    berlin = ZoneInfo("Europe/Berlin")
    # The clocks of Berlin go back on 25 October 2026: the evening there is an hour later here.
    start = datetime(2026, 10, 21, 12, 0, tzinfo=berlin)
    series = plan(
        "berlin", "遠くの集い", starts_at=start, rrule="FREQ=WEEKLY;COUNT=2",
        time_zone="Europe/Berlin",
    )  # fmt: skip
    hours = [one.starts_at.astimezone(TOKYO).hour for one in series.occurrences.all()]
    assert hours == [19, 20]
    text = client.get(series.occurrences.first().get_absolute_url()).content.decode()
    assert "午後7時" in text and "Europe/Berlinの時刻では正午から" in text


@pytest.mark.parametrize(
    ("lang", "words"), [("ja", "サロン・カフェ"), ("ja-easy", "サロン"), ("en", "Salon")]
)
def test_three_languages_are_whole(client, db, lang, words):
    series = plan("salon", "見本サロン", kind="salon", rrule="FREQ=WEEKLY;COUNT=2", entry="sign_up")
    SeriesText.objects.create(series=series, language="en", title="Sample salon")
    one = series.occurrences.first()
    for address in ("/events/?view=list", one.get_absolute_url(), series.get_absolute_url()):
        client.cookies["lang"] = lang
        text = client.get(address).content.decode()
        assert words in text
        if lang == "en":
            assert "Sample salon" in text


@pytest.mark.parametrize("view", ["month", "list", "district", "week"])
def test_the_number_of_queries_does_not_grow(client, db, django_assert_num_queries, view):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(f"/events/?view={view}").status_code == 200
        return len(seen)

    the_week()
    client.get(f"/events/?view={view}")
    few = count()
    for n in range(12):
        plan(f"s{n}", f"集い{n}", venue=ListingFactory().at.get(), rrule="FREQ=DAILY;COUNT=5")
    assert count() == few


def test_a_date_takes_as_many_queries_however_long_the_series(client, db):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(series):
        with CaptureQueriesContext(connection) as seen:
            client.get(series.occurrences.order_by("starts_at").first().get_absolute_url())
        return len(seen)

    one = plan("ichi", "一回", venue=ListingFactory().at.get())
    many = plan("nando", "何度も", rrule="FREQ=DAILY;COUNT=30", venue=ListingFactory().at.get())
    count(one)
    assert count(one) == count(many)


def test_the_calendar_is_a_way_out_of_the_house(client, db):
    text = client.get("/needs/go/").content.decode()
    assert "催しカレンダー" in text and 'href="/events/"' in text
