"""A household votes with the word on its notice, without an account."""

from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tomoni.core.access import public
from tomoni.core.errors import Refused
from tomoni.core.forms import Form
from tomoni.ties.neighbourhoods.actions import voting
from tomoni.ties.neighbourhoods.forms.meetings import BallotForm
from tomoni.ties.neighbourhoods.models import Ballot, Presence
from tomoni.ties.neighbourhoods.rules import codes
from tomoni.ties.neighbourhoods.rules import meetings as rules


class CodeForm(Form):
    code = django_forms.CharField(
        label=gettext_lazy("案内にある合言葉"), max_length=40,
        help_text=gettext_lazy("例：abcd-efgh-jkmn。大文字でも小文字でもかまいません。"),
        widget=django_forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip

    def clean_code(self) -> Ballot:
        ballot = voting.ballot_of(codes.digest(self.cleaned_data["code"]))
        if ballot is None:
            raise django_forms.ValidationError(
                _(
                    "この合言葉の案内は見つかりません。つづりを確かめるか、町会の役員に電話してください。"
                )
            )
        return ballot


@public
@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Type the word from the paper."""
    form = CodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return redirect("neighbourhoods:ballot", code=form.data["code"].replace("/", "")[:40])
    context = {"form": form, "crumbs": [(_("総会に参加する"), "")]}
    return _quiet(render(request, "neighbourhoods/enter.html", context))


@public
@never_cache
@require_http_methods(["GET", "POST"])
def ballot(request: HttpRequest, code: str) -> HttpResponse:
    """The motions, and the two ways to take part from home: vote, or let the chair vote."""
    found = voting.ballot_of(codes.digest(code))
    if found is None:
        return _quiet(render(request, "neighbourhoods/no_ballot.html", _context(None), status=404))
    meeting, household = found.meeting, found.household
    known = Presence.objects.standing().filter(meeting=meeting, household=household).first()
    over = rules.why_not_from_home(status=meeting.status, starts_at=meeting.starts_at, at=now())
    form = BallotForm(request.POST if "vote" in request.POST else None, meeting=meeting)
    refusal = ""
    if request.method == "POST" and not known and not over:
        try:
            if "proxy" in request.POST:
                voting.give_proxy(
                    meeting=meeting, household=household, proxy_to="", by=request.user, at=now(),
                    by_officer=False,
                )  # fmt: skip
                return redirect(request.path)
            if form.is_valid():
                voting.vote(
                    meeting=meeting, household=household, choices=form.choices(),
                    way=Presence.Way.SCREEN, by=request.user, at=now(),
                )  # fmt: skip
                return redirect(request.path)
        except Refused as no:
            refusal = no.sentence
    context = {
        **_context(found), "known": known, "over": over, "form": form, "refusal": refusal,
    }  # fmt: skip
    return _quiet(render(request, "neighbourhoods/ballot.html", context))


def _context(found: Ballot | None) -> dict[str, Any]:
    return {
        "ballot": found,
        "meeting": found.meeting if found else None,
        "association": found.meeting.association if found else None,
        "crumbs": [(_("総会に参加する"), "")],
    }


def _quiet(answer: HttpResponse) -> HttpResponse:
    """The address is the key: no other site and no search engine may learn it."""
    answer["Referrer-Policy"] = "same-origin"  # Else the form has no origin and is refused.
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
