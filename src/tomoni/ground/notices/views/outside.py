"""For people without a session: the link in a mail, and what LINE tells us."""

import base64
import hashlib
import hmac
import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from tomoni.core.access import public
from tomoni.core.errors import Refused
from tomoni.ground.notices import kinds, tokens
from tomoni.ground.notices.actions import choices
from tomoni.ground.notices.models import Choice, LineLink, Notice

MOST_BODY = 200_000


@public
@never_cache
@csrf_exempt
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one kind of notice. Opening the page changes nothing: mail scanners open every link.

    Mail programs press the button themselves with a POST that has no cookie (RFC 8058), so the
    link itself is the proof, and no other one is asked for.
    """
    notice = get_object_or_404(Notice, pk=tokens.read(token) or "0" * 32)
    problem = ""
    if request.method == "POST":
        try:
            if request.POST.get("again"):
                choices.resume(notice=notice, at=now())
            else:
                choices.stop(notice=notice, at=now())
        except Refused as no:
            problem = no.sentence
    stopped = Choice.objects.filter(
        recipient=notice.recipient, kind=notice.kind, channel="off"
    ).exists()
    return render(
        request,
        "notices/stop.html",
        {"kind": kinds.name_of(notice.kind), "stopped": stopped, "problem": problem},
    )


@public
@csrf_exempt
@require_POST
def line(request: HttpRequest) -> HttpResponse:
    """What LINE sends when somebody writes to the town's account or blocks it."""
    if not settings.LINE_SECRET or int(request.headers.get("Content-Length") or 0) > MOST_BODY:
        raise Http404
    mark = hmac.new(settings.LINE_SECRET.encode(), request.body, hashlib.sha256).digest()
    given = request.headers.get("X-Line-Signature", "")
    if not hmac.compare_digest(base64.b64encode(mark), given.encode()):
        raise Http404
    try:
        events = json.loads(request.body).get("events", [])
    except (ValueError, AttributeError):
        return HttpResponse(status=400)
    for event in events if isinstance(events, list) else []:
        _heard(event if isinstance(event, dict) else {})
    return HttpResponse("ok", content_type="text/plain")


def _heard(event: dict[str, object]) -> None:
    source, message = event.get("source"), event.get("message")
    line_id = str(source.get("userId", ""))[:60] if isinstance(source, dict) else ""
    if not line_id:
        return
    if event.get("type") == "unfollow":
        if link := LineLink.objects.filter(line_id=line_id).first():
            choices.line_part(link=link, by=None, at=now())
    elif event.get("type") == "message" and isinstance(message, dict):
        choices.line_join(text=str(message.get("text", ""))[:100], line_id=line_id, at=now())
