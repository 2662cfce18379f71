"""Words to providers and rounds of re-checking: the staff's pages."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import needs
from tomoni.core.errors import Refused
from tomoni.town.places.access import Ability
from tomoni.town.places.actions import feedback as feedback_actions
from tomoni.town.places.actions import reviews
from tomoni.town.places.forms.states import AnswerForm
from tomoni.town.places.models import Feedback, ListingReview
from tomoni.town.places.views.staff.asking import asking_panel
from tomoni.town.places.views.staff.desk import crumbs


@needs(Ability.MODERATE)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Open words to providers, oldest first."""
    rows = Feedback.objects.open().select_related("listing", "baton").order_by("created_at", "id")
    context = {
        "page": Paginator(rows, 50).get_page(request.GET.get("page")),
        "crumbs": crumbs(None, (_("運営への声"), "")),
    }
    return render(request, "places/staff/voices.html", context)


@needs(Ability.MODERATE)
@require_http_methods(["GET", "POST"])
def feedback(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One word, asked of the provider, and the answer the sender reads."""
    found = get_object_or_404(Feedback.objects.select_related("listing", "baton__team"), pk=pk)
    words = _("次の声が届きました（%(kind)s）。お返事をお願いします。\n\n%(text)s") % {
        "kind": found.get_kind_display(), "text": found.text,
    }  # fmt: skip
    asked = asking_panel(request, found.baton, found.listing, words=words)
    if isinstance(asked, HttpResponse):
        return asked
    form = AnswerForm(
        request.POST if "answer" in request.POST else None,
        call=found.reply_by == found.ReplyBy.PHONE,
    )
    if form.attempt(feedback_actions.finish, feedback=found, by=request.user, at=timezone.now()):
        messages.success(request, _("お返事を受付票に載せました。"))
        return redirect("places:voices")
    context = {
        "suggestion": found,
        "form": form,
        **asked,
        "crumbs": crumbs(None, (_("運営への声"), "/staff/places/voices/"), (found.number, "")),
    }
    return render(request, "places/staff/feedback.html", context)


@needs(Ability.MODERATE)
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One round of re-checking: ask by link, or confirm after a telephone call."""
    found = get_object_or_404(ListingReview.objects.select_related("listing", "baton__team"), pk=pk)
    if "confirm" in request.POST:
        try:
            reviews.confirm_on_screen(review=found, by=request.user, at=timezone.now())
            messages.success(request, _("確かめた日を今日にしました。"))
            return redirect("places:freshness")
        except Refused as no:
            messages.error(request, no.sentence)
    asked = asking_panel(request, found.baton, found.listing)
    if isinstance(asked, HttpResponse):
        return asked
    context = {
        "review": found,
        **asked,
        "crumbs": crumbs(None, (_("確かめる予定"), "/staff/places/freshness/"), (found.baton.number, "")),
    }  # fmt: skip
    return render(request, "places/staff/review.html", context)
