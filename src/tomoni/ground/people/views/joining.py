"""Beginning without a mail address: by telephone, or with a code from a letter."""

from uuid import UUID

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import needs, public
from tomoni.core.forms import Form
from tomoni.ground.people import letter_paper, telling
from tomoni.ground.people.access import Ability
from tomoni.ground.people.actions import codes
from tomoni.ground.people.forms.joining import LetterCodeForm, NumberForm, TextCodeForm
from tomoni.ground.people.models import LetterCode, User
from tomoni.ground.people.views.persons import visible

WAITING = "people_text_code"


@public
@never_cache
@require_safe
def ways(request: HttpRequest) -> HttpResponse:
    """The three ways to begin."""
    return render(request, "people/join.html", {"by_text": bool(settings.SMS_URL)})


@public
@never_cache
@require_http_methods(["GET", "POST"])
def by_letter(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and not ratelimit.consume(request, action="letter_code"):
        return ratelimit.respond_429(request)
    form = LetterCodeForm(request.POST or None)
    if form.attempt(codes.use_letter_code, at=now()):
        wants_passkey = form.cleaned_data["way"] == "passkey"
        return _enter(request, form.done, "mfa_add_webauthn" if wants_passkey else "people:me")
    return render(request, "people/join_letter.html", {"form": form})


@public
@never_cache
@require_http_methods(["GET", "POST"])
def by_phone(request: HttpRequest) -> HttpResponse:
    if not settings.SMS_URL:
        return redirect("people:join")
    if request.method == "POST" and not ratelimit.consume(request, action="text_code"):
        return ratelimit.respond_429(request)
    form = NumberForm(request.POST or None)
    if form.attempt(codes.make_text_code, at=now()):
        row, code = form.done
        number = form.cleaned_data["number"]
        words = _("%(site)s の確認の番号: %(code)s（10分のあいだ使えます）") % {
            "site": request.get_host(),
            "code": code,
        }
        if telling.text(number, words):
            request.session[WAITING] = [str(row.pk), number]
            return redirect("people:join_phone_code")
        form.add_error("number", _("いま、番号を送れませんでした。少し待ってもう一度試すか、お電話ください。"))  # fmt: skip
    return render(request, "people/join_phone.html", {"form": form})


@public
@never_cache
@require_http_methods(["GET", "POST"])
def phone_code(request: HttpRequest) -> HttpResponse:
    waiting = request.session.get(WAITING)
    if not waiting:
        return redirect("people:join")
    if request.method == "POST" and not ratelimit.consume(request, action="letter_code"):
        return ratelimit.respond_429(request)
    form = TextCodeForm(request.POST or None)
    language = request.display.language  # type: ignore[attr-defined]
    row, number = UUID(waiting[0]), waiting[1]
    if form.attempt(codes.use_text_code, row_id=row, number=number, language=language, at=now()):
        del request.session[WAITING]
        return _enter(request, form.done, "people:me")
    return render(request, "people/join_phone_code.html", {"form": form, "number": number})


def _enter(request: HttpRequest, user: User, page: str) -> HttpResponse:
    """Sign in somebody who has just proved it; a second factor they have is still asked for."""
    record_authentication(request, user, "code")
    login = Login(user=user, email_verification="none", redirect_url=reverse(page))  # type: ignore[arg-type]
    return perform_login(request, login)


@needs(Ability.KEEP_MANDATES)
@never_cache
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Staff print a letter with a code; the code stands on that paper and nowhere else."""
    person = visible(request, pk, "birth_on", "address")
    form = Form(request.POST if request.method == "POST" else None)
    if form.attempt(codes.make_letter_code, person=person, by=request.user, at=now()):
        response = HttpResponse(letter_paper.letter(person, form.done, now()), content_type="application/pdf")  # fmt: skip
        response["Content-Disposition"] = 'inline; filename="letter.pdf"'
        return response
    waiting = LetterCode.objects.filter(person=person, used_at=None, revoked_at=None).first()
    context = {"person": person, "form": form, "waiting": waiting, "now": now()}
    return render(request, "people/staff/letter_code.html", context)


@needs(Ability.KEEP_MANDATES)
@never_cache
@require_http_methods(["POST"])
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = visible(request, pk)
    codes.revoke_letter_code(person=person, by=request.user, at=now())  # type: ignore[arg-type]
    messages.success(request, _("番号を使えなくしました。"))
    return redirect("people:letter_code", pk=pk)
