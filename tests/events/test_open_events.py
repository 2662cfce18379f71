"""The list of events for everybody, and events among the answers of the one search box."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.events.town import plan, tomorrow
from tests.factories import ListingFactory
from tomoni.core import search
from tomoni.doing.events.actions import changing, index, planning
from tomoni.doing.events.models import Occurrence, Series
from tomoni.doing.events.queries.words import SECTION

pytestmark = pytest.mark.django_db
# domain: the old standard's order, which is the only one whose order is published.
STANDARD = (
    "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,イベント名,イベント名_カナ,イベント名_英語,開始日,終了日,"
    "開始時間,終了時間,開始日時特記事項,説明,料金(基本),料金(詳細),連絡先名称,連絡先電話番号,連絡先内線番号,主催者,場所名称,"
    "住所,方書,緯度,経度,アクセス方法,駐車場情報,定員,参加申込終了日,参加申込終了時間,参加申込方法,URL,備考"
)


def table(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def events_of_the_town(db):
    """A salon twice a month in a house, a whole day, one cancelled, one draft, one over."""
    here = ListingFactory(name="見本会館")
    plan("salon", "見本サロン", rrule="FREQ=WEEKLY;COUNT=3", venue=here.at.get(), fee_kind="free")
    plan("ichinichi", "雪まつり", all_day=True, minutes=1440, starts_at=tomorrow(0))
    off = plan("off", "中止の会")
    changing.call_off_all(series=off, reason="大雪", by=None, at=timezone.now())
    plan("shita", "下書きの会", publish=False)
    planning.publish(
        series=planning.plan(
            slug="mukashi", title="むかしの会", starts_at=timezone.now() - timedelta(days=9), by=None,
            at=timezone.now(),
        ),
        by=None, at=timezone.now(),
    )  # fmt: skip


def test_the_list_has_the_standards_order_and_holds_what_is_to_come(client, events_of_the_town):
    answer = client.get("/open-data/events.csv")
    rows = table(answer)
    assert ",".join(rows[0]) == STANDARD
    assert sorted(row["イベント名"] for row in rows) == ["見本サロン"] * 3 + ["雪まつり"]
    salon = next(row for row in rows if row["イベント名"] == "見本サロン")
    assert (salon["開始時間"], salon["終了時間"], salon["料金(基本)"]) == ("10:00", "11:00", "無料")
    assert "012033_event.csv" in answer["Content-Disposition"]
    again = client.get("/open-data/events.csv", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    old = client.get("/open-data/events.csv?encoding=cp932")
    assert "イベント名" in b"".join(old.streaming_content).decode("cp932")
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(client.get("/open-data/events.xlsx").streaming_content))
    )
    assert [cell.value for cell in book.active[1]] == STANDARD.split(",")
    assert book.active.max_row == 5


def test_it_stands_in_the_catalogue_for_people_and_programs(client, events_of_the_town):
    assert "/open-data/events.csv" in client.get("/open-data/").text
    said = client.get("/open-data/catalogue.json").json()
    (one,) = [each for each in said["dcat:dataset"] if each["dct:identifier"].endswith("_event")]
    kinds = {file["dcat:mediaType"] for file in one["dcat:distribution"]}
    assert {"text/csv", "application/json"} < kinds
    for lang in ("ja", "ja-easy", "en"):
        client.cookies["lang"] = lang
        page = client.get("/open-data/events/").text
        assert "開始日時特記事項" in page and "/events.json" in page


def test_our_own_list_taken_in_again_gives_the_same_dates(client, events_of_the_town, tmp_path):
    def told():
        rows = Occurrence.objects.public().planned().filter(ends_at__gt=timezone.now())
        rows = rows.exclude(series__status="cancelled").select_related("series__venue__place")
        return sorted(
            (
                one.series.title, one.starts_at, one.ends_at, one.series.all_day, one.series.phone,
                one.series.place_text or one.series.venue.place.name,
            )
            for one in rows
        )  # fmt: skip

    before = told()
    path = tmp_path / "event.csv"
    path.write_bytes(b"".join(client.get("/open-data/events.csv").streaming_content))
    Series.objects.all().delete()
    call_command("import_events", str(path), verbosity=0)
    assert told() == before and len(before) == 4


def hits(client, words):
    """The titles under 催し on the search page."""
    page = client.get("/search/", {"q": words}).text
    part = page.partition('class="seek__beside"')[2].partition("</section>")[0]
    return [
        title
        for title in ("見本サロン", "雪まつり", "中止の会", "下書きの会", "むかしの会")
        if title in part
    ]


def test_one_search_box_finds_events_to_come_with_their_next_date(client, events_of_the_town):
    assert hits(client, "見本サロン") == ["見本サロン"]
    assert hits(client, "ゆきまつり") == []  # No reading was written; the next line writes one.
    series = Series.objects.get(slug="ichinichi")
    changing.edit(series=series, by=None, at=timezone.now(), title_kana="ゆきまつり")
    assert hits(client, "ユキマツリ") == ["雪まつり"]
    assert hits(client, "見本会館") == ["見本サロン", "雪まつり"]  # By the house's name, too.
    for gone in ("中止の会", "下書きの会", "むかしの会"):
        assert hits(client, gone) == []
    assert hits(client, "ま") == ["雪まつり"]
    listed = client.get("/events/", {"view": "list", "q": "サロン"}).text
    assert "見本サロン" in listed and "雪まつり" not in listed
    assert "「サロン」" in listed


def test_only_for_the_invited_is_found_by_nobody_and_a_filter_means_places(client, db):
    plan("uchiwa", "うちわの会", visibility="invited")
    plan("soto", "そとの会")
    assert "seek__beside" not in client.get("/search/", {"q": "うちわの会"}).text
    assert "seek__beside" in client.get("/search/", {"q": "そとの会"}).text
    assert "seek__beside" not in client.get("/search/", {"q": "そとの会", "open": "now"}).text


def test_the_index_is_written_anew_with_the_places(db):
    plan("salon", "見本サロン")
    search.empty(SECTION)
    assert not search.find(SECTION, search.parse("見本サロン")).keys
    call_command("reindex")
    assert len(search.find(SECTION, search.parse("見本サロン")).keys) == 1
    assert index.rebuild(timezone.now()) == 1


def test_every_answer_is_what_a_plain_look_at_the_titles_gives(db):
    """The truth is a substring search, as for the directory."""
    titles = [
        "銭函一丁目の体操",
        "ぜにばこ編み物",
        "体操とお茶",
        "お茶の会",
        "昔話の会",
        "銭函の昔話",
    ]
    for n, title in enumerate(titles):
        plan(f"s{n}", title, place_text="会館")
    for words in ("銭函", "体操", "お茶", "昔話", "昔", "会館", "編み物", "ない"):
        keys = search.find(SECTION, search.parse(words), size=20).keys
        found = set(Series.objects.filter(pk__in=keys).values_list("title", flat=True))
        wanted = set(titles) if words == "会館" else {t for t in titles if words in t}
        assert found == wanted, words
