"""Points given to somebody else: by the holder, and at the counter for those without internet."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import login_is_enough, needs
from tomoni.core.errors import Refused
from tomoni.doing.points import access, paper
from tomoni.doing.points.access import Ability
from tomoni.doing.points.actions import giving as actions
from tomoni.doing.points.forms.giving import GiveForForm, GiveForm
from tomoni.doing.points.models import Account
from tomoni.doing.points.queries import earned, giving
from tomoni.doing.points.rules import giving as rules
from tomoni.doing.points.rules.claiming import ADULT
from tomoni.doing.points.rules.terms import FREE, Terms
from tomoni.doing.points.rules.years import age_on
from tomoni.doing.points.views.mine import own, pdf
from tomoni.doing.points.views.staff import crumbs, staff_account, terms_of

HOUR = 3600
WRONG_CARDS = 10  # An hour: more than anybody mistypes, far fewer than a search for a name needs.


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked, shown once more, then done: what is given does not come back by itself."""
    account = own(request, pk)
    ruling = earned.ruling_on(account.scheme, localdate())
    if ruling is None:
        return redirect("points:mine")
    form = GiveForm(request.POST or None)
    context = {
        "title": _("ポイントをゆずる"), "back": reverse("points:mine"),
        "crumbs": [(_("わたしのポイント"), reverse("points:mine")), (_("ゆずる"), "")],
    }  # fmt: skip
    return _step(request, account, ruling.read, form, context, done=_given)


def _given(request: HttpRequest, gift: giving.Gift) -> HttpResponse:
    words = _("%(points)sポイントをゆずりました。控えは、下の明細に残ります。")
    messages.success(request, words % {"points": gift.points})
    return redirect("points:statement", pk=gift.giver.pk)


@needs(Ability.KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def give_for(request: HttpRequest, pk: int) -> HttpResponse:
    """The same at the counter, with a paper to sign."""
    account = staff_account(request, pk)
    terms, title = terms_of(account.scheme), _("ポイントをゆずる")
    birth = account.person.birth_on if account.person else None
    is_minor = birth is not None and age_on(birth, localdate()) < ADULT
    form = GiveForForm(request.POST or None, is_minor=is_minor and terms.minors != FREE)
    back = reverse("points:account", kwargs={"pk": pk})
    context = {
        "title": title, "back": back, "by_staff": True,
        "crumbs": crumbs((str(account), back), (title, "")),
    }  # fmt: skip
    return _step(request, account, terms, form, context, done=_given_for)


def _given_for(request: HttpRequest, gift: giving.Gift) -> HttpResponse:
    messages.success(
        request, _("%(points)sポイントをゆずりました。控えを印刷して、署名をもらってください。")
        % {"points": gift.points},
    )  # fmt: skip
    return redirect("points:gift", pk=gift.key)


def _step(
    request: HttpRequest, account: Account, terms: Terms, form: Any, context: dict[str, Any], *,
    done: Any,
) -> HttpResponse:  # fmt: skip
    """The form, the page that shows what was written, or the answer when it was confirmed."""
    # A gift that was sent twice is answered like the first, though nothing may be left to give.
    holder = giving.giver(account, terms, localdate(), has_consent="by_staff" in context)
    scheme = account.scheme
    why_not = rules.why_not_at_all(
        terms, holder, on=localdate(), begins_on=scheme.begins_on, ends_on=scheme.ends_on
    )
    to = None
    if request.method == "POST" and "mend" not in request.POST:
        known = {"account": account, "by": request.user, "at": now()}
        guesses = f"points.giving:{request.user.pk}"
        if form.is_valid() and cache.get(guesses, 0) >= WRONG_CARDS:
            form.add_error(
                None,
                _("番号かお名前のちがいが続きました。1時間ほど待つか、窓口に来てください。"),
            )
        elif "sure" in request.POST:
            if form.attempt(actions.give, **known):
                answer: HttpResponse = done(request, form.done)
                return answer
        elif form.is_valid():
            try:
                to = actions.look(**known, **form.values())
            except Refused as no:
                form.add_error(no.field if no.field in form.fields else None, no.sentence)
        if form.has_error("card") and "by_staff" not in context:
            cache.add(guesses, 0, HOUR)
            cache.set(guesses, cache.get(guesses, 0) + 1, HOUR)
    context |= {
        "account": account, "terms": terms, "form": form, "to": to, "why_not": why_not,
        "most": rules.most(terms, holder),
    }  # fmt: skip
    return render(request, "points/give.html", context)


@needs(Ability.KEEP)
@never_cache
@require_safe
def gift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was given, and the papers of it."""
    found = _gift(request, pk)
    context = {"gift": found, "crumbs": crumbs((_("ゆずったポイント"), ""))}
    return render(request, "points/staff/gift.html", context)


@needs(Ability.KEEP)
@never_cache
@require_safe
def gift_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Two halves for the counter and the giver, and a slip for the receiver."""
    return pdf(paper.gift(_gift(request, pk)), "gift")


def _gift(request: HttpRequest, pk: UUID) -> giving.Gift:
    """Only where the official may open the giver's account."""
    found = giving.gift(pk)
    mine = access.staff_accounts(request.user)
    if found is None or not mine.filter(pk=found.giver.pk).exists():
        raise Http404
    return found
