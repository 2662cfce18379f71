"""Addresses of this room that lead to something, for the table of who may open what."""

from django.utils import timezone

from tests.gathering_places.conftest import town
from tomoni.ties.gathering_places.actions import deciding, districts, sending


def examples():
    at = timezone.now()
    here = town("見本の浜", 1, lat=43.19, lng=140.99)
    same = {
        "text": "見本",
        "people": 5,
        "parts": 15,
        "town": here,
        "reply": {},
        "by": None,
        "at": at,
    }
    wish, venue = sending.wish(**same), sending.offer(**same, kind="hall")
    deciding.show(thing=wish, words="見本", by=None, at=at)
    today = timezone.localdate(at)
    district = districts.choose(
        name="見本地区", slug="mihon", towns=[here], why="見本", chosen_on=today, by=None, at=at
    )
    step = districts.tell_step(
        district=district, stage="talk", on=today, words="見本", by=None, at=at
    )
    return {
        "gathering_places:wish_receipt": {"token": wish.token},
        "gathering_places:offer_receipt": {"token": venue.token},
        "gathering_places:me_too": {"pk": wish.pk},
        "gathering_places:wish_page": {"pk": wish.pk},
        "gathering_places:wish_act": {"pk": wish.pk, "code": "show"},
        "gathering_places:offer_page": {"pk": venue.pk},
        "gathering_places:offer_act": {"pk": venue.pk, "code": "answer"},
        "gathering_places:district_edit": {"slug": district.slug},
        "gathering_places:district_step": {"slug": district.slug},
        "gathering_places:step_back": {"pk": step.pk},
        "gathering_places:check": {"code": "fire"},
        "gathering_places:match": {"wish": wish.pk, "venue": venue.pk},
    }
