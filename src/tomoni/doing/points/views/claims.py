"""Staff: claims from the first look to the bank's answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core.access import can, needs
from tomoni.core.errors import Refused
from tomoni.core.reading_log import opened
from tomoni.doing.points import access, paper
from tomoni.doing.points.access import Ability
from tomoni.doing.points.actions import claims, paying
from tomoni.doing.points.forms import mine as holder_forms
from tomoni.doing.points.forms import staff as forms
from tomoni.doing.points.models import BankFile, Claim, Payee, Payment, Scheme
from tomoni.doing.points.queries import claiming
from tomoni.doing.points.queries import paying as files
from tomoni.doing.points.rules import claiming as rules
from tomoni.doing.points.views.mine import pdf
from tomoni.doing.points.views.staff import _form, crumbs, may, staff_account, terms_of

MOST = 200
DEEDS: dict[str, tuple[Any, str, Any]] = {
    "check": (claims.check, Claim.Status.ASKED, gettext_lazy("確かめました。")),
    "approve": (claims.approve, Claim.Status.CHECKED, gettext_lazy("承認しました。")),
    "hand-over": (claims.hand_over, Claim.Status.APPROVED, gettext_lazy("渡しました。")),
}


@needs(Ability.KEEP)
@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What waits for a hand, the oldest first; `all=1` shows what is over as well."""
    rows = access.staff_claims(request.user)
    everything = request.GET.get("all") == "1"
    rows = rows.order_by("-asked_at") if everything else rows.filter(ended_at=None)
    context = {
        "claims": rows.order_by("-asked_at" if everything else "asked_at", "pk")[:MOST],
        "everything": everything,
        "crumbs": crumbs((_("交換の申し込み"), "")),
    }
    return render(request, "points/staff/claims.html", context)


def _claim(request: HttpRequest, pk: UUID) -> Claim:
    rows = access.staff_claims(request.user).select_related(
        "checked_by", "first_by", "second_by", "account__person", "account__scheme"
    )
    return get_object_or_404(rows, pk=pk)


@needs(Ability.KEEP)
@never_cache
@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _claim(request, pk)
    deed = next((word for word, (_a, status, _s) in DEEDS.items() if status == found.status), "")
    if deed == "hand-over" and found.way == Claim.Way.BANK:
        deed = ""
    context = {
        "claim": found,
        "deed": deed,
        **may(request),
        "blocked": deed == "approve" and found.first_by_id == request.user.pk,
        "may_refuse": found.status in ("asked", "checked", "approved", "returned"),
        "may_correct": found.way == Claim.Way.BANK and found.status in ("asked", "returned"),
        "conditions": [holder_forms.CONDITIONS[word] for word in found.declared],
        "payments": found.payments.select_related("file").order_by("file__made_at", "pk"),
        "crumbs": crumbs((_("交換の申し込み"), reverse("points:claims")), (found.number, "")),
    }
    return render(request, "points/staff/claim.html", context)


@needs(Ability.KEEP)
@require_POST
def do(request: HttpRequest, pk: UUID, deed: str) -> HttpResponse:
    """Check, approve, hand over: one button each."""
    if deed not in DEEDS:
        raise Http404
    action, _status, words = DEEDS[deed]
    try:
        action(claim=_claim(request, pk), by=request.user, at=now())
        messages.success(request, words)
    except Refused as no:
        messages.error(request, no.sentence)
    return redirect("points:claim", pk=pk)


@needs(Ability.KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _claim(request, pk)
    back = reverse("points:claim", kwargs={"pk": pk})
    form = forms.RefuseForm(request.POST or None)
    if form.attempt(claims.refuse, claim=found, by=request.user, at=now()):
        messages.success(request, _("支払わないことにしました。ポイントは元に戻りました。"))
        return redirect(back)
    more = {"claim": found, "why_not": _is_over(found, *claims.OPEN_TO_REFUSE)}
    return _form(request, form, _("支払わないことにする"), back, more=more)


def _is_over(found: Claim, *statuses: str) -> str:
    """Told before anybody writes, where the act would be refused anyhow; "" where it may be done."""
    if found.status in statuses:
        return ""
    return _("この申し込みは「%(status)s」になっています。もう、これはできません。") % {
        "status": found.get_status_display()
    }


@needs(Ability.KEEP)
@never_cache
@require_safe
def payee(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the money goes; that somebody looked is written down before it is shown."""
    found = _claim(request, pk)
    row = get_object_or_404(Payee, claim=found)
    opened(
        row, by=request.user, at=now(), fields=["details"], basis="points.keep",
        about=found.account.person or found.account.organisation,
    )  # fmt: skip
    context = {
        "claim": found, "details": row.details,
        "crumbs": crumbs((found.number, reverse("points:claim", kwargs={"pk": pk})), (_("振込先"), "")),
    }  # fmt: skip
    return render(request, "points/staff/payee.html", context)


@needs(Ability.KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The new account is typed whole; the old one is not shown here."""
    found = _claim(request, pk)
    back = reverse("points:claim", kwargs={"pk": pk})
    form = holder_forms.BankForm(request.POST or None)
    if form.attempt(claims.correct, claim=found, by=request.user, at=now()):
        messages.success(request, _("振込先を直しました。もう一度、確かめと承認をします。"))
        return redirect(back)
    more = {"claim": found, "why_not": _is_over(found, *claims.OPEN_TO_CORRECT)}
    return _form(request, form, _("振込先を直す"), back, more=more)


@needs(Ability.KEEP)
@never_cache
@require_safe
def receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _claim(request, pk)
    if found.way == Claim.Way.BANK or found.second_by_id is None:
        raise Http404
    return pdf(paper.receipt(found, at=now()), f"receipt-{found.number}")


@needs(Ability.KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def for_somebody(request: HttpRequest, pk: int) -> HttpResponse:
    """Entered by staff from a paper form or at the counter."""
    found = staff_account(request, pk)
    terms = terms_of(found.scheme)
    back = reverse("points:account", kwargs={"pk": pk})
    on = localdate()
    why_not = rules.why_not_at_all(terms, claiming.holder(found, terms, on), on)
    form = holder_forms.ClaimForm(request.POST or None, terms=terms, by_staff=True)
    if form.attempt(claims.claim, account=found, by=request.user, at=now()):
        messages.success(request, _("受け付けました：%(number)s") % {"number": form.done.number})
        return redirect("points:claim", pk=form.done.pk)
    return _form(
        request, form, _("交換を申し込む"), back, more={"account": found, "why_not": why_not}
    )


@needs(Ability.PAY)
@never_cache
@require_http_methods(["GET", "POST"])
def bank(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits to be paid, and the files made so far."""
    scheme = get_object_or_404(Scheme, slug=slug)
    form = forms.FileForm(request.POST or None)
    if form.attempt(paying.make_file, scheme=scheme, by=request.user, at=now()):
        messages.success(request, _("ファイルを作りました。銀行に送ってください。"))
        return redirect("points:bank_file", pk=form.done.pk)
    waiting = Claim.objects.filter(
        account__scheme=scheme, way=Claim.Way.BANK, status=Claim.Status.APPROVED
    )
    context = {
        "scheme": scheme, "form": form,
        "waiting": [waiting.count(), sum(waiting.values_list("yen", flat=True))],
        "files": scheme.bank_files.order_by("-made_at", "pk")[:MOST],
        "crumbs": crumbs((_("銀行への振り込み"), "")),
    }  # fmt: skip
    return render(request, "points/staff/bank.html", context)


@needs(Ability.PAY)
@never_cache
@require_http_methods(["GET", "POST"])
def payer(request: HttpRequest, slug: str) -> HttpResponse:
    scheme = get_object_or_404(Scheme, slug=slug)
    back = reverse("points:bank", kwargs={"slug": slug})
    form = holder_forms.PayerForm(request.POST or None, initial=scheme.payer)
    if form.attempt(paying.set_payer, scheme=scheme, by=request.user, at=now()):
        messages.success(request, _("振り込む側の口座を決めました。"))
        return redirect(back)
    return _form(
        request, form, _("振り込む側の口座"), back, more={"button": _("この口座から振り込む")}
    )


@needs(Ability.PAY)
@never_cache
@require_http_methods(["GET", "POST"])
def bank_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One file: fetch it, and afterwards say what came back."""
    found = get_object_or_404(BankFile.objects.select_related("scheme", "made_by"), pk=pk)
    payments = list(found.payments.select_related("claim__account__person").order_by("nth"))
    if request.method == "POST":
        returned = {
            one.pk: request.POST.get(f"reason-{one.pk}", "").strip() or _("わけは銀行に聞く")
            for one in payments
            if request.POST.get(f"back-{one.pk}")
        }
        try:
            paying.settle(file=found, returned=returned, by=request.user, at=now())
            messages.success(request, _("結果を入れました。戻った分は、バトンになっています。"))
        except Refused as no:
            messages.error(request, no.sentence)
        return redirect("points:bank_file", pk=pk)
    context = {
        "file": found, "payments": payments,
        "may_settle": found.settled_at is None and found.pay_on <= localdate(),
        "crumbs": crumbs(
            (_("銀行への振り込み"), reverse("points:bank", kwargs={"slug": found.scheme.slug})),
            (str(found), ""),
        ),
    }  # fmt: skip
    return render(request, "points/staff/bank_file.html", context)


@needs(Ability.PAY)
@never_cache
@require_http_methods(["GET", "POST"])
def came_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The bank sent a paid one back days later: the claim and its baton run again."""
    claim_of = Payment.objects.select_related("claim__account__person", "file__scheme")
    found = get_object_or_404(claim_of, pk=pk)
    back = reverse("points:bank_file", kwargs={"pk": found.file_id})
    form = forms.CameBackForm(request.POST or None)
    if form.attempt(paying.came_back, payment=found, by=request.user, at=now()):
        messages.success(
            request, _("戻ったことを入れました。ポイントは押さえてあり、バトンがまた動きます。")
        )
        return redirect(back)
    return _form(request, form, _("あとから戻ってきた"), back, more={"claim": found.claim})


@needs(Ability.PAY)
@never_cache
@require_safe
def bank_bytes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file for the bank. It holds everybody's account, so each opening is written down."""
    found = get_object_or_404(BankFile, pk=pk)
    if not can(request.user, Ability.PAY):
        raise PermissionDenied
    opened(found, by=request.user, at=now(), fields=["payments"], basis="points.pay")
    answer = HttpResponse(files.again(found), content_type="text/plain; charset=shift_jis")
    answer["Content-Disposition"] = f'attachment; filename="furikomi-{found.pay_on:%Y%m%d}.txt"'
    return answer
