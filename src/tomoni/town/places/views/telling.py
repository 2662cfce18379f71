"""違っていたら教えてください: anybody tells us, and reads what became of it."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import public
from tomoni.core.forms import Form
from tomoni.ground.people.lockout import sender_mark
from tomoni.town.places.actions import feedback, suggestions
from tomoni.town.places.forms.telling import FeedbackForm, MissingForm, WrongForm
from tomoni.town.places.models import Feedback, Listing, Suggestion
from tomoni.town.places.queries.hand import in_hand
from tomoni.town.places.queries.reading import in_language


@public
@never_cache
@require_http_methods(["GET", "POST"])
def wrong(request: HttpRequest, slug: str) -> HttpResponse:
    """Something about this entry is wrong."""
    listing = get_object_or_404(Listing.objects.public(), slug=slug)
    form = WrongForm(request.POST or None)
    if _sent(request, form, listing):
        return redirect("places:receipt", token=form.done.token)
    name = in_language(listing, request.display.language)["name"]  # type: ignore[attr-defined]
    context = {
        "form": form,
        "listing": listing,
        "name": name,
        "crumbs": [
            (str(name), listing.get_absolute_url()),
            (_("違っていたら教えてください"), ""),
        ],
    }
    return render(request, "places/tell.html", context)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def missing(request: HttpRequest) -> HttpResponse:
    """Something is not in the directory."""
    form = MissingForm(request.POST or None)
    if _sent(request, form, None):
        return redirect("places:receipt", token=form.done.token)
    context = {"form": form, "crumbs": [(_("載っていない場所を教える"), "")]}
    return render(request, "places/tell.html", context)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def to_provider(request: HttpRequest, slug: str) -> HttpResponse:
    """A word to those who run it: thanks, a wish, a complaint."""
    listing = get_object_or_404(Listing.objects.public(), slug=slug)
    form = FeedbackForm(request.POST or None)
    if _sent(request, form, listing, feedback.send):
        return redirect("places:feedback_receipt", token=form.done.token)
    name = in_language(listing, request.display.language)["name"]  # type: ignore[attr-defined]
    context = {
        "form": form,
        "listing": listing,
        "name": name,
        "crumbs": [(str(name), listing.get_absolute_url()), (_("運営に伝える"), "")],
    }
    return render(request, "places/to_provider.html", context)


def _sent(
    request: HttpRequest, form: Form, listing: Listing | None, verb: Any = suggestions.send
) -> bool:
    at = timezone.now()
    return form.attempt(
        verb,
        listing=listing,
        by=request.user if request.user.is_authenticated else None,
        at=at,
        language=request.display.language,  # type: ignore[attr-defined]
        from_hash=sender_mark(request, at, "places.tell"),
    )


@public
@never_cache
@require_safe
def receipt(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """The number, what happens next and by when; later, what became of it."""
    suggestion = get_object_or_404(
        Suggestion.objects.select_related("listing", "baton__team"), token=token
    )
    context = {
        "suggestion": suggestion,
        "hand": in_hand(suggestion.baton, on=timezone.localdate()),
        "print_qr": True,
        "crumbs": [(_("受付票"), "")],
    }
    return render(request, "places/receipt.html", context)


@public
@never_cache
@require_safe
def feedback_receipt(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """The same for a word to the provider."""
    told = get_object_or_404(Feedback.objects.select_related("listing", "baton__team"), token=token)
    context = {
        "suggestion": told,
        "hand": in_hand(told.baton, on=timezone.localdate()),
        "is_feedback": True,
        "print_qr": True,
        "crumbs": [(_("受付票"), "")],
    }
    return render(request, "places/receipt.html", context)
