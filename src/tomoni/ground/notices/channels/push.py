"""A notice on the telephone's own screen, by web push, on each of the person's devices."""

import json
from collections import defaultdict
from datetime import datetime

from django.conf import settings

from tomoni.ground.notices import rules
from tomoni.ground.notices.channels import Answer, Finish, Parcel, peers, webpush
from tomoni.ground.notices.channels.journal import Journal
from tomoni.ground.notices.channels.mail import words_of
from tomoni.ground.notices.models import PushSubscription

KEEP_SECONDS = 3 * 24 * 3600


def begin(parcels: list[Parcel], at: datetime, journal: Journal) -> Finish:
    devices: dict[str, list[PushSubscription]] = defaultdict(list)
    for one in PushSubscription.objects.filter(user__in={p.address for p in parcels}):
        devices[str(one.user_id)].append(one)
    return lambda: list(
        peers.several(parcels, lambda parcel: _one(parcel, devices[parcel.address]))
    )


def _one(parcel: Parcel, devices: list[PushSubscription]) -> Answer:
    """Taken when one device took it; refused when none is left."""
    gone: list[int] = []
    later: Answer | None = None
    taken = ""
    for device in devices:
        answer = _to_device(parcel, device)
        if answer.outcome == rules.ACCEPTED:
            taken = answer.said
        elif answer.outcome == rules.HARD:
            gone.append(device.pk)
        else:
            later = answer
    if taken:
        return Answer(rules.ACCEPTED, taken, gone=tuple(gone))
    if later is not None:
        return Answer(later.outcome, later.said, wait=later.wait, gone=tuple(gone))
    return Answer(rules.HARD, "no device is left", gone=tuple(gone))


def _to_device(parcel: Parcel, device: PushSubscription) -> Answer:
    if not webpush.may_call(device.endpoint):
        return Answer(rules.HARD, "not a push service")
    try:
        sealed = webpush.seal(message_for(parcel), device.p256dh, device.auth)
    except ValueError:
        return Answer(rules.HARD, "bad key")
    reply = peers.post(
        device.endpoint,
        sealed,
        {
            "Authorization": webpush.authorization(device.endpoint),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(KEEP_SECONDS),
            "Urgency": "normal",
            # A second copy replaces the first one that is still waiting (RFC 8030 §5.4), and
            # the browser replaces one that is already shown, by its tag.
            "Topic": parcel.id.hex,
        },
    )
    if reply.status in {404, 410, 400, 403, 413}:
        return Answer(rules.HARD, str(reply.status))
    return peers.meaning(reply)


def message_for(parcel: Parcel) -> bytes:
    words = words_of(parcel.wording)
    said = {
        "title": rules.cut(words.subject, 80),
        "body": rules.cut(words.short, 200),
        "tag": parcel.id.hex,
        "url": words.url or f"{settings.SITE_URL}/me/notices/",
        "lang": "en" if words.language == "en" else "ja",
    }
    return json.dumps(said, ensure_ascii=False).encode()[: webpush.MOST]
