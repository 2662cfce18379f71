"""Steps in the life of an entry: publish, rest, end, begin again, confirm."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tomoni.core.access import can
from tomoni.core.forms import Form
from tomoni.town.places.access import Ability
from tomoni.town.places.actions import listings
from tomoni.town.places.forms.states import CloseForm, ConfirmForm, SuspendForm
from tomoni.town.places.models import Listing
from tomoni.town.places.views.staff.desk import crumbs, of_own


@dataclass(frozen=True)
class Deed:
    """One step: what its page and button say, and what it needs."""

    title: str | Promise
    button: str | Promise
    lead: str | Promise
    done: str | Promise
    form: type[Form]
    action: Callable[..., Any]
    clerk_only: bool = False
    kind: str = "main"


class ResumeForm(Form):
    """Nothing is asked."""


DEEDS = {
    "publish": Deed(
        _("公開する"), _("公開する"), _("公開すると、みなさんが読めるようになります。"),
        _("公開しました。"), ConfirmForm, listings.publish, clerk_only=True,
    ),
    "suspend": Deed(
        _("休止にする"), _("休止にする"),
        _("掲載は残り、休止中であること、理由、再開の予定がみなさんに見えます。"),
        _("休止にしました。"), SuspendForm, listings.suspend,
    ),
    "resume": Deed(
        _("再開する"), _("再開する"), _("いつもどおりの掲載に戻ります。"),
        _("再開しました。"), ResumeForm, listings.resume,
    ),
    "close": Deed(
        _("終了にする"), _("終了にする"),
        _("検索に出なくなります。このページのアドレスを開いた人には、終わったことと代わりの行き先を知らせます。"),
        _("終了にしました。"), CloseForm, listings.close, kind="danger",
    ),
    "reopen": Deed(
        _("もう一度始める"), _("もう一度公開する"), _("内容を確かめ直してから公開します。"),
        _("もう一度公開しました。"), ConfirmForm, listings.reopen, clerk_only=True,
    ),
    "confirm": Deed(
        _("今日確かめた"), _("全部このままで正しい"),
        _("書いてあることを一つずつ確かめて、全部正しければ押してください。次に確かめる日が先へ延びます。"),
        _("確かめた日を記録しました。"), ConfirmForm, listings.confirm,
    ),
}  # fmt: skip


@of_own
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, listing: Listing, deed: str) -> HttpResponse:
    """A page that says what will happen, asks what is needed, and does it."""
    known = DEEDS.get(deed)
    if known is None:
        raise Http404
    if known.clerk_only and not can(request.user, Ability.PUBLISH):
        raise PermissionDenied(Ability.PUBLISH)
    form = known.form(request.POST if request.method == "POST" else None)
    if form.attempt(
        _without_blanks(known.action), listing=listing, by=request.user, at=timezone.now()
    ):
        messages.success(request, str(known.done))
        return redirect("places:edit", slug=listing.slug)
    context = {
        "listing": listing,
        "deed": known,
        "form": form,
        "crumbs": crumbs(listing, (str(known.title), "")),
    }
    return render(request, "places/staff/step.html", context)


def _without_blanks(action: Callable[..., Any]) -> Callable[..., Any]:
    """An answer left empty means the action's own default."""

    def act(**values: Any) -> Any:
        kept = ("reason",)
        return action(**{k: v for k, v in values.items() if k in kept or v not in (None, "")})

    return act
