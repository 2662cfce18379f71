"""After too many wrong passwords: a pause, and a page that says until when.

The lockout tables never see an e-mail address: axes counts by a keyed hash of it.
"""

from datetime import datetime, timedelta
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from tomoni.ground.people.rules.keys import phone_key


def hashed_address(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """What axes counts by; the same for every way of writing one address."""
    given = (credentials or {}).get("email") or (credentials or {}).get("username")
    if not given and request is not None:
        given = request.POST.get("login", "")
    given = (credentials or {}).get("phone") or given
    word = str(given or "").strip().lower()
    return salted_hmac(
        "tomoni.lockout", word if "@" in word else phone_key(word) or word
    ).hexdigest()


def client_ip(request: HttpRequest) -> str:
    """The visitor's address as seen by our own proxies."""
    return get_client_ip(request) or ""


def sender_mark(request: HttpRequest, at: datetime, purpose: str) -> str:
    """A mark of the sender's address that changes every day and cannot be read back.

    Args:
        purpose: Such as ``places.tell``; marks for two purposes cannot be compared.
    """
    words = f"{timezone.localdate(at):%Y-%m-%d} {client_ip(request)}"
    return salted_hmac(f"tomoni.{purpose}", words, algorithm="sha256").hexdigest()[:32]


def locked_page(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """A page that says when to try again and what else can be done."""
    until = _locked_until(request, credentials)
    minutes = max(1, -(-int((until - timezone.now()).total_seconds()) // 60))
    page = render(request, "account/locked.html", {"until": until, "minutes": minutes}, status=429)
    page["Retry-After"] = str(minutes * 60)
    return page


def _locked_until(request: HttpRequest, credentials: Any) -> datetime:
    pause: timedelta = settings.AXES_COOLOFF_TIME
    last = (
        AccessAttempt.objects.filter(
            username=hashed_address(request, credentials), ip_address=client_ip(request)
        )
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    return (last or timezone.now()) + pause
