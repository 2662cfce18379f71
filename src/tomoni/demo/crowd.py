"""More sample listings than a town has, for measuring: `tomoni demo --scale 16`.

They go the way every outside list goes, through the action that takes in many entries at
once, so that they carry one audit row each and stand in the search index like any other.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from tomoni.core.city import city
from tomoni.core.text import katakana
from tomoni.demo import samples, weeks
from tomoni.ground.districts.models import Town
from tomoni.ground.people.models import User
from tomoni.town.places.actions import taking_in
from tomoni.town.places.actions.incoming import Entry, Source

HANDFUL = 500
DATASET = "sample_crowd"


def gather(*, scale: int, by: User, at: datetime) -> Iterator[int]:
    """List rounds 1 to `scale` − 1 of the samples; yields how many are new, handful by handful."""
    source = Source(
        dataset=DATASET,
        city_code=city().code,
        words="見本として作成（負荷の測定用）",
        is_sample=True,
    )
    spots = [
        samples.Spot(t.code, t.name, t.name_kana, t.name_en, t.lat, t.lng, t.postcode)
        for t in Town.objects.all()
    ]
    with transaction.atomic():
        run = taking_in.begin(source=source, by=by, at=at, publish=True, own_city=city().code)
        rows = enumerate(samples.dealt(spots, rounds=range(1, scale)), 1)
        while handful := list(islice(rows, HANDFUL)):
            outcomes = taking_in.take_in(
                run, [_entry(source, row, sample) for row, sample in handful]
            )
            yield sum(outcome.result == "created" for outcome in outcomes)


def _entry(source: Source, row: int, sample: samples.Sample) -> Entry:
    pattern, stop = sample.pattern, sample.stops[0]
    values: dict[str, Any] = {
        "name": sample.name,
        "name_kana": katakana(sample.kana),
        "name_en": sample.english,
        "category": sample.category,
        "description": pattern["says"],
        "fee_kind": None if pattern["fee"] == "unknown" else pattern["fee"],
        "capacity": pattern.get("capacity"),
        "organisation": None,
        "contact.phone": sample.phone,
        "place.city_code": source.city_code,
        "place.postcode": stop.spot.postcode,
        "place.address": f"北海道小樽市{stop.spot.name}{stop.number}番（見本）",
        "place.lat": stop.lat,
        "place.lng": stop.lng,
        "hours": _plain_week(stop.week),
        "hours_text": stop.week,
        "facts": [list(pair) for pair in pattern.get("facts", {}).items()],
        "hazards": list(pattern["hazards"][0]) if "hazards" in pattern else [],
    }
    natural = hashlib.blake2b(sample.slug.encode(), digest_size=8).hexdigest()
    kept = {name: value for name, value in values.items() if value not in (None, "", [])}
    return Entry(row=row, source=source, own_id=sample.slug, natural=natural, values=kept)


def _plain_week(week: str) -> list[list[int]]:
    """Only weeks without seasons or numbers fit an outside list; others stay words."""
    spans = weeks.read(week)
    if any(span["weeks"] or "season_from" in span for span in spans):
        return []
    return sorted([span["weekday"], span["opens"], span["closes"]] for span in spans)
