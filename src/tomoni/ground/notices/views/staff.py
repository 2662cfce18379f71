"""Staff pages: what was sent, to how many, what failed, letters, stopped addresses."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core.access import can, needs
from tomoni.core.errors import Refused
from tomoni.ground.notices import kinds, queries
from tomoni.ground.notices.access import Ability
from tomoni.ground.notices.actions import choices, letters, telling
from tomoni.ground.notices.channels import letter
from tomoni.ground.notices.forms import AgainForm
from tomoni.ground.notices.models import (
    Channel,
    Delivery,
    LetterBatch,
    Mailing,
    Notice,
    Suppression,
)

PAGE = 50
SHOWN_FOR = timedelta(days=30)


@needs(Ability.SEE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    asked = request.GET
    chosen = {name: asked.get(name, "")[:80] for name in ("status", "kind", "channel")}
    words = asked.get("q", "")[:50]
    found = queries.outbox(**chosen, words=words)
    return render(
        request,
        "notices/staff/index.html",
        {
            "page": Paginator(found, PAGE).get_page(asked.get("page")),
            "lines": queries.counts(since=now() - SHOWN_FOR),
            "mailings": queries.mailings()[:5],
            "chosen": chosen,
            "q": words,
            "kinds": [(kind.code, kind.name) for kind in kinds.all_kinds()],
            "statuses": [*Delivery.Status.choices, ("nowhere", _("送り先がない"))],
            "channels": Channel.choices,
        },
    )


@needs(Ability.SEE)
@require_safe
def mailing(request: HttpRequest, pk: str) -> HttpResponse:
    one = get_object_or_404(Mailing, pk=pk)
    failed = (
        one.notices.filter(deliveries__status__in=["failed", "bounced"])  # type: ignore[attr-defined]
        .prefetch_related("deliveries")
        .order_by("pk")
        .distinct()
    )
    return render(
        request,
        "notices/staff/mailing.html",
        {
            "mailing": one,
            "kind": kinds.name_of(one.kind),
            "lines": queries.counts(since=one.at, mailing=one),
            "page": Paginator(failed, PAGE).get_page(request.GET.get("page")),
        },
    )


@needs(Ability.SEE)
@require_safe
def show(request: HttpRequest, pk: str) -> HttpResponse:
    notice = get_object_or_404(Notice, pk=pk)
    ways = list(notice.deliveries.prefetch_related("attempts").order_by("round", "not_before"))  # type: ignore[attr-defined]
    last = ways[-1] if ways and ways[-1].status in {"failed", "bounced"} else None
    return render(
        request,
        "notices/staff/notice.html",
        {
            "notice": notice,
            "kind": kinds.name_of(notice.kind),
            "ways": ways,
            "last": last,
            "form": AgainForm(),
            "may_send": can(request.user, Ability.SEND_AGAIN),
        },
    )


@needs(Ability.SEND_AGAIN)
@require_POST
def again(request: HttpRequest, pk: str, delivery: str) -> HttpResponse:
    notice = get_object_or_404(Notice, pk=pk)
    row = get_object_or_404(notice.deliveries, pk=delivery)  # type: ignore[attr-defined]
    form = AgainForm(request.POST)
    if form.attempt(telling.send_again, delivery=row, by=request.user, at=now()):
        messages.success(request, _("もう一度送ります。"))
    else:
        messages.warning(request, " ".join(str(e) for es in form.errors.values() for e in es))
    return redirect("notices:staff_notice", pk=pk)


@needs(Ability.POST_LETTERS)
@require_http_methods(["GET", "POST"])
def letters_page(request: HttpRequest) -> HttpResponse:
    """Letters that wait, and the batches that were printed."""
    if request.method == "POST":
        try:
            batch = letters.print_waiting(by=request.user, at=now())  # type: ignore[arg-type]
            messages.success(
                request, _("%(count)s通を束にしました。印刷してください。") % {"count": batch.count}
            )
            return redirect("notices:batch", pk=batch.pk)
        except Refused as no:
            messages.warning(request, no.sentence)
            return redirect("notices:letters")
    page = Paginator(queries.batches(), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "notices/staff/letters.html",
        {"waiting": queries.letters_waiting(now()).count(), "most": letters.MOST, "page": page},
    )


@needs(Ability.POST_LETTERS)
@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, pk: str) -> HttpResponse:
    one = get_object_or_404(LetterBatch, pk=pk)
    if request.method == "POST":
        act = letters.take_back if request.POST.get("back") else letters.post
        try:
            act(batch=one, by=request.user, at=now())  # type: ignore[arg-type]
            messages.success(request, _("記録しました。"))
        except Refused as no:
            messages.warning(request, no.sentence)
        return redirect("notices:batch", pk=pk)
    return render(
        request,
        "notices/staff/batch.html",
        {"batch": one, "rows": queries.letters_of(one), "sheets": letter.PER_SHEET},
    )


@needs(Ability.POST_LETTERS)
@require_safe
def batch_pdf(request: HttpRequest, pk: str) -> HttpResponse:
    """The letters, or with `?labels=12` the address labels."""
    one = get_object_or_404(LetterBatch, pk=pk)
    rows, asked = queries.letters_of(one), request.GET
    if asked.get("labels", "") in {str(n) for n in letter.PER_SHEET}:
        made, name = letter.labels(rows, per_sheet=int(asked["labels"])), "labels"
    else:
        layout = "din" if asked.get("layout") == "din" else "naga3"
        made, name = letter.letters(rows, layout=layout), "letters"
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}-{str(one.pk)[:8]}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@needs(Ability.SEE)
@require_safe
def stopped(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.stopped(), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "notices/staff/stopped.html",
        {"page": page, "may_free": can(request.user, Ability.SEND_AGAIN)},
    )


@needs(Ability.SEND_AGAIN)
@require_POST
def free(request: HttpRequest, pk: int) -> HttpResponse:
    choices.free_address(row=get_object_or_404(Suppression, pk=pk), by=request.user, at=now())  # type: ignore[arg-type]
    messages.success(request, _("このあて先に、また送れます。"))
    return redirect("notices:stopped")
