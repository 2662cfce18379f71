"""How long things stay: the overview, the list to approve, holds, and the record."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core import retention
from tomoni.core.access import can, needs
from tomoni.core.forms import Form
from tomoni.ground.retention import forms, paper, queries
from tomoni.ground.retention.access import Ability
from tomoni.ground.retention.actions import proposing, ruling
from tomoni.ground.retention.models import Destruction, Hold, Proposal, Rule

PAGE = 50


@needs(Ability.SEE)
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "retention/staff/index.html",
        {
            "rows": queries.overview(at=now()),
            "proposal": queries.under_way(),
            "past": Proposal.objects.filter(is_under_way=False)[:10],
            "holds": Hold.objects.in_force(localdate()).count(),
            "may": can(request.user, Ability.RETAIN),
        },
    )


@needs(Ability.RETAIN)
@never_cache
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, code: str) -> HttpResponse:
    held = retention.held(code)
    if held is None:
        raise Http404
    known = Rule.objects.filter(held=code).select_related("by").order_by("-from_on")
    newest = known.first()
    term = newest.term if newest else held.suggested
    form = forms.RuleForm(
        request.POST or None,
        initial={
            "years": term.years, "months": term.months, "clock": term.clock,
            "source": newest.source if newest else "", "from_on": localdate(),
        },
    )  # fmt: skip
    if form.attempt(ruling.set_rule, held=code, by=request.user, at=now()):
        messages.success(request, _("保存期間を決めました。"))
        return redirect("retention:index")
    return render(
        request, "retention/staff/rule.html", {"held": held, "form": form, "known": known}
    )


@needs(Ability.SEE)
@never_cache
@require_safe
def holds(request: HttpRequest) -> HttpResponse:
    context = {"rows": queries.holds(on=localdate()), "may": can(request.user, Ability.RETAIN)}
    return render(request, "retention/staff/holds.html", context)


@needs(Ability.RETAIN)
@never_cache
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest) -> HttpResponse:
    form = forms.HoldForm(request.POST or None)
    if form.attempt(ruling.hold, by=request.user, at=now()):
        messages.success(request, _("破棄を止めました。"))
        return redirect("retention:holds")
    return render(request, "retention/staff/hold.html", {"form": form})


@needs(Ability.RETAIN)
@never_cache
@require_http_methods(["GET", "POST"])
def lift(request: HttpRequest, pk: UUID) -> HttpResponse:
    held = get_object_or_404(Hold, pk=pk)
    form = forms.ReasonForm(request.POST or None)
    if form.attempt(ruling.lift, hold=held, by=request.user, at=now()):
        messages.success(request, _("止める指定を解きました。"))
        return redirect("retention:holds")
    return render(request, "retention/staff/lift.html", {"form": form, "hold": held})


def _proposal(pk: UUID) -> Proposal:
    rows = Proposal.objects.select_related("baton", "first_by", "second_by")
    return get_object_or_404(rows, pk=pk)


@needs(Ability.SEE)
@never_cache
@require_safe
def proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The preview: how many of each class, from when, and a few without a word about persons."""
    found = _proposal(pk)
    waits = found.status == Proposal.Status.PROPOSED
    context = {
        "proposal": found,
        "classes": queries.classes_of(found),
        "may_refuse": waits and can(request.user, Ability.RETAIN),
        "may_approve": waits
        and can(request.user, Ability.RETAIN)
        and found.first_by_id != request.user.pk,
        "is_over": not found.is_under_way,
    }
    return render(request, "retention/staff/proposal.html", context)


def _decide(
    request: HttpRequest, pk: UUID, action: Any, form: Form, template: str, said: str
) -> HttpResponse:
    found = _proposal(pk)
    if form.attempt(action, proposal=found, by=request.user, at=now()):
        messages.success(request, said)
        return redirect("retention:proposal", pk=pk)
    context = {"proposal": found, "form": form, "classes": queries.classes_of(found)}
    return render(request, template, context)


@needs(Ability.RETAIN)
@never_cache
@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    form = Form(request.POST if request.method == "POST" else None)
    return _decide(
        request, pk, proposing.approve, form, "retention/staff/approve.html", _("承認しました。")
    )


@needs(Ability.RETAIN)
@never_cache
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    form = forms.ReasonForm(request.POST or None)
    return _decide(
        request, pk, proposing.refuse, form, "retention/staff/refuse.html",
        _("見送りました。何も破棄していません。"),
    )  # fmt: skip


@needs(Ability.SEE)
@never_cache
@require_safe
def record(request: HttpRequest) -> HttpResponse:
    rows = Destruction.objects.select_related("rule", "first_by", "second_by").order_by("-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        held = retention.held(row.held)
        row.name = str(held.name) if held else row.held
    return render(request, "retention/staff/record.html", {"page": page})


@needs(Ability.SEE)
@never_cache
@require_safe
def paper_of(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The record of one list on paper, to file and to sign."""
    answer = HttpResponse(paper.record(_proposal(pk)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="destruction-{pk}.pdf"'
    return answer
