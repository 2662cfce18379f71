"""What people told us: the queue, and the decision with an answer."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import needs
from tomoni.town.places.access import Ability
from tomoni.town.places.actions import suggestions
from tomoni.town.places.forms.states import AnswerForm
from tomoni.town.places.models import Suggestion
from tomoni.town.places.views.staff.asking import asking_panel
from tomoni.town.places.views.staff.desk import crumbs

PAGE = 50


@needs(Ability.MODERATE)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The oldest first; decided ones behind a filter."""
    status = request.GET.get("status", "open")
    rows = Suggestion.objects.select_related("listing", "baton")
    if status in Suggestion.Status.values:
        rows = rows.of_status(status)
    order = ("created_at", "id") if status == "open" else ("-created_at", "id")
    context = {
        "page": Paginator(rows.order_by(*order), PAGE).get_page(request.GET.get("page")),
        "status": status,
        "statuses": Suggestion.Status.choices,
        "today": timezone.localdate(),
        "crumbs": crumbs(None, (_("届いたお知らせ"), "")),
    }
    return render(request, "places/staff/suggestions.html", context)


@needs(Ability.MODERATE)
@require_http_methods(["GET", "POST"])
def suggestion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One word from outside, and what we answer."""
    found = get_object_or_404(Suggestion.objects.select_related("listing", "baton__team"), pk=pk)
    words = _("次のお知らせが届きました。合っているか、教えてください。\n\n%(text)s")
    asked = asking_panel(request, found.baton, found.listing, words=words % {"text": found.text})
    if isinstance(asked, HttpResponse):
        return asked
    form = AnswerForm(
        request.POST if "answer" in request.POST else None,
        call=found.reply_by == found.ReplyBy.PHONE,
    )
    verb = suggestions.decline if "decline" in request.POST else suggestions.accept
    if form.attempt(verb, suggestion=found, by=request.user, at=timezone.now()):
        messages.success(request, _("お返事を受付票に載せました。"))
        return redirect("places:suggestions")
    context = {
        "suggestion": found,
        "form": form,
        **asked,
        "today": timezone.localdate(),
        "crumbs": crumbs(
            None, (_("届いたお知らせ"), "/staff/places/suggestions/"), (found.number, "")
        ),
    }
    return render(request, "places/staff/suggestion.html", context)
