"""Those who run an entry answer through a link, on a telephone, without an account."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.ground.batons import matters
from tomoni.ground.batons.models import Link
from tomoni.town.places.actions import reviews
from tomoni.town.places.models import Listing
from tomoni.town.places.queries.page import listing_page, whole


class AnswerForm(Form):
    """The answer and who gives it."""

    name = forms.CharField(
        label=_("お名前"),
        max_length=100,
        error_messages={"required": _("お名前を書いてください。")},
    )
    text = forms.CharField(
        label=_("お返事"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


def review_page(request: HttpRequest, link: Link) -> HttpResponse:
    """Opening shows and does nothing else; only the buttons act.

    The room of the batons has found the link and counts wrong ones; see `batons.links_pages`.
    """
    at = timezone.localtime()
    review: Any = matters.matter_of(link.baton)
    question = link.question
    if review is None or question is None:
        return render(request, "places/holder.html", {"refused": True}, status=404)
    listing = whole(Listing.objects.filter(pk=review.listing_id)).get()
    form = AnswerForm(request.POST or None, use_required_attribute=False)
    done = link.used_at is not None or question.status != "open"
    if not done and "right" in request.POST:
        done = form.attempt(reviews.confirm_by_link, link=link, review=review, at=at)
    elif not done and request.method == "POST":
        closed = "closed" in request.POST
        done = form.attempt(reviews.correct_by_link, link=link, review=review, at=at, closed=closed)
    language = request.display.language  # type: ignore[attr-defined]
    context = {
        "question": question,
        "listing": listing,
        "page": listing_page(listing, at=at, language=language, staff=False),
        "form": form,
        "done": done,
        "team": link.baton.hand,
    }
    return render(request, "places/holder.html", context)
