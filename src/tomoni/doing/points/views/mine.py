"""One's own points: the balance in large figures, the statement, the claim."""

import csv
from datetime import date
from io import StringIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core.access import login_is_enough
from tomoni.core.errors import Refused
from tomoni.core.tables.cells import guarded
from tomoni.doing.points import access, paper
from tomoni.doing.points.actions import claims
from tomoni.doing.points.forms.mine import ClaimForm
from tomoni.doing.points.models import Account, Claim
from tomoni.doing.points.queries import claiming, earned, lots, service
from tomoni.doing.points.queries.statements import Line, Statement
from tomoni.doing.points.queries.statements import statement as read
from tomoni.doing.points.rules import claiming as rules
from tomoni.doing.points.rules import lapsing
from tomoni.doing.points.rules.years import next_window, year_of


@login_is_enough
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every account of the person: how many points, what goes next, what is being exchanged."""
    on = localdate()
    rows = []
    for account in access.accounts_of(request.user).order_by("scheme__name", "pk"):
        ruling = earned.ruling_on(account.scheme, on)
        if ruling is None:
            continue
        terms = ruling.read
        holder = claiming.holder(account, terms, on)
        rows.append(
            {
                "account": account,
                "terms": terms,
                "yen": terms.yen(account.free),
                "is_money": not {"bank", "cash"}.isdisjoint(terms.ways),
                "most": rules.most(terms, holder, on),
                "missing": terms.certificate_years
                and service.service_of(account, terms).missing(terms.certificate_years),
                "opens": next_window(on, terms),
                "today": on,
                "going": lapsing.next_to_go(terms, lots.lots_of(account), on),
                "claims": account.claims.order_by("-asked_at", "pk")[:5],
            }
        )
    crumbs = [(_("わたしのページ"), reverse("people:me")), (_("わたしのポイント"), "")]
    return render(request, "points/mine/index.html", {"rows": rows, "crumbs": crumbs})


def asked_year(request: HttpRequest) -> tuple[date, date]:
    """The fiscal year that the address names by its first calendar year, or the present one."""
    asked = request.GET.get("year", "")
    if asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= 2100:
        return year_of(date(int(asked), 4, 1))
    return year_of(localdate())


def own(request: HttpRequest, pk: int) -> Account:
    return get_object_or_404(access.accounts_of(request.user), pk=pk)


@login_is_enough
@never_cache
@require_safe
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    first, last = asked_year(request)
    found = read(own(request, pk), first, last)
    crumbs = [(_("わたしのポイント"), reverse("points:mine")), (_("明細"), "")]
    context = {
        "statement": found, "year": first.year, "is_past": last < localdate(), "crumbs": crumbs,
    }  # fmt: skip
    return render(request, "points/mine/statement.html", context)


@login_is_enough
@never_cache
@require_safe
def as_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """For a spreadsheet; the mark at the beginning lets it read the kana."""
    first, last = asked_year(request)
    answer = HttpResponse(
        "\ufeff" + _csv(read(own(request, pk), first, last)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="points-{first.year}.csv"'
    return answer


def _csv(found: Statement) -> str:
    out = StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow([_("日時"), _("内容"), _("増減"), _("残高"), _("番号")])
    rows.writerow([found.first.isoformat(), _("くりこし"), "", found.before, ""])
    for line in found.lines:
        when = f"{localtime(line.row.at):%Y-%m-%d %H:%M}"
        rows.writerow([when, guarded(_with_note(line)), line.change, line.balance, line.row.pk])
    return out.getvalue()


def _with_note(line: Line) -> str:
    return f"{line.what}（{line.note}）" if line.note else line.what


@login_is_enough
@never_cache
@require_safe
def as_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return on_paper(own(request, pk), *asked_year(request))


def on_paper(account: Account, first: date, last: date) -> HttpResponse:
    """The statement as a paper of the town, which is in Japanese whatever language the page is in."""
    with override("ja"):
        return pdf(paper.statement(read(account, first, last), at=now()), "points")


def pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    account, on = own(request, pk), localdate()
    ruling = earned.ruling_on(account.scheme, on)
    if ruling is None:
        return redirect("points:mine")
    terms = ruling.read
    holder = claiming.holder(account, terms, on)
    most = rules.most(terms, holder, on)
    form = ClaimForm(request.POST or None, terms=terms, initial={"points": most or None})
    if form.attempt(claims.claim, account=account, by=request.user, at=now()):
        messages.success(
            request,
            _("受け付けました。受付番号は %(number)s です。決まったら、このページでわかります。")
            % {"number": form.done.number},
        )
        return redirect("points:mine")
    context: dict[str, Any] = {
        "account": account, "terms": terms, "form": form,
        "why_not": rules.why_not_at_all(terms, holder, on),
        "crumbs": [(_("わたしのポイント"), reverse("points:mine")), (_("交換する"), "")],
    }  # fmt: skip
    return render(request, "points/mine/claim.html", context)


@login_is_enough
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    mine = Claim.objects.filter(account__in=access.accounts_of(request.user))
    found = get_object_or_404(mine, pk=pk)
    try:
        claims.withdraw(claim=found, by=request.user, at=now())
        messages.success(request, _("取り下げました。ポイントは元に戻りました。"))
    except Refused as no:
        messages.error(request, no.sentence)
    return redirect("points:mine")
