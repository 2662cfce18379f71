"""A notice as a text message, through any gateway that takes JSON over HTTP.

    POST TOMONI_SMS_URL    Authorization: Bearer …    Idempotency-Key: <delivery>
    {"id": "<delivery>", "to": "+8190…", "text": "…"}

200–299 is taken, 409 was taken before, 429 and 5xx mean later, other 4xx never.
"""

import json
from datetime import datetime

from django.conf import settings

from tomoni.ground.notices import rules
from tomoni.ground.notices.channels import Answer, Finish, Parcel, peers
from tomoni.ground.notices.channels.journal import Journal
from tomoni.ground.notices.channels.mail import words_of

MOST = 130  # Two parts of 67 characters: Japanese telephones count 70 in one.


def begin(parcels: list[Parcel], at: datetime, journal: Journal) -> Finish:
    return lambda: list(peers.several(parcels, _one))


def text_for(parcel: Parcel) -> str:
    words = words_of(parcel.wording)
    if words.url and len(words.url) < MOST - 20:
        return f"{rules.cut(words.short, MOST - len(words.url) - 1)}\n{words.url}"
    return rules.cut(words.short, MOST)


def _one(parcel: Parcel) -> Answer:
    body = {"id": str(parcel.id), "to": parcel.address, "text": text_for(parcel)}
    reply = peers.post(
        settings.SMS_URL,
        json.dumps(body, ensure_ascii=False).encode(),
        {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {settings.SMS_TOKEN}",
            "Idempotency-Key": str(parcel.id),
        },
    )
    return peers.meaning(reply, again_is_accepted=True)
