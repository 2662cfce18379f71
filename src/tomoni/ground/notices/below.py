"""What the room below wants to tell people goes out through the outbox (people/telling.py)."""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tomoni.ground.notices import kinds, queries
from tomoni.ground.notices.actions import Recipient, tell
from tomoni.ground.notices.channels import peers
from tomoni.ground.notices.models import LineLink, PushSubscription
from tomoni.ground.notices.reach import mobile
from tomoni.ground.people import holdings, telling


def mine(user: Any, entries: Any) -> list[tuple[str, str]]:
    """What somebody was told, for the page of everything held about them."""
    rows = queries.of_person(user, entries)
    found = [(str(localdate(row.at)), row.wording.subject) for row in rows]
    for device in PushSubscription.objects.filter(user=user).order_by("pk"):
        found.append((str(_("お知らせを受け取る機器")), str(device)))
    for line in LineLink.objects.filter(user=user).order_by("pk"):
        found.append(("LINE", str(localdate(line.at)) if line.at else str(_("つないでいる途中"))))
    return found


def join() -> None:
    """Register that room's kinds and take what it tells; called once at start."""
    for kind in telling.NOTICES:
        kinds.register(
            kind.code,
            kind.name,
            kind.template,
            channels=("letter",) if kind.only_letter else kinds.CHANNELS,
            may_be_switched_off=False,
        )
    holdings.register(
        "notices", _("お知らせ"), mine, order=60, scopes=("read", "receive"),
        shows=("notices.Notice.user", "notices.Notice.person", "notices.PushSubscription.user",
               "notices.LineLink.user"),
    )  # fmt: skip
    if take not in telling.told:
        telling.told.append(take)
        telling.texted.append(text)


def take(*, kind: str, to: Any, values: Any, key: str, by: Any, at: datetime) -> None:
    tell(kind=kind, to=Recipient.of(to), values=values, key=key, by=by, at=at)


def text(number: str, words: str) -> bool:
    """A text message at once, past the outbox: a one-time code must lie in no table that staff read."""
    to = mobile(number)
    if not settings.SMS_URL or not to:
        return False
    key = str(uuid4())
    try:
        reply = peers.post(
            settings.SMS_URL,
            json.dumps({"id": key, "to": to, "text": words}, ensure_ascii=False).encode(),
            {
                "Content-Type": "application/json",
                "Authorization": f"Bearer {settings.SMS_TOKEN}",
                "Idempotency-Key": key,
            },
        )
    except OSError:
        return False
    return 200 <= reply.status < 300
