"""The page of one entry, and of the body that runs it."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tomoni.core.access import can, public
from tomoni.ground.people.models import Organisation
from tomoni.town.places import access
from tomoni.town.places.access import Ability
from tomoni.town.places.models import Listing
from tomoni.town.places.queries import rows
from tomoni.town.places.queries.page import ListingPage, listing_page, whole
from tomoni.web.templatetags.shell import local

SEARCH = "/places/"


@public
@require_safe
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """The answer first; closed entries say so for ever, with 410 and where to turn instead."""
    at = timezone.localtime()
    found = whole(Listing.objects.filter(slug=slug)).first()
    if found is None:
        raise Http404
    ended = found.status == Listing.Status.CLOSED and found.published_at is not None
    if found.status not in Listing.Status.visible() and not ended:
        get_object_or_404(access.visible_to(request.user, at.date()), pk=found.pk)
    staff = can(request.user, Ability.STAFF)
    page = listing_page(found, at=at, language=_language(request), staff=staff)
    context = {
        "page": page,
        "listing": found,
        "crumbs": _crumbs(page),
        "print_qr": True,
        "edit_url": _edit_url(request, found, at.date()),
    }
    if ended:
        return render(request, "places/ended.html", context, status=410)
    return render(request, "places/listing.html", context)


@public
@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """A body and everything it offers."""
    found = get_object_or_404(Organisation, slug=slug)
    at = timezone.localtime()
    context = {
        "organisation": found,
        # The number of an association is often an officer's home, as in the open data.
        "is_home": found.kind == Organisation.Kind.NEIGHBOURHOOD,
        "rows": rows.of_organisation(found, at=at, language=_language(request)),
        "keeps_it": request.user.is_authenticated
        and access.organisations_of(request.user, at.date()).filter(pk=found.pk).exists(),
        "crumbs": [(local(found, "name"), "")],
    }
    return render(request, "places/organisation.html", context)


def _edit_url(request: HttpRequest, found: Listing, on: date) -> str:
    """Where this reader may change the entry, or ''."""
    if not request.user.is_authenticated:
        return ""
    mine = access.editable_by(request.user, on).filter(pk=found.pk)
    return reverse("places:edit", args=[found.slug]) if mine.exists() else ""


def _language(request: HttpRequest) -> str:
    return request.display.language  # type: ignore[attr-defined,no-any-return]


def _crumbs(page: ListingPage) -> list[tuple[str, str]]:
    """さがす, the group, the category, this entry; every step leads to its results."""
    crumbs = [(_("さがす"), SEARCH)]
    if category := page.listing.category:
        for step in filter(None, (category.parent, category)):
            crumbs.append((local(step, "name"), f"{SEARCH}?category={step.code}"))
    return [*crumbs, (str(page.said["name"]), "")]
