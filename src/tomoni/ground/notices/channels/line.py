"""A notice as a LINE message. The retry key is the delivery's own: LINE never shows it twice."""

import json
from datetime import datetime

from django.conf import settings

from tomoni.ground.notices import rules
from tomoni.ground.notices.channels import Answer, Finish, Parcel, peers
from tomoni.ground.notices.channels.journal import Journal
from tomoni.ground.notices.channels.mail import words_of

MOST = 4500  # LINE takes 5,000 characters of one text.


def begin(parcels: list[Parcel], at: datetime, journal: Journal) -> Finish:
    return lambda: list(peers.several(parcels, _one))


def text_for(parcel: Parcel) -> str:
    words = words_of(parcel.wording)
    whole = f"【{words.subject}】\n{words.text}"
    if len(whole) > MOST:
        whole = whole[: MOST - 1] + "…"
    return f"{whole}\n{words.url}" if words.url and words.url not in whole else whole


def _one(parcel: Parcel) -> Answer:
    body = {"to": parcel.address, "messages": [{"type": "text", "text": text_for(parcel)}]}
    reply = peers.post(
        settings.LINE_URL,
        json.dumps(body, ensure_ascii=False).encode(),
        {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {settings.LINE_TOKEN}",
            "X-Line-Retry-Key": str(parcel.id),
        },
    )
    answer = peers.meaning(reply, again_is_accepted=True)
    if answer.outcome == rules.HARD:
        return Answer(rules.HARD, answer.said, bad_address=reply.status == 404)
    return answer
