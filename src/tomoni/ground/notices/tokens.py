"""Links that open one person's choice without an account: short, and not to be guessed."""

import hmac
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

LENGTH = 20


def _mark(notice: UUID) -> str:
    return salted_hmac("notices.stop", notice.hex, algorithm="sha256").hexdigest()[:LENGTH]


def stop_url(notice: UUID) -> str:
    return f"{settings.SITE_URL}/notices/stop/{notice.hex}{_mark(notice)}/"


def read(token: str) -> UUID | None:
    """The notice a link belongs to; None for a link we never made."""
    if len(token) != 32 + LENGTH:
        return None
    try:
        notice = UUID(hex=token[:32])
    except ValueError:
        return None
    return notice if hmac.compare_digest(_mark(notice), token[32:]) else None
