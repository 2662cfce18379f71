"""Stands as the tests need them."""

from itertools import count
from uuid import uuid4

from tests.factories import NOW
from tomoni.ties.umbrellas.actions import moving, stations

_number = count(1)


def stand(umbrellas=0, *, at=NOW, **more):
    """A stand near the canal with so many umbrellas."""
    n = next(_number)
    known = {
        "slug": f"mihon-{uuid4().hex[:8]}", "name": f"見本の置き場{n}", "lat": 43.19 + n / 10_000,
        "lng": 141.0, "capacity": 20, **more,
    }  # fmt: skip
    made = stations.open_station(**known, by=None, at=at)
    if umbrellas:
        moving.count(
            id=uuid4(), station=made, counted=umbrellas, reason="wrong", by=None, at=at, way="staff"
        )
    made.refresh_from_db()
    return made
