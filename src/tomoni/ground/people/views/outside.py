"""Signing in through an identity provider, linking one to an account, and leaving it again."""

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import login_is_enough, public
from tomoni.core.errors import Refused
from tomoni.core.forms import Form
from tomoni.ground.people import oidc, providers
from tomoni.ground.people.actions import identities
from tomoni.ground.people.models import OutsideIdentity
from tomoni.ground.people.second_factor import FAREWELL, OUTSIDE, OUTSIDE_SESSION


@public
@never_cache
@require_safe
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the provider; nothing is kept but what its answer will be compared with."""
    provider = _provider(code)
    if not ratelimit.consume(request, action="outside"):
        return ratelimit.respond_429(request)
    back = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    try:
        return redirect(oidc.start(request, provider, next=back if safe else ""))
    except oidc.NotProven as no:
        return _not_proven(request, provider, no)


@public
@never_cache
@require_safe
def back(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody comes back from the provider with its answer."""
    provider = _provider(code)
    try:
        said, remembered = oidc.finish(request, provider)
        if link := remembered.get("link"):
            return _linked(request, said, link)
        language = request.display.language  # type: ignore[attr-defined]
        user = identities.enter(said=said, language=language, at=now())
    except oidc.NotProven as no:
        return _not_proven(request, provider, no)
    except Refused as no:
        return _problem(request, provider, no.sentence, status=403)
    record_authentication(request, user, "outside", provider=provider.code)
    if said.second_factor:
        record_authentication(request, user, "mfa", type=OUTSIDE, id=provider.code)
    login = Login(
        user=user, email_verification="none",  # type: ignore[arg-type]
        redirect_url=remembered.get("next") or reverse("people:me"),
    )  # fmt: skip
    answer = perform_login(request, login)
    if user.is_active:
        request.session[OUTSIDE_SESSION] = [provider.code, said.id_token]
    return answer


@login_is_enough
@never_cache
@reauthentication_required
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, code: str) -> HttpResponse:
    """Link my account; only from here, with our token in the form, does an answer link anything."""
    provider, onward = _provider(code), ""
    if request.method == "POST":
        try:
            onward = oidc.start(request, provider, link=str(request.user.pk))
        except oidc.NotProven as no:
            return _not_proven(request, provider, no)
    context = {"name": _name(provider), "onward": onward}
    return render(request, "people/outside_link.html", context)


@login_is_enough
@never_cache
@reauthentication_required
@require_http_methods(["GET", "POST"])
def unlink(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(OutsideIdentity, pk=pk, user=request.user)
    name = next(
        (_name(one) for one in providers.known().values() if one.issuer == row.issuer), row.issuer
    )
    form = Form(request.POST if request.method == "POST" else None)
    if form.attempt(identities.unlink, row=row, by=request.user, at=now()):
        messages.success(request, _("つなぐのをやめました。"))
        return redirect("people:me")
    return render(request, "people/outside_unlink.html", {"name": name, "form": form})


@public
@never_cache
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """Signed out here; a link leads to the provider, whose own session is still open."""
    code, url = request.session.pop(FAREWELL, None) or ("", "")
    provider = providers.known().get(code)
    context = {"name": _name(provider) if provider else "", "url": url}
    return render(request, "people/signed_out.html", context)


def _linked(request: HttpRequest, said: oidc.Said, link: str) -> HttpResponse:
    user = request.user
    if str(user.pk) != link:
        raise Refused(_("つなぐ途中で、ログインが変わりました。もう一度はじめからしてください。"))
    identities.link(user=user, said=said, by=user, at=now())  # type: ignore[arg-type]
    messages.success(request, _("つなぎました。次からこれで入れます。"))
    return redirect("people:me")


def _provider(code: str) -> providers.Provider:
    if provider := providers.known().get(code):
        return provider
    raise Http404(code)


def _name(provider: providers.Provider) -> str:
    return provider.said(get_language() or "ja")


def _not_proven(request: HttpRequest, provider: Any, no: oidc.NotProven) -> HttpResponse:
    if no.cancelled:
        words = _("本人確認をやめました。もう一度するか、ほかの方法で入ってください。")
        return _problem(request, provider, words, status=400)
    if no.down:
        words = _(
            "いま、本人確認のページにつながりません。少し待つか、ほかの方法で入ってください。"
        )
        return _problem(request, provider, words, status=502)
    words = _("本人であることを確かめられませんでした。ログインはしていません。はじめから、もう一度お試しください。")  # fmt: skip
    return _problem(request, provider, words, status=400)


def _problem(request: HttpRequest, provider: Any, words: str, *, status: int) -> HttpResponse:
    context = {"name": _name(provider), "words": words}
    return render(request, "people/outside_problem.html", context, status=status)
