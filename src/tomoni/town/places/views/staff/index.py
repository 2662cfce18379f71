"""The list of entries for those who keep them, with filters in the address."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tomoni.core.access import can
from tomoni.core.errors import Refused
from tomoni.ground.people.models import Organisation
from tomoni.town.places import access
from tomoni.town.places.access import Ability
from tomoni.town.places.actions import listings
from tomoni.town.places.models import Category, Listing, Suggestion
from tomoni.town.places.queries import desk as queries
from tomoni.town.places.queries.desk import Filters
from tomoni.town.places.rules import words
from tomoni.town.places.views.staff.desk import desk

PAGE = 50
MISSING = ("summary", "name_kana", "who_for", "entry", "fee_kind", "hours", "contacts", "places",
           "organisation", "name_en")  # fmt: skip


@desk
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    mine = access.desk_of(request.user, today)
    filters = Filters.of(request.GET)
    found = queries.listed(mine, filters, user=request.user, on=today)
    page = Paginator(queries.with_columns(found), PAGE).get_page(request.GET.get("page"))
    moderates = can(request.user, Ability.MODERATE)
    context = {
        "page": page,
        "filters": filters,
        "today": today,
        "statuses": Listing.Status.choices,
        "missing": [(field, words.field_label(field)) for field in MISSING],
        "categories": Category.objects.filter(parent__isnull=False).order_by("order", "code"),
        "organisations": Organisation.objects.filter(listings__isnull=False).distinct(),
        "may_edit": can(request.user, Ability.EDIT),
        "is_staff": can(request.user, Ability.STAFF),
        "suggestions": Suggestion.objects.open().count() if moderates else None,
        "crumbs": [(_("掲載の管理"), "")],
    }
    return render(request, "places/staff/index.html", context)


@desk
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """The ticked entries are right, checked today; each gets its own audit row."""
    keys = [key for key in map(_uuid, request.POST.getlist("pick")) if key]
    own = access.editable_by(request.user, timezone.localdate())
    source = request.POST.get("source", "").replace("\x00", "").strip()[:300]
    done, refused = 0, []
    for listing in Listing.objects.filter(pk__in=own.values("pk")).filter(pk__in=keys):
        try:
            listings.confirm(
                listing=listing, by=request.user, at=timezone.now(), source=source or None
            )
        except Refused as no:
            refused.append(f"{listing.name}: {no.sentence}")
        else:
            done += 1
    if done:
        said = ngettext("%(n)s件を今日確かめました。", "%(n)s件を今日確かめました。", done)
        messages.success(request, said % {"n": done})
    elif not refused:
        messages.warning(request, _("確かめた掲載に印をつけてから押してください。"))
    for sentence in refused[:5]:
        messages.error(request, sentence)
    response: HttpResponse = redirect("places:staff")
    if query := request.GET.urlencode():
        response["Location"] += f"?{query}"
    return response


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
