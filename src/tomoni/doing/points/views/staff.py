"""Staff: accounts, awards, paper cards, what is taken back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import can, needs
from tomoni.core.errors import Refused
from tomoni.doing.points import access, paper
from tomoni.doing.points.access import Ability
from tomoni.doing.points.actions import accounts, awarding, keying
from tomoni.doing.points.forms import staff as forms
from tomoni.doing.points.models import Earning, Scheme, Transfer
from tomoni.doing.points.queries import desk as work
from tomoni.doing.points.queries import earned, service, shown
from tomoni.doing.points.queries.statements import statement
from tomoni.doing.points.rules.terms import Terms
from tomoni.doing.points.views.mine import asked_year, on_paper, pdf
from tomoni.ground.people.access import Ability as People
from tomoni.ground.people.access import visible_persons
from tomoni.ground.people.models import Organisation
from tomoni.ground.people.queries import find

PAGE = 50
SHOWN = 10


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("ポイント"), reverse("points:desk")), *more]


def may(request: HttpRequest) -> dict[str, bool]:
    """What the reader may do here, for the links that are shown."""
    return {
        "may_keep": can(request.user, Ability.KEEP),
        "may_pay": can(request.user, Ability.PAY),
        "may_rule": can(request.user, Ability.RULE),
        "may_open": can(request.user, Ability.KEEP) and can(request.user, People.SEE_PERSONS),
    }


def terms_of(scheme: Scheme, on: date | None = None) -> Terms:
    """The rules of a day; a scheme without any sends to the page where they are written."""
    ruling = earned.ruling_on(scheme, on or localdate())
    if ruling is None:
        raise Refused(_("その日の決まりがまだありません。先に、制度の決まりを登録してください。"))
    return ruling.read


@needs(Ability.SEE)
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The schemes, the claims to do, and accounts by card, name or kana."""
    words = request.GET.get("q", "").strip()
    rows = work.accounts(access.staff_accounts(request.user), words)
    context = {
        "schemes": shown.schemes(localdate(), for_staff=True),
        "q": words,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        **may(request),
        "waiting": access.staff_claims(request.user).filter(ended_at=None).count(),
        "crumbs": [(_("ポイント"), "")],
    }
    return render(request, "points/staff/desk.html", context)


def staff_account(request: HttpRequest, pk: int) -> Any:
    return get_object_or_404(access.staff_accounts(request.user), pk=pk)


@needs(Ability.SEE)
@never_cache
@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    first, last = asked_year(request)
    found = staff_account(request, pk)
    ruling = earned.ruling_on(found.scheme, localdate())
    terms = ruling.read if ruling else None
    needed = terms.certificate_years if terms else 0
    context = {
        "account": found,
        **may(request),
        "may_give": terms is not None and terms.may_be_given,
        "may_certify": needed and not service.service_of(found, terms).missing(needed),
        "statement": statement(found, first, last),
        "year": first.year,
        "is_past": last < localdate(),
        "claims": found.claims.order_by("-asked_at", "pk")[:SHOWN],
        "crumbs": crumbs((str(found), "")),
    }
    return render(request, "points/staff/account.html", context)


@needs(Ability.SEE)
@never_cache
@require_safe
def paper_of(request: HttpRequest, pk: int) -> HttpResponse:
    return on_paper(staff_account(request, pk), *asked_year(request))


@needs(Ability.KEEP)
@never_cache
@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """The stamp card to print."""
    found = staff_account(request, pk)
    return pdf(paper.card(found, terms_of(found.scheme)), f"card-{found.card}")


def _form(
    request: HttpRequest, form: Any, title: str, back: str, *, more: dict[str, Any] | None = None
) -> HttpResponse:
    context = {
        "form": form, "title": title, "back": back,
        "crumbs": crumbs((title, "")), **(more or {}),
    }  # fmt: skip
    return render(request, "points/staff/form.html", context)


@needs(Ability.KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Points for one activity."""
    found = staff_account(request, pk)
    back = reverse("points:account", kwargs={"pk": pk})
    form = forms.AwardForm(request.POST or None, terms=terms_of(found.scheme))
    if form.attempt(
        awarding.award, scheme=found.scheme, person=found.person, by=request.user, at=now()
    ):
        messages.success(request, said(form.done))
        return redirect(back)
    return _form(request, form, _("ポイントをつける"), back, more={"account": found})


def said(one: Earning) -> str:
    """What was given, and why it is less than the activity is worth."""
    if not one.cut:
        return _("%(points)sポイントつきました。") % {"points": one.points}
    return _("%(points)sポイントつきました（%(cut)s）。") % {
        "points": one.points, "cut": one.get_cut_display(),
    }  # fmt: skip


@needs(Ability.KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def adjust(request: HttpRequest, pk: int) -> HttpResponse:
    found = staff_account(request, pk)
    back = reverse("points:account", kwargs={"pk": pk})
    form = forms.AdjustForm(request.POST or None)
    if form.attempt(keying.adjust, account=found, by=request.user, at=now()):
        messages.success(request, _("直しました。"))
        return redirect(back)
    return _form(request, form, _("ポイントを直す"), back, more={"account": found})


@needs(Ability.KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def reverse_one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one entry back. The holder is the side that is a person or an organisation."""
    mine = access.staff_accounts(request.user)
    row = get_object_or_404(
        (Transfer.objects.filter(debit__in=mine) | Transfer.objects.filter(credit__in=mine))
        .select_related("debit", "credit")
        .distinct(),
        pk=pk,
    )
    holder = row.credit if not row.credit.may_go_below else row.debit
    back = reverse("points:account", kwargs={"pk": holder.pk})
    form = forms.ReasonForm(request.POST or None)
    if form.attempt(keying.take_back, what=row, by=request.user, at=now()):
        messages.success(request, _("取り消しました。"))
        return redirect(back)
    return _form(
        request, form, _("記帳を取り消す"), back, more={"account": holder, "transfer": row}
    )


@needs(Ability.KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def cards(request: HttpRequest, slug: str) -> HttpResponse:
    """Paper cards one after the other: number, days, Enter; what was keyed stands below."""
    scheme = get_object_or_404(Scheme, slug=slug)
    kept = {name: request.GET.get(name, "") for name in ("activity", "month")}
    kept["month"] = kept["month"] or f"{localdate():%Y-%m}"
    terms = terms_of(scheme)
    form = forms.CardForm(request.POST or None, terms=terms, initial=kept)
    if form.attempt(keying.key_card, scheme=scheme, by=request.user, at=now()):
        done = form.done
        messages.success(
            request,
            _("%(name)sさん：%(days)s日分、%(points)sポイント")
            % {
                "name": done[0].account.person.name, "days": len(done),
                "points": sum(one.points for one in done),
            },
        )  # fmt: skip
        said = form.cleaned_data
        month = request.POST.get("month", "")
        return redirect(f"{request.path}?activity={said['activity']}&month={month}")
    context = {
        "scheme": scheme, "form": form, "terms": terms,
        "keyed": work.keyed_today(scheme, request.user, now())[: SHOWN * 3],
        "count": work.cards_today(scheme, request.user, now()),
        "crumbs": crumbs((_("紙のカードを入力する"), "")),
    }  # fmt: skip
    return render(request, "points/staff/cards.html", context)


@needs(Ability.KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def open_account(request: HttpRequest, slug: str) -> HttpResponse:
    """An account for somebody or a body we know; whoever is not found is made known first."""
    scheme = get_object_or_404(Scheme, slug=slug)
    among = visible_persons(request.user, localdate())
    if request.method == "POST":
        body = request.POST.get("organisation", "")
        key = work.as_uuid(body or request.POST.get("person", ""))
        rows: Any = Organisation.objects.all() if body else among
        holder = get_object_or_404(rows, pk=key)
        made = accounts.account_of(holder, scheme, by=request.user, at=now())
        return redirect("points:account", pk=made.pk)
    words = request.GET.get("q", "").strip()
    context = {
        "scheme": scheme, "q": words,
        "persons": find(among, words)[:SHOWN] if words else (),
        "organisations": work.organisations(words)[:SHOWN],
        "crumbs": crumbs((_("口座を開く"), "")),
    }  # fmt: skip
    return render(request, "points/staff/open.html", context)
