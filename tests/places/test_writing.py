"""The actions of the directory: each leaves one audit row, and two editors lose nothing."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories import CategoryFactory, ListingFactory, PlaceFactory
from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.models import AuditRow
from tomoni.town.places.actions import (
    at as attaching,
)
from tomoni.town.places.actions import (
    categories,
    facts,
    hours,
    listings,
    lists,
    places,
    suggestions,
)
from tomoni.town.places.actions.writing import Clash
from tomoni.town.places.models import Category, Listing, Suggestion


@pytest.fixture
def tea(mori, at):
    """A salon written by hand and complete enough to be published."""
    listing = listings.draft(
        name="お茶の間",
        name_kana="おちゃのま",
        category=CategoryFactory(),
        summary="お茶を飲んで話します。",
        entry="walk_in",
        source="電話で確認",
        checked_on=date(2026, 11, 20),
        by=mori,
        at=at,
    )
    here = attaching.attach(listing=listing, place=PlaceFactory(), by=mori, at=at)
    rows = [{"weekday": 3, "weeks": 10, "opens": 600, "closes": 840}]
    hours.set_week(here=here, rows=rows, by=mori, at=at)
    listing.refresh_from_db()
    return listing


def test_an_entry_gets_an_address_from_its_reading_that_nobody_else_has(mori, at):
    first = listings.draft(name="銭函サロン", name_kana="ぜにばこさろん", by=mori, at=at)
    second = listings.draft(name="銭函サロン", name_kana="ゼニバコサロン", by=mori, at=at)
    unread = listings.draft(name="茶話会", by=mori, at=at)

    assert first.slug == "zenibakosaron"
    assert second.slug.startswith("zenibakosaron-")
    assert unread.slug == f"p-{unread.pk.hex[:8]}"


def test_every_act_leaves_one_audit_row(tea, mori, at):
    before = AuditRow.objects.count()
    listings.publish(listing=tea, by=mori, at=at)
    listings.suspend(listing=tea, by=mori, at=at, reason="暖房の故障のため")
    listings.resume(listing=tea, by=mori, at=at)
    listings.confirm(listing=tea, by=mori, at=at)
    listings.close(listing=tea, by=mori, at=at, reason="会場の閉鎖")
    listings.reopen(listing=tea, by=mori, at=at)

    rows = list(audit.history(tea)[:6])
    assert AuditRow.objects.count() == before + 6
    assert [r.act.split(".")[1] for r in rows] == [
        "reopened", "closed", "confirmed", "resumed", "suspended", "published",
    ]  # fmt: skip
    tea.refresh_from_db()
    assert (tea.status, tea.checked_on, tea.closed_on) == ("published", date(2026, 11, 24), None)
    assert tea.review_due_on == date(2026, 11, 24) + timedelta(days=365)


def test_what_reopens_no_longer_says_why_it_rested(tea, mori, at):
    listings.publish(listing=tea, by=mori, at=at)
    listings.suspend(listing=tea, by=mori, at=at, reason="暖房の故障のため")
    listings.close(listing=tea, by=mori, at=at)
    listings.reopen(listing=tea, by=mori, at=at)
    tea.refresh_from_db()
    assert (tea.suspended_reason, tea.suspended_from) == ("", None)


def test_the_gate_lists_what_is_missing_with_its_field(mori, at):
    bare = listings.draft(name="名前だけ", by=mori, at=at)
    with pytest.raises(listings.NotReady) as no:
        listings.publish(listing=bare, by=mori, at=at)

    stops = [gap.field for gap in no.value.missing if gap.stops]
    assert stops == ["category", "places", "source", "checked_on", "summary", "entry", "hours"]
    assert "情報のもと" in no.value.sentence


@pytest.mark.parametrize("field", [{"source": ""}, {"checked_on": None}])
def test_the_database_refuses_a_published_entry_without_source_or_check(db, field):
    with pytest.raises(IntegrityError), transaction.atomic():
        ListingFactory(**field)
    listing = ListingFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.filter(pk=listing.pk).update(**field)


def test_a_public_entry_cannot_lose_what_it_needed(tea, mori, at):
    listings.publish(listing=tea, by=mori, at=at)
    here = tea.at.get()
    with pytest.raises(Refused) as no:
        listings.edit(listing=tea, by=mori, at=at, source="")
    assert no.value.field == "source"
    with pytest.raises(Refused):
        hours.set_week(here=here, rows=[], by=mori, at=at)
    with pytest.raises(Refused):
        attaching.detach(here=here, by=mori, at=at)
    assert here.openings.count() == 1


def test_two_editors_of_different_fields_lose_nothing(tea, mori, sato, at):
    seen = tea.version
    listings.edit(listing=tea, by=mori, at=at, expected=seen, summary="新しい", who_for="")
    listings.edit(
        listing=tea,
        by=sato,
        at=at,
        expected=seen,
        summary="お茶を飲んで話します。",
        who_for="どなたでも",
    )

    tea.refresh_from_db()
    assert (tea.summary, tea.who_for) == ("新しい", "どなたでも")


def test_two_editors_of_one_field_the_second_is_told(tea, mori, sato, at):
    seen = tea.version
    listings.edit(listing=tea, by=mori, at=at, expected=seen, summary="森の文")
    with pytest.raises(Clash) as no:
        listings.edit(listing=tea, by=sato, at=at, expected=seen, summary="佐藤の文")

    assert "森 由美さんが14:00に「ひとことで」" in no.value.sentence
    assert no.value.differences[0].theirs == "森の文"
    listings.edit(listing=tea, by=sato, at=at, expected=no.value.version, summary="佐藤の文")
    tea.refresh_from_db()
    assert tea.summary == "佐藤の文"


def test_saving_the_same_again_writes_nothing(tea, mori, at):
    rows = [{"audience": "resident", "phone": "0134-23-7847"}]
    lists.set(listing=tea, part="contacts", rows=rows, by=mori, at=at)
    before = AuditRow.objects.count()
    lists.set(listing=tea, part="contacts", rows=[{"phone": "0134-23-7847"}], by=mori, at=at)
    hours.set_week(here=tea.at.get(), rows=hours.spans_of(tea.at.get()), by=mori, at=at)
    listings.edit(listing=tea, by=mori, at=at, name="お茶の間")

    assert AuditRow.objects.count() == before


def test_the_small_lists_are_kept_in_order(tea, mori, at):
    lists.set(
        listing=tea,
        part="fees",
        rows=[{"label": "大人", "yen": 100}, {"label": "子ども", "yen": 0}],
        by=mori,
        at=at,
    )
    lists.set(
        listing=tea,
        part="languages",
        rows=[{"code": "en"}, {"code": "jsl", "note": "第1週"}],
        by=mori,
        at=at,
    )
    lists.set(
        listing=tea, part="texts", rows=[{"language": "en", "name": "Tea room"}], by=mori, at=at
    )
    lists.set(listing=tea, part="hazards", rows=[{"code": "tsunami"}], by=mori, at=at)
    place = tea.at.get().place
    facts.set(place=place, rows=[{"code": "lift", "value": "no", "note": "2階"}], by=mori, at=at)

    assert [str(fee) for fee in tea.fees.all()] == ["大人: 100", "子ども: 0"]
    assert tea.languages.count() == 2 and tea.texts.get().name == "Tea room"
    assert place.facts.get().note == "2階"


def test_a_place_moves_with_its_entries(tea, mori, at):
    place = tea.at.get().place
    places.edit(place=place, by=mori, at=at, address="小樽市銭函1丁目")
    with pytest.raises(Refused, match="逆"):
        places.edit(place=place, by=mori, at=at, lat=140.99, lng=43.19)
    assert audit.history(place).get().changes["address"][1] == "小樽市銭函1丁目"


def test_a_day_that_differs_comes_and_goes(tea, mori, at):
    here = tea.at.get()
    day = date(2026, 12, 24)
    row = hours.add_exception(here=here, from_on=day, reason="大掃除", by=mori, at=at)
    assert row.is_closed
    with pytest.raises(Refused):
        hours.add_exception(here=here, from_on=day, until_on=date(2026, 12, 1), by=mori, at=at)
    hours.remove_exception(exception=row, by=mori, at=at)
    assert not here.exceptions.exists()


def test_the_taxonomy_loads_once_and_again_without_change(db, at):
    first = categories.load(by=None, at=at)
    assert first == Category.objects.count() > 60
    assert categories.load(by=None, at=at) == 0
    salon = Category.objects.get(code="salon")
    assert (salon.parent_id, salon.name_en) == ("gather", "Drop-in salon")


def test_a_suggestion_is_one_however_often_it_arrives(tea, mori, at):
    import uuid

    token = uuid.uuid4()
    once = suggestions.send(
        kind="wrong", text="電話が違う", listing=tea, token=token, by=None, at=at
    )
    again = suggestions.send(
        kind="wrong", text="電話が違う", listing=tea, token=token, by=None, at=at
    )
    assert once == again and Suggestion.objects.count() == 1
    assert once.due_on == date(2026, 12, 1)

    with pytest.raises(Refused):
        suggestions.accept(suggestion=once, by=mori, at=at, answer=" ")
    suggestions.accept(suggestion=once, by=mori, at=at, answer="直しました。")
    with pytest.raises(Refused):
        suggestions.decline(suggestion=once, by=mori, at=at, answer="いいえ")
    once.refresh_from_db()
    assert once.status == "accepted"
