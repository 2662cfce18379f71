"""Nonsense at every door of the room that writes: a sentence or nothing, never an error, and no row of others."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver
from django.utils.timezone import localdate, now

from tests.factories import PersonFactory
from tests.volunteering.towns import need, post, shift, volunteer
from tomoni.core.link_keys import key_of
from tomoni.doing.volunteering.actions import hours, shifts, sounding, turns
from tomoni.doing.volunteering.models import Attendance, Incident, Need, Shift, Turn, Volunteer

pytestmark = pytest.mark.django_db
NASTY = (
    "", "\0", "a\0b", "あ" * 4000, "9" * 5000, "９９９９９", "-1", "²", "٣", "1e309", "nan",
    "9999-12-31", "0001-01-01", "<script>alert(1)</script>", "' OR 1=1 --", str(uuid4()), "😀",
)  # fmt: skip
FIELDS = (
    "kind", "title", "about", "when", "words", "town", "place", "name", "phone", "email", "token",
    "website", "least", "age_min", "skill", "training", "organisation", "points", "needs_vehicle",
    "on", "starts", "ends", "helper", "leader", "driver", "meet", "bring", "weeks", "post", "seats",
    "channel", "reason", "outcome", "minutes", "month", "pair", "beyond", "give", "person",
    "birth_on", "reach_m", "skills", "wish", "times", "most_a_week", "insured_until",
    "guardian_name", "guardian_on", "note", "register", "since_on", "until_on", "source",
    "valid_years", "series", "first_on", "last_on", "code", "number", "yes", "no", "stars", "side",
    "happened_on", "need", "answer",
)  # fmt: skip


@pytest.fixture
def town(haru, mori):
    at = now()
    known = {"at": at}
    asked = need(**known)
    where = shift(asked, **known)
    me = volunteer(person=PersonFactory(user=haru, name="坂本 ハル"), **known)
    other = volunteer(p_name="ほかの人", **known)
    turn = turns.join(post=post(where), volunteer=other, by=None, **known)
    row = hours.report(
        volunteer=other,
        need=asked,
        on=localdate(at) - timedelta(days=1),
        minutes=60,
        by=None,
        at=at,
    )
    sounded = sounding.begin(shift=where, volunteer=other, by=mori, at=at)
    door = shifts.open_door(shift=where, by=None, at=at)
    return {
        "need": asked.pk, "shift": where.pk, "me": me.pk, "other": other.pk, "turn": turn.pk,
        "row": row.pk, "sounding": sounded.pk, "door": door, "key": key_of("volunteering.hours", row.pk),
    }  # fmt: skip


PUBLIC = (
    "volunteer/ask/", "volunteer/verify/", "volunteer/door/{shift}/{door}/",
    "volunteer/door/{shift}/wrong/", "volunteer/answer/{row}/{key}/", "volunteer/answer/{row}/no/",
)  # fmt: skip
OWN = (
    "volunteer/shifts/{shift}/join/", "me/volunteering/profile/", "me/volunteering/hours/",
    "me/volunteering/incident/", "me/volunteering/certificate/",
    *(f"me/volunteering/turns/{{turn}}/{deed}/" for deed in ("accept", "cancel", "sure", "x")),
    "me/volunteering/hours/{row}/feedback/",
)  # fmt: skip
STAFF = (
    "needs/new/", "needs/{need}/edit/", "needs/{need}/shift/", "needs/{need}/month/",
    "needs/{need}/x/", "shifts/{shift}/", "shifts/{shift}/cancel/", "shifts/{shift}/for/{me}/",
    "shifts/{shift}/ring/{me}/", "soundings/{sounding}/",
    "turns/{turn}/came/", "turns/{turn}/x/", "day/", "hours/{row}/no/", "hours/{row}/undo/",
    "hours/{row}/points/", "hours/{row}/x/", "hours/{row}/feedback/", "people/new/",
    "people/{other}/", "people/{other}/certify/", "people/{other}/course/", "people/{other}/hours/",
    "people/{other}/incident/", "registers/", "needs/{need}/end/", "turns/{turn}/missed/",
    "turns/{turn}/accept/", "turns/{turn}/sure/", "turns/{turn}/here/", "turns/{turn}/cancel/",
    "people/{other}/leave/", "hours/{row}/yes/",
)  # fmt: skip


def thrown(client, paths, known, who):
    """Every path with each nasty value in all its fields; what did not answer as it should."""
    bad = []
    for path in paths:
        for value in NASTY:
            cache.clear()
            answer = client.post(
                "/" + path.format(**known),
                dict.fromkeys(FIELDS, value),
                headers={"User-Agent": "x"},
            )
            if answer.status_code >= 500:
                bad.append((who, path, value[:12], answer.status_code))
        for query in (
            "?on=9999-12-31",
            "?month=9999-12",
            "?month=0001-01",
            "?page=0&q=%00&town=%00",
        ):
            if client.get("/" + path.format(**known) + query).status_code >= 500:
                bad.append((who, path, query))
    return bad


def kept():
    """What others have."""
    return (
        list(Turn.objects.order_by("pk").values_list("pk", "status", "sure_at")),
        list(Attendance.objects.order_by("pk").values_list("pk", "status", "minutes")),
        list(Volunteer.objects.order_by("pk").values_list("pk", "ended_at", "most_a_week")),
        list(Shift.objects.order_by("pk").values_list("pk", "cancelled_at")),
        Incident.objects.count(),
    )


def test_nobody_breaks_a_door_of_everybody_s_and_changes_nothing_of_others(town):
    before = kept()
    everybody = Client(raise_request_exception=False)
    assert not thrown(everybody, PUBLIC, town, "nobody")
    assert everybody.get("/volunteer/?town=x&kind=x&when=x&page=x").status_code == 200
    assert everybody.get("/volunteer/?town=%00").status_code == 400
    after = kept()
    # Who has the key of the answer is who was helped: their "no" counts, whatever they wrote beside it.
    assert [row[::2] for row in after[1]] == [row[::2] for row in before[1]]
    assert (after[0], after[2:]) == (before[0], before[2:])


def test_a_resident_breaks_no_door_and_touches_only_their_own(client, haru, town):
    client.force_login(haru)
    client.raise_request_exception = False
    others = kept()[0]
    assert not thrown(client, OWN, town, "haru")
    assert kept()[0] == others and Attendance.objects.get().status == "reported"
    before = kept()
    staff = [f"staff/volunteering/{path}" for path in STAFF]
    for path in staff:
        assert client.post("/" + path.format(**town)).status_code in (403, 404), path
    assert kept() == before


def test_staff_break_no_door_either(client, mori, town):
    client.force_login(mori)
    client.raise_request_exception = False
    assert not thrown(client, [f"staff/volunteering/{path}" for path in STAFF], town, "mori")
    where = Shift.objects.get()
    for value in NASTY:
        told = {"post": post(where).pk, "seats": value}
        assert client.post(f"/staff/volunteering/shifts/{where.pk}/", told).status_code == 302, (
            value[:9]
        )
    assert client.get(f"/staff/volunteering/figures/?year={'9' * 5000}").status_code == 200
    nonsense = "?q=x&town=x&slot=x&skill=x&page=x"
    assert client.get(f"/staff/volunteering/people/{nonsense}").status_code == 200
    assert Need.objects.get().title == "玄関前の雪かき", "no nonsense was kept"


def test_what_was_written_is_still_there_after_a_refusal(client, haru, mori, town):
    client.force_login(haru)
    told = {
        "reach_m": "8000",
        "most_a_week": "たくさん",
        "skills": ["snow", "lead"],
        "times": ["1", "8"],
    }
    page = client.post("/me/volunteering/profile/", told).content.decode()
    assert 'value="たくさん"' in page and 'value="8000" selected' in page
    assert page.count(" checked") == 4
    client.force_login(mori)
    told = {
        "on": "きのう",
        "starts": "9時",
        "ends": "8時",
        "helper": "2",
        "weeks": "1",
        "bring": "手袋",
    }
    page = client.post(f"/staff/volunteering/needs/{town['need']}/shift/", told).content.decode()
    for value in ("きのう", "9時", "8時", "手袋"):
        assert f'value="{value}"' in page


def test_every_door_that_writes_is_tried(town):
    """A new page of this room stands in the lists above, or is one that only shows."""
    shows = {
        "board", "receipt", "shift", "mine", "certificate", "desk", "need", "sheet", "sign",
        "hours", "people", "incident", "figures", "figures_csv", "leave", "paper",
    }  # fmt: skip
    names = {
        one.name
        for one in get_resolver("tomoni.doing.volunteering.urls").url_patterns
        if one.name not in shows
    }
    tried = set()
    for path in (*PUBLIC, *OWN, *(f"staff/volunteering/{one}" for one in STAFF)):
        tried.add(get_resolver().resolve("/" + path.format(**town)).url_name)
    assert names <= tried, names - tried
