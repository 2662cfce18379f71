"""Visiting talks: the catalogue, and a group's request."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core import link_keys
from tomoni.core.access import public
from tomoni.doing.appointments import papers
from tomoni.doing.appointments.actions import talks
from tomoni.doing.appointments.forms.public import TalkForm
from tomoni.doing.appointments.models import TalkRequest, TalkTheme
from tomoni.ground.people.lockout import sender_mark


@public
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """What can be heard, by field."""
    themes = TalkTheme.objects.filter(closed_on=None).select_related("kind__desk")
    fields: dict[str, list[TalkTheme]] = {}
    for theme in themes.order_by("order", "slug"):
        fields.setdefault(theme.field, []).append(theme)
    context = {
        # Those that belong to no field stand last, under a heading of their own.
        "fields": sorted(fields.items(), key=lambda one: not one[0]),
        "crumbs": [(_("ふれあいトークをたのむ"), "")],
    }
    return render(request, "appointments/talks.html", context)


@public
@require_safe
def blank_form(request: HttpRequest) -> HttpResponse:
    """The form on paper, for whoever writes rather than types."""
    answer = HttpResponse(papers.talk_form(), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="talk.pdf"'
    return answer


@public
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    theme = get_object_or_404(
        TalkTheme.objects.select_related("kind__desk__team"), slug=slug, closed_on=None
    )
    at = timezone.now()
    form = TalkForm(request.POST or None)
    if form.attempt(
        talks.ask,
        theme=theme,
        by=request.user if request.user.is_authenticated else None,
        at=at,
        language=request.display.language,  # type: ignore[attr-defined]
        from_hash=sender_mark(request, at, "appointments.talk"),
    ):
        return redirect(
            "appointments:talk_receipt", key=link_keys.key_of("appointments.talk", form.done.pk)
        )
    context = {
        "theme": theme,
        "desk": theme.kind.desk,
        "form": form,
        "crumbs": [(_("ふれあいトークをたのむ"), "/book/talks/"), (theme.title, "")],
    }
    return render(request, "appointments/talk_ask.html", context)


@public
@never_cache
@require_safe
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """The number, who has it in hand, by when; later the answer."""
    found = get_object_or_404(
        TalkRequest.objects.select_related("theme__kind__desk", "baton__team", "booking"),
        digest=link_keys.digest_of(key),
    )
    context = {
        "talk": found,
        "wishes": wishes_of(found),
        "print_qr": True,
        "crumbs": [(_("ふれあいトークをたのむ"), "/book/talks/"), (_("受付票"), "")],
    }
    return render(request, "appointments/talk_receipt.html", context)


def wishes_of(request: TalkRequest) -> list[tuple[datetime, int]]:
    """The wished days with their minute of the day."""
    found = [timezone.localtime(datetime.fromisoformat(one)) for one in request.wishes]
    return [(one, one.hour * 60 + one.minute) for one in found]
