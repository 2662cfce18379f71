"""What the search keeps between pages ends with what was written, and with nothing else."""

import pytest
from django.utils import timezone

from tests.factories import ListingFactory
from tomoni.core import audit
from tomoni.core.stamp import Part
from tomoni.town.places.actions import listings as acts
from tomoni.town.places.queries import directory, snapshot, table


@pytest.fixture
def made(monkeypatch):
    """How often the table was read from the database."""
    count = []
    read = table.make
    monkeypatch.setattr(snapshot.table, "make", lambda today: count.append(today) or read(today))
    return count


def test_another_rooms_act_keeps_the_table_and_the_rows(
    client, db, mori, made, django_assert_max_num_queries
):
    tea = ListingFactory(slug="ocha", name="お茶の間")
    client.get("/places/")
    audit.record("batons.taken", tea, by=mori, at=timezone.now())

    with django_assert_max_num_queries(4):
        assert "お茶の間" in client.get("/places/").content.decode()

    assert len(made) == 1


def test_an_act_of_the_directory_is_seen_at_once(client, db, mori, made):
    tea = ListingFactory(slug="ocha", name="お茶の間", hours=[(1, 600, 960)])
    assert "休止中です" not in client.get("/places/").content.decode()

    acts.suspend(listing=tea, reason="雪のため", by=mori, at=timezone.now())

    page = client.get("/places/").content.decode()
    assert "休止中です" in page and len(made) == 2


def test_an_act_under_an_unknown_name_is_seen_within_a_minute(client, db, mori, made, monkeypatch):
    tea = ListingFactory(slug="ocha", name="お茶の間")
    client.get("/places/")
    type(tea).objects.filter(pk=tea.pk).update(name="お茶の部屋")
    audit.record("elsewhere.renamed", tea, by=mori, at=timezone.now())
    later = snapshot.monotonic() + directory.ELSEWHERE_S
    for module in (snapshot, directory):
        monkeypatch.setattr(module, "monotonic", lambda: later)

    assert "お茶の部屋" in client.get("/places/").content.decode()
    assert len(made) == 2


def test_a_part_of_the_town_changes_with_its_own_acts_only(db, mori):
    tea, at = ListingFactory(), timezone.now()
    part = Part("places.", without=("places.feedback_sent",))
    first = part.state()
    for other in ("batons.taken", "places.feedback_sent", "placesque.done"):
        audit.record(other, tea, by=mori, at=at)
        assert part.state()[0] == first[0], other
    audit.record("places.edited", tea, by=mori, at=at)

    assert part.state()[0] != first[0] and part.state()[1] > first[1]


def test_more_acts_than_one_look_reaches_count_as_a_change(db, mori):
    tea, at = ListingFactory(), timezone.now()
    part = Part("places.")
    audit.record("batons.taken", tea, by=mori, at=at)
    before = part.state()[0]
    audit.record_many("batons.taken", ((tea, None) for _ in range(150)), by=mori, at=at)

    assert part.state()[0] != before
