"""Who waits, which groups ask for a talk, and one's own calendar."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core import link_keys
from tomoni.core.access import needs
from tomoni.core.errors import Refused
from tomoni.core.forms import Form
from tomoni.core.reading_log import opened
from tomoni.doing.appointments import access
from tomoni.doing.appointments.access import Ability
from tomoni.doing.appointments.actions import calendars, talks
from tomoni.doing.appointments.forms.staff import (
    AgreeForm,
    CalendarForm,
    TalkForSomebodyForm,
    WordsForm,
)
from tomoni.doing.appointments.models import Absence, BusyCalendar
from tomoni.doing.appointments.rules.minutes import minute
from tomoni.doing.appointments.views.talks import wishes_of
from tomoni.ground.people.contacts import Contact


@needs(Ability.WORK)
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Who waits at my desks, longest first; names stay closed."""
    rows = (
        access.waiting_of(request.user, timezone.localdate())
        .filter(status__in=["waiting", "offered"])
        .select_related("kind__desk", "town")
        .order_by("created_at", "pk")[:200]
    )
    context = {
        "rows": rows,
        "crumbs": [(_("予約"), reverse("appointments:day")), (_("空き待ち"), "")],
    }
    return render(request, "appointments/staff/waiting.html", context)


@needs(Ability.WORK)
@require_safe
def talk_list(request: HttpRequest) -> HttpResponse:
    rows = (
        access.talks_of(request.user, timezone.localdate())
        .select_related("theme", "baton", "booking")
        .order_by("baton__status", "-created_at", "pk")[:200]
    )
    context = {
        "rows": rows,
        "crumbs": [(_("予約"), reverse("appointments:day")), (_("ふれあいトーク"), "")],
    }
    return render(request, "appointments/staff/talks.html", context)


@needs(Ability.WORK)
@require_http_methods(["GET", "POST"])
def talk_new(request: HttpRequest) -> HttpResponse:
    """A request that came by telephone, at the counter or on paper; its receipt is handed over."""
    form = TalkForSomebodyForm(request.POST or None)
    if form.attempt(talks.ask, by=request.user, at=timezone.now()):
        messages.success(
            request,
            _("受け付けました。受付票を印刷して渡してください。メールか住所があれば送ります。"),
        )
        key = link_keys.key_of("appointments.talk", form.done.pk)
        return redirect("appointments:talk_receipt", key=key)
    context = {
        "form": form,
        "crumbs": [
            (_("予約"), reverse("appointments:day")),
            (_("ふれあいトーク"), reverse("appointments:talk_list")),
            (_("申し込みを入れる"), ""),
        ],
    }
    return render(request, "appointments/staff/talk_new.html", context)


@needs(Ability.WORK)
@require_http_methods(["GET", "POST"])
def talk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One request: agree a date with somebody, or say why not."""
    at = timezone.now()
    found = get_object_or_404(
        access.talks_of(request.user, timezone.localdate(at)).select_related(
            "theme__kind__desk__team", "baton__team", "booking__worker__user"
        ),
        pk=pk,
    )
    is_agreed, is_declined = "agree" in request.POST, "decline" in request.POST
    agree = AgreeForm(request.POST if is_agreed else None, desk=found.theme.kind.desk)
    words = WordsForm(request.POST if is_declined else None)
    known = {"request": found, "by": request.user, "at": at}
    if (is_agreed and agree.attempt(talks.agree, **known)) or (
        is_declined and words.attempt(talks.decline, **known)
    ):
        return redirect("appointments:talk", pk=found.pk)
    opened(found, by=request.user, at=at, fields=["contact"], basis="team")
    context = {
        "talk": found,
        "contact": Contact.of(found.contact),
        "wishes": wishes_of(found),
        "agree": agree,
        "words": words,
        "crumbs": [
            (_("予約"), reverse("appointments:day")),
            (_("ふれあいトーク"), reverse("appointments:talk_list")),
            (found.baton.number, ""),
        ],
    }
    return render(request, "appointments/staff/talk.html", context)


@needs(Ability.WORK)
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Both ways: my calendar blocks time here, and my appointments go out as a feed."""
    at = timezone.now()
    row = BusyCalendar.objects.filter(user=request.user).first()
    form = CalendarForm(
        request.POST or None, request.FILES or None, initial={"url": row.url if row else ""}
    )
    read, key = None, ""
    if request.method == "POST" and form.is_valid():
        try:
            if "feed" in request.POST:
                key = calendars.new_feed(user=request.user, by=request.user, at=at)
            elif "stop" in request.POST:
                calendars.stop_feed(user=request.user, by=request.user, at=at)
                messages.success(request, _("配信を止めました。前のアドレスは、もう使えません。"))
                return redirect("appointments:calendar")
            elif form.cleaned_data["file"]:
                read = calendars.take_in(
                    user=request.user, text=form.cleaned_data["file"].read(), by=request.user,
                    at=at,
                )  # fmt: skip
            else:
                calendars.set_address(
                    user=request.user, url=form.cleaned_data["url"], by=request.user, at=at
                )
                messages.success(request, _address_said(form.cleaned_data["url"]))
                return redirect("appointments:calendar")
        except Refused as no:
            form.add_error(no.field if no.field in form.fields else None, no.sentence)
    busy = Absence.objects.filter(user=request.user, reason="calendar", ends__gt=minute(at))
    feed = f"{settings.SITE_URL}{reverse('appointments:feed', kwargs={'key': key})}" if key else ""
    context = {
        "form": form,
        "row": BusyCalendar.objects.filter(user=request.user).first(),
        "read": read,
        "feed": feed,
        "busy": busy.count(),
        "plain": Form(),
        "crumbs": [(_("予約"), reverse("appointments:day")), (_("自分のカレンダー"), "")],
    }
    return render(request, "appointments/staff/calendar.html", context)


def _address_said(url: str) -> str:
    if not url:
        return _("アドレスを消しました。これからは読みません。")
    return _("アドレスを覚えました。一時間に一回読みます。")
