"""Nonsense at every door of the room that writes: a sentence or nothing, never an error, and the book stays right."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver
from django.utils.timezone import localdate, now

from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory
from tests.umbrellas.stands import stand
from tests.volunteering.test_hostile import NASTY
from tomoni.ties.umbrellas.actions import calling, moving, ringing, stations
from tomoni.ties.umbrellas.models import Helper, Move, Station

pytestmark = pytest.mark.django_db
FIELDS = (
    "act", "quantity", "code", "token", "form", "name", "name_kana", "slug", "use", "capacity", "low",
    "address", "lat", "lng", "phone", "organisation", "listing", "source", "target", "on", "chance",
    "fell", "area", "number", "until_on", "words", "note", "wants", "way", "answer",
    *(f"tally-{name}" for name in ("act", "quantity", "token", "way", "note")),
    *(f"count-{name}" for name in ("counted", "reason", "token")),
)  # fmt: skip
OPEN = (
    "q/{code}/", "q/ko/{code}/", "q/p/{move}/undo/", "q/en/p/{move}/undo/", "k/{key}/",
    "k/{key}/undo/{move}/", "k/wrong/",
)  # fmt: skip
OWN = ("", "{slug}/", "{slug}/undo/{move}/", "{other}/")
STAFF = (
    "stands/{slug}/", "stands/{slug}/edit/", "stands/{slug}/renew/", "stands/{slug}/reopen/",
    "stands/{slug}/x/", "stands/{slug}/close/", "new/", "carry/", "weather/", "call/", "numbers/",
    "numbers/kasa-1/lost/", "numbers/kasa-1/x/", "moves/{move}/undo/", "callers/add/{person}/",
    "callers/{helper}/ring/", "ringing/{ringing}/", "callers/{helper}/stop/", "call/{call}/end/",
)  # fmt: skip


@pytest.fixture
def ring(ken, mori):
    shop = OrganisationFactory(slug="mihon-shop")
    MembershipFactory(user=ken, organisation=shop)
    here, other = (
        stand(9, slug="here", organisation=shop, at=now()),
        stand(4, slug="other", at=now()),
    )
    move = moving.borrow(id=uuid4(), station=other, by=None, at=now())
    stations.number_umbrella(code="kasa-1", by=None, at=now())
    person = PersonFactory(phone="0134-11-1111")
    helper = Helper.objects.create(person=person, is_rung=True, since_at=now())
    call = calling.call(number=3, until_on=localdate(), words="", by=None, at=now())
    row = ringing.begin(call=call, helper=helper, by=mori, at=now())
    return {
        "code": here.code, "slug": here.slug, "other": other.slug, "move": move.pk,
        "key": stations.link_key(here), "helper": helper.pk, "person": person.pk, "call": call.pk,
        "ringing": row.pk,
    }  # fmt: skip


def thrown(client, paths, known):
    client.raise_request_exception = False
    bad = []
    for path in paths:
        for value in NASTY:
            for form in ({}, {"form": "tally"}, {"form": "count"}):
                if form and "k/" not in path and "slug" not in path:
                    continue
                cache.clear()
                told = dict.fromkeys(FIELDS, value) | form
                if client.post("/" + path.format(**known), told).status_code >= 500:
                    bad.append((path, value[:12], form))
        for query in ("?code=%00", "?lang=%00", "?page=x", "?q=%00"):
            if client.get("/" + path.format(**known) + query).status_code >= 500:
                bad.append((path, query))
    return bad


def book():
    return list(Station.objects.order_by("slug").values_list("slug", "count", "closed_on", "name"))


def test_nobody_breaks_the_pages_at_a_stand_and_the_book_stays(ring):
    before = book()
    assert not thrown(Client(), [f"umbrellas/{path}" for path in OPEN], ring)
    after = book()
    undone = Move.objects.filter(kind="undo").count()  # Whoever has the slip's address may undo it.
    assert [row[1] for row in after] == [before[0][1], before[1][1] + undone]


def test_the_people_of_a_shop_break_nothing_and_touch_no_other_stand(client, ken, ring):
    client.force_login(ken)
    before = book()
    assert not thrown(client, [f"me/umbrellas/{path}" for path in OWN], ring)
    assert (
        client.post("/me/umbrellas/other/", {"form": "count", "count-counted": "0"}).status_code
        == 404
    )
    assert book() == before
    for path in STAFF:
        assert client.post("/staff/umbrellas/" + path.format(**ring)).status_code in (403, 404), (
            path
        )


def test_staff_break_no_door_either(client, mori, ring):
    client.force_login(mori)
    assert not thrown(client, [f"staff/umbrellas/{path}" for path in STAFF], ring)
    assert [row[0] for row in book()] == ["here", "other"] and book()[0][1] == 9


def test_every_door_that_writes_is_tried(ring):
    """A new page of this room stands in the lists above, or is one that only shows."""
    shows = {
        "index", "station", "short", "short_old", "proof", "proof_in", "gbfs", "gbfs_file", "gbfs23",
        "gbfs23_file", "gbfs_versions", "gbfs23_versions", "desk", "poster", "tally_sheet", "carry_pdf", "returned", "callers",
        "caller",
    }  # fmt: skip
    patterns = get_resolver("tomoni.ties.umbrellas.urls").url_patterns
    names = {one.name for one in patterns if one.name not in shows}
    tried = set()
    for path in (
        *(f"umbrellas/{one}" for one in OPEN), *(f"me/umbrellas/{one}" for one in OWN),
        *(f"staff/umbrellas/{one}" for one in STAFF),
    ):  # fmt: skip
        tried.add(get_resolver().resolve("/" + path.format(**ring)).url_name)
    assert names <= tried, names - tried
