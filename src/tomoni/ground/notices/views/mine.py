"""My notices: what I was told, how I want to be told, my devices."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core.access import login_is_enough
from tomoni.core.errors import Refused
from tomoni.ground.notices import queries
from tomoni.ground.notices.actions import choices, tell
from tomoni.ground.notices.channels import webpush
from tomoni.ground.notices.forms import ChoicesForm
from tomoni.ground.notices.models import LineLink, PushSubscription
from tomoni.ground.notices.recipients import Recipient

PAGE = 20


@login_is_enough
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.of_person(request.user), PAGE).get_page(request.GET.get("page"))  # type: ignore[arg-type]
    return render(request, "notices/mine.html", {"page": page, "crumbs": _crumbs(_("お知らせ"))})


@login_is_enough
@never_cache
@require_safe
def show(request: HttpRequest, pk: str) -> HttpResponse:
    notice = get_object_or_404(queries.of_person(request.user), pk=pk)  # type: ignore[arg-type]
    return render(
        request,
        "notices/one.html",
        {"notice": notice, "crumbs": _crumbs(notice.wording.subject, up=True)},
    )


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    user = request.user
    form = ChoicesForm(
        request.POST or None,
        known=queries.kinds_for(user),  # type: ignore[arg-type]
        initial=queries.choices_of(user),  # type: ignore[arg-type]
    )
    if form.attempt(choices.choose, user=user, by=user, at=now()):
        messages.success(request, _("受け取り方を変えました。"))
        return redirect("notices:choices")
    link = LineLink.objects.filter(user=user).first()
    return render(
        request,
        "notices/choices.html",
        {
            "form": form,
            "devices": PushSubscription.objects.filter(user=user).order_by("-at"),
            "vapid": webpush.public_key(),
            "line_on": bool(settings.LINE_TOKEN),
            "line_name": settings.LINE_NAME,
            "line": link,
            "line_code": _fresh_code(link, now()),
            "crumbs": _crumbs(_("お知らせの受け取り方"), up=True),
        },
    )


def _fresh_code(link: LineLink | None, at: datetime) -> str:
    fresh = link is not None and link.code and link.code_until and link.code_until > at
    return f"{link.code[:4]} {link.code[4:]}" if fresh and link and link.code else ""


def _crumbs(title: str, *, up: bool = False) -> list[tuple[str, str]]:
    from django.urls import reverse

    found = [(_("わたしのページ"), reverse("people:me"))]
    if up:
        found.append((_("お知らせ"), reverse("notices:mine")))
    return [*found, (title, "")]


@login_is_enough
@require_POST
def trial(request: HttpRequest) -> HttpResponse:
    """Send myself one, to see whether it arrives."""
    at = now()
    key = f"trial:{at:%Y%m%d%H%M}"
    told = tell(
        kind="notices.trial", to=Recipient(user=request.user), key=key, by=request.user, at=at
    )  # type: ignore[arg-type]
    if told.deliveries.exists():
        messages.success(request, _("ためしのお知らせを送りました。数分待ってください。"))
    else:
        messages.warning(request, _("送り先がありません。メールアドレスか住所を登録してください。"))
    return redirect("notices:choices")


@login_is_enough
@require_POST
def add_device(request: HttpRequest) -> HttpResponse:
    """What the script of the choice page sends when the browser said yes."""
    given = request.POST
    try:
        choices.add_device(
            user=request.user,  # type: ignore[arg-type]
            endpoint=given.get("endpoint", "")[:500],
            p256dh=given.get("p256dh", "")[:120],
            auth=given.get("auth", "")[:40],
            device=given.get("device", ""),
            at=now(),
        )
    except Refused as no:
        return HttpResponse(no.sentence, status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@login_is_enough
@require_POST
def remove_device(request: HttpRequest, pk: int) -> HttpResponse:
    device = get_object_or_404(PushSubscription, pk=pk, user=request.user)
    choices.remove_device(device=device, by=request.user, at=now())  # type: ignore[arg-type]
    messages.success(request, _("この端末への通知を止めました。"))
    return redirect("notices:choices")


@login_is_enough
@require_POST
def line(request: HttpRequest) -> HttpResponse:
    """Ask for a number, or end the link."""
    link = LineLink.objects.filter(user=request.user).first()
    if request.POST.get("end") and link:
        choices.line_part(link=link, by=request.user, at=now())  # type: ignore[arg-type]
        messages.success(request, _("LINE とのつながりを切りました。"))
    elif settings.LINE_TOKEN:
        choices.line_code(user=request.user, at=now())  # type: ignore[arg-type]
    return redirect("notices:choices")
