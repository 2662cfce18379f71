"""声の統計: counts of what people say, by district, category and quarter, nobody's word to be seen."""

import csv
import io
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import CategoryFactory, ListingFactory, TeamFactory
from tomoni.core.city import City, city
from tomoni.ground.batons.actions import open_baton
from tomoni.ground.districts.models import District, DistrictTown, Town
from tomoni.town.places.actions import feedback
from tomoni.town.places.models import Feedback
from tomoni.town.places.queries import voices
from tomoni.town.places.rules import quarters
from tomoni.town.places.rules.quarters import Quarter

TOKYO = ZoneInfo("Asia/Tokyo")
QUARTER = Quarter(2026, 2)
MAY = datetime(2026, 5, 20, 12, 0, tzinfo=TOKYO)


def town_in(district, n):
    town = Town.objects.create(
        code=f"t{n}", name=f"見本町{n}丁目", name_kana="みほん", base="見本町", chome=n, lat=43.19,
        lng=140.99, accuracy_m=300,
    )  # fmt: skip
    DistrictTown.objects.create(district=district, town=town, valid_from=date(2020, 1, 1))
    return town


@pytest.fixture
def team(db):
    return TeamFactory(slug="listings")


@pytest.fixture
def salons(team):
    """Two districts with a salon each, and a service without a place."""
    group = CategoryFactory(code="gather", name="居場所", name_en="Gathering")
    leaf = CategoryFactory(code="salon", name="サロン", parent=group)
    found = []
    for n, name in enumerate(("見本東", "見本西"), start=1):
        district = District.objects.create(kind=city().counted_by, code=f"d{n}", name=name, order=n)
        listing = ListingFactory(slug=f"salon-{n}", category=leaf)
        here = listing.at.get()
        here.place.town = town_in(district, n)
        here.place.save()
        found.append(listing)
    return found


def said(listing, kind, n, at=MAY):
    """So many words, written as the action writes them but without its pages."""
    here = listing.at.first()
    for _word in range(n):
        baton = open_baton(
            kind="places.feedback", title=listing.name, team=feedback.keeping.keeper(at=at),
            next_step="x", by=None, at=at,
        )  # fmt: skip
        Feedback.objects.create(
            baton=baton, listing=listing, kind=kind, text="見本", created_at=at,
            category=listing.category, town=here.place.town if here else None,
        )  # fmt: skip


@pytest.fixture
def spring(salons):
    east, west = salons
    said(east, "praise", 6)
    said(east, "wish", 5)
    said(east, "complaint", 1)
    said(west, "praise", 7)
    said(west, "wish", 4)
    said(west, "complaint", 6)
    return salons


def test_a_quarter_is_shown_with_its_small_cells_hidden(client, spring):
    page = client.get("/places/voices/?quarter=2026-2")
    assertContains(page, "2026年4月から6月まで")
    found = voices.statistics(QUARTER, lambda row: row.name)
    assert found.whole.cells == (13, 9, 7) and found.whole.total == 29
    east, west, nowhere = found.by_district
    assert east.cells[2] is None and west.cells[2] is None, "one complaint, and what tells it"
    assert sum(cell is None for cell in east.cells) == 2
    assert (east.total, west.total, nowhere.total) == (12, 17, 0)
    assert [row.cells for row in found.by_category] == [(13, 9, 7)]
    text = page.content.decode()
    assert text.count(">x<") == 4
    assertContains(page, "見本東")
    assertContains(page, "居場所")
    assertNotContains(page, "サロン</th>", msg_prefix="a finer category would be one salon")


def test_the_running_quarter_is_never_counted(client, spring):
    said(spring[0], "complaint", 30, at=timezone.now())
    today = timezone.localdate()
    assert quarters.quarter_of(today) not in voices.over(on=today)
    running = quarters.quarter_of(today).code
    assert client.get(f"/places/voices/?quarter={running}").status_code == 404
    assertContains(client.get("/places/voices/"), "終わってから出します")


@pytest.mark.parametrize("code", ["2026-5", "9999-4", "0000-1", "x", "2026-02", "2019-1"])
def test_an_address_made_up_finds_nothing(client, spring, code):
    assert client.get(f"/places/voices/?quarter={code}").status_code == 404


def test_a_table_that_would_tell_is_not_shown_at_all(client, salons):
    said(salons[0], "complaint", 1)
    said(salons[0], "praise", 20)
    page = client.get("/places/voices/?quarter=2026-2")
    assertContains(page, "数が少ないので、この表は出しません", count=2)
    found = voices.statistics(QUARTER, str)
    assert found.by_district is None and found.by_category is None
    assert found.whole.cells == (20, 0, None) and found.whole.total is None


def test_what_moves_afterwards_changes_no_published_count(spring):
    before = voices.statistics(QUARTER, lambda row: row.name)
    other = CategoryFactory(code="food", name="食事")
    for listing in spring:
        listing.category = other
        listing.save()
        here = listing.at.get()
        here.place.town = None
        here.place.save()
    district = District.objects.get(code="d1")
    DistrictTown.objects.filter(district=district).update(valid_until=date(2026, 7, 1))
    assert voices.statistics(QUARTER, lambda row: row.name) == before


def test_sending_remembers_where_the_entry_stood(spring):
    told = feedback.send(listing=spring[0], kind="wish", text="椅子", by=None, at=MAY)
    assert (told.category_id, told.town.code) == ("salon", "t1")


def test_the_open_table_says_the_same_as_the_page(client, spring):
    answer = client.get("/places/voices.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text))
    assert header == voices.HEADER
    assert rows[0] == ["2026-04-01", "2026-06-30", "全体", "", "市全体", "13", "9", "7", "29", "3"]
    east = next(row for row in rows if row[4] == "見本東")
    assert east[7] == "x" and "1" not in east[5:9]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "012033_voices.csv" in answer["Content-Disposition"]


def test_the_catalogue_the_plan_and_the_foot_lead_there(client, spring):
    data = client.get("/open-data/catalogue.json").json()
    [found] = [d for d in data["dcat:dataset"] if d["dct:identifier"].endswith("_voices")]
    assert found["dcat:distribution"][0]["dcat:downloadURL"].endswith("/places/voices.csv")
    assertContains(client.get("/open-data/"), "/places/voices.csv")


def test_the_measure_of_the_plan_shows_what_is_counted(client, db):
    from tomoni.plan import actions

    actions.load(code="2021", by=None, at=MAY)
    assertContains(client.get("/plan/9/"), "/places/voices/")
    assertNotContains(client.get("/plan/3/"), 'href="/places/voices/" class="chip"')


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_every_reader_reads_it_in_their_language(client, spring, language):
    client.cookies["lang"] = language
    page = client.get("/places/voices/?quarter=2026-2")
    words = {"ja": "地区ごとの数", "ja-easy": "ちくごとの 数", "en": "By district"}
    assertContains(page, words[language])
    if language == "en":
        assertContains(page, "Gathering")


def test_nothing_yet_is_said_in_words(client, db):
    assertContains(client.get("/places/voices/"), "まだ数えられるものがありません")


def test_the_page_asks_the_same_however_many_words(client, spring, django_assert_num_queries):
    client.get("/places/voices/?quarter=2026-2")
    with django_assert_num_queries(5):
        voices.over(on=timezone.localdate())
        voices.statistics(QUARTER, lambda row: row.name)


def test_a_town_that_wants_ten_gets_ten_and_two_is_refused(spring, monkeypatch):
    monkeypatch.setattr(voices, "city", lambda: _with(smallest_count=10))
    found = voices.statistics(QUARTER, lambda row: row.name)
    assert found.whole.cells == (13, None, None) and found.by_district is None
    with pytest.raises(ValueError, match="smallest_count"):
        _with(smallest_count=2)


def _with(**more) -> City:
    from dataclasses import replace

    return replace(city(), **more)


@pytest.mark.parametrize(
    ("day", "code", "begins", "ends"),
    [
        (date(2026, 1, 1), "2026-1", date(2026, 1, 1), date(2026, 3, 31)),
        (date(2024, 2, 29), "2024-1", date(2024, 1, 1), date(2024, 3, 31)),
        (date(2026, 6, 30), "2026-2", date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 12, 31), "2026-4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_quarters(day, code, begins, ends):
    found = quarters.quarter_of(day)
    assert (found.code, found.begins, found.ends) == (code, begins, ends)
    assert quarters.read(code) == found
    assert not quarters.is_over(found, on=ends)
    assert quarters.is_over(found, on=ends + timedelta(days=1))
