"""わたしの掲載: an operator's one page — what is due, what she is asked, what was said, what is missing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tomoni.core.access import login_is_enough
from tomoni.core.errors import Refused
from tomoni.town.places import access
from tomoni.town.places.actions import asking, reviews
from tomoni.town.places.forms.states import OfferReplyForm, OwnAnswerForm
from tomoni.town.places.models import Listing
from tomoni.town.places.queries import own
from tomoni.town.places.views.staff.edit import SECTION_OF


@login_is_enough
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Everything about the entries of one's own bodies; for everybody else a way to become one."""
    return _page(request)


def _page(request: HttpRequest, **forms: Any) -> HttpResponse:
    at = timezone.localtime()
    user, today = request.user, at.date()
    rows = own.entries(user, at=at, language=request.display.language)  # type: ignore[attr-defined]
    answered: tuple[Any, OwnAnswerForm] | None = forms.get("answered")
    asked = [
        (one, answered[1] if answered and answered[0] == one else OwnAnswerForm(prefix=f"q{n}"))
        for n, one in enumerate(own.questions_of(user, today))
    ]
    context = {
        "due": [row for row in rows if row.is_due],
        "rows": [(row, [(gap, SECTION_OF.get(gap.field, "names")) for gap in row.gaps]) for row in rows],
        "asked": asked,
        "offers": [(one, OfferReplyForm()) for one in own.offers_of(user, today)],
        "voices": own.voices_of(user, today),
        "today": today,
        "crumbs": [(_("わたしの掲載"), "")],
    }  # fmt: skip
    return render(request, "places/staff/mine.html", context)


@login_is_enough
@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """One press: all of this entry is still right."""
    listing = _own(request, slug)
    try:
        reviews.confirm_own(listing=listing, by=request.user, at=timezone.now())
        words = _("「%(name)s」を確かめました。ありがとうございます。次は%(day)sごろです。")
        listing.refresh_from_db()
        messages.success(request, words % {"name": listing.name, "day": _day(listing)})
    except Refused as no:
        messages.error(request, no.sentence)
    return redirect("places:mine")


@login_is_enough
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The answer to something she was asked."""
    question = get_object_or_404(own.questions_of(request.user, timezone.localdate()), pk=pk)
    form = OwnAnswerForm(request.POST, prefix=request.POST.get("prefix", "")[:10] or None)
    if form.attempt(asking.answer_on_screen, question=question, by=request.user, at=timezone.now()):
        messages.success(request, _("お返事を受け取りました。ありがとうございます。"))
        return redirect("places:mine")
    return _page(request, answered=(question, form))


@login_is_enough
@require_POST
def take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Taking on what was held out to her body, or giving it back with the reason."""
    offer = get_object_or_404(own.offers_of(request.user, timezone.localdate()), pk=pk)
    form = OfferReplyForm(request.POST)
    if form.attempt(asking.reply_to_offer, offer=offer, by=request.user, at=timezone.now()):
        messages.success(request, _("お返事を受け取りました。ありがとうございます。"))
    else:
        for sentences in form.errors.values():
            messages.error(request, sentences[0])
    return redirect("places:mine")


def _own(request: HttpRequest, slug: str) -> Listing:
    today = timezone.localdate()
    mine = Listing.objects.of_editor(request.user, today).values("pk")
    rows = access.editable_by(request.user, today).filter(pk__in=mine)
    return get_object_or_404(Listing.objects.filter(pk__in=rows.values("pk")), slug=slug)


def _day(listing: Listing) -> str:
    from tomoni.web.templatetags.shell import long_date

    return long_date(listing.review_due_on) if listing.review_due_on else "—"
