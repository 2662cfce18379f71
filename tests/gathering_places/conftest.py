"""Two towns, and helpers that send a wish and an offer as somebody without account does."""

from uuid import uuid4

import pytest

from tomoni.ground.districts.models import Town
from tomoni.ties.gathering_places.models import Venue, Wish


def town(name, chome, *, lat, lng):
    made, _new = Town.objects.get_or_create(
        code=f"g{round(lat * 1000)}-{chome}", defaults={
            "name": f"{name}{chome}丁目", "name_kana": "みほん", "base": name, "chome": chome,
            "lat": lat, "lng": lng, "accuracy_m": 300, "order": chome,
        },
    )  # fmt: skip
    return made


@pytest.fixture
def zenibako(db):
    return town("銭函", 1, lat=43.146, lng=141.147), town("銭函", 2, lat=43.148, lng=141.153)


WISH = {
    "text": "子どもとお年寄りが昼ごはんを食べられる場所", "town": "銭函1丁目", "people": "約12人",
    "parts": ["2"], "needs_step_free": "on", "most_fee": "500円",
}  # fmt: skip
OFFER = {
    "text": "定休日の喫茶店を使ってください", "kind": "shop", "town": "銭函1丁目", "rooms": "1",
    "people": "２０", "parts": ["2", "4"], "fee": "無料", "is_step_free": "on", "toilet": "wide",
    "contact": "0134-00-0400",
}  # fmt: skip


def send(client, path, said, **more):
    return client.post(path, {**said, "token": str(uuid4()), **more})


@pytest.fixture
def wish(client, zenibako):
    assert send(client, "/gathering/wish/", WISH, contact="haru@example.jp").status_code == 302
    return Wish.objects.get()


@pytest.fixture
def venue(client, zenibako):
    assert send(client, "/gathering/offer/", OFFER).status_code == 302
    return Venue.objects.get()
