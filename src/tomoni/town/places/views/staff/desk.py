"""Who may work here, and on which entry: the same beginning of every staff page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core.access import login_is_enough
from tomoni.town.places import access
from tomoni.town.places.models import Listing, ListingAt

View = Callable[..., HttpResponse]


def desk(view: View) -> View:
    """For staff and for editors of an organisation; everybody else is told 403."""

    @login_is_enough
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **known: Any) -> HttpResponse:
        if not access.may_work(request.user, timezone.localdate()):
            raise PermissionDenied
        return view(request, *args, **known)

    return guarded


def of_own(view: View) -> View:
    """Hands the view an entry this person may change; any other is 404."""

    @desk
    @wraps(view)
    def with_listing(request: HttpRequest, slug: str, **known: Any) -> HttpResponse:
        mine = access.editable_by(request.user, timezone.localdate())
        listing = get_object_or_404(
            Listing.objects.filter(pk__in=mine.values("pk")).select_related(
                "category", "organisation"
            ),
            slug=slug,
        )
        return view(request, listing, **known)

    return with_listing


def own_spot(listing: Listing, pk: int) -> ListingAt:
    """One place of the entry."""
    return get_object_or_404(listing.at.select_related("place", "listing"), pk=pk)


def crumbs(listing: Listing | None = None, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """掲載の管理, the entry, this page; the entry's own page has its name as its title already."""
    from django.urls import reverse

    found = [(_("掲載の管理"), reverse("places:staff"))]
    if listing and more:
        found.append((listing.name, reverse("places:edit", args=[listing.slug])))
    elif listing:
        found.append((_("掲載を直す"), ""))
    return [*found, *more]
