"""At which places an entry is, and what is known about each place."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tomoni.core.errors import Refused
from tomoni.town.places import access
from tomoni.town.places.actions import at as attaching
from tomoni.town.places.actions import facts, places
from tomoni.town.places.forms.places import FactsForm, FindPlaceForm, PlaceForm
from tomoni.town.places.models import Listing, ListingAt, Place
from tomoni.town.places.queries.known_places import look_for
from tomoni.town.places.views.staff.desk import crumbs, of_own, own_spot
from tomoni.town.places.views.staff.edit import theirs

FIELDS = [
    "name",
    "name_kana",
    "name_en",
    "postcode",
    "address",
    "building",
    "lat",
    "lng",
    "level",
    "accuracy_m",
    "access_text",
    "parking_text",
]


@of_own
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, listing: Listing) -> HttpResponse:
    """Take a known place, or make a new one."""
    find = FindPlaceForm(request.GET or None)
    words = find.cleaned_data["q"] if find.is_valid() else ""
    form = PlaceForm(request.POST or None, initial={"name": words})
    if request.method == "POST" and (known := request.POST.get("place")):
        place = get_object_or_404(Place, pk=_key(known))
        try:
            attaching.attach(listing=listing, place=place, by=request.user, at=timezone.now())
        except Refused as no:
            messages.error(request, no.sentence)
        else:
            messages.success(request, _("場所をつなぎました。"))
            return redirect("places:edit", slug=listing.slug)
    elif form.attempt(_make_and_attach, listing=listing, by=request.user, at=timezone.now()):
        messages.success(request, _("場所を作ってつなぎました。次は利用時間です。"))
        return redirect("places:hours", slug=listing.slug, pk=form.done.pk)
    context = {
        "listing": listing,
        "find": find,
        "words": words,
        "found": look_for(words, without=listing) if words else [],
        "form": form,
        "crumbs": crumbs(listing, (_("場所を足す"), "")),
    }
    return render(request, "places/staff/place_add.html", context)


def _make_and_attach(*, listing, by, at, expected, **values) -> ListingAt:  # type: ignore[no-untyped-def]
    place = places.create(by=by, at=at, organisation=listing.organisation, **values)
    return attaching.attach(listing=listing, place=place, by=by, at=at)


def _key(text: str) -> str:
    from uuid import UUID

    try:
        return str(UUID(text))
    except ValueError:
        return "00000000-0000-0000-0000-000000000000"


@of_own
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, listing: Listing, pk: int) -> HttpResponse:
    """Address, point and way; every entry at this place shows them."""
    here = _own_place(request, listing, pk)
    initial = {name: getattr(here.place, name) for name in FIELDS}
    form = PlaceForm(request.POST or None, initial={**initial, "version": here.place.version})
    if form.attempt(places.edit, place=here.place, by=request.user, at=timezone.now()):
        messages.success(request, _("保存しました。"))
        return redirect("places:edit", slug=listing.slug)
    title = _("場所: %(place)s") % {"place": here.place.name}
    context = {
        "listing": listing,
        "form": form,
        "title": title,
        "theirs": theirs(form),
        "shared": here.place.at.exclude(listing=listing).count(),
        "crumbs": crumbs(listing, (title, "")),
    }
    return render(request, "places/staff/section.html", context)


@of_own
@require_http_methods(["GET", "POST"])
def barrier_free(request: HttpRequest, listing: Listing, pk: int) -> HttpResponse:
    """There is, there is not, in part, or nobody knows."""
    here = _own_place(request, listing, pk)
    form = FactsForm(
        request.POST or None, place=here.place, initial={"version": here.place.version}
    )
    if form.attempt(facts.set, place=here.place, by=request.user, at=timezone.now()):
        messages.success(request, _("保存しました。"))
        return redirect("places:edit", slug=listing.slug)
    title = _("バリアフリー情報: %(place)s") % {"place": here.place.name}
    context = {
        "listing": listing,
        "form": form,
        "title": title,
        "theirs": theirs(form),
        "crumbs": crumbs(listing, (title, "")),
    }
    return render(request, "places/staff/facts.html", context)


def _own_place(request: HttpRequest, listing: Listing, pk: int) -> ListingAt:
    here = own_spot(listing, pk)
    mine = access.places_editable_by(request.user, timezone.localdate())
    if not mine.filter(pk=here.place_id).exists():
        raise PermissionDenied
    return here


@of_own
@require_POST
def remove(request: HttpRequest, listing: Listing, pk: int) -> HttpResponse:
    """The entry is no longer offered there."""
    here = own_spot(listing, pk)
    try:
        attaching.detach(here=here, by=request.user, at=timezone.now())
    except Refused as no:
        messages.error(request, no.sentence)
    else:
        messages.success(request, _("場所を外しました。"))
    return redirect("places:edit", slug=listing.slug)
