"""One entry on one page: what it says, what is missing, what can be done; and its history."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import can
from tomoni.town.places import access
from tomoni.town.places.access import Ability
from tomoni.town.places.actions import copying
from tomoni.town.places.forms.states import NewForm
from tomoni.town.places.models import Listing
from tomoni.town.places.queries import history as past
from tomoni.town.places.queries.facts import facts_of
from tomoni.town.places.queries.page import listing_page, whole
from tomoni.town.places.rules import gate
from tomoni.town.places.views.staff.desk import crumbs, desk
from tomoni.town.places.views.staff.edit import SECTION_OF

LANGUAGES = ("ja-easy", "en", "zh-hans", "zh-hant", "ko", "ru", "vi")


@desk
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything of an entry, each part with its way to change it."""
    at = timezone.localtime()
    found = get_object_or_404(whole(access.desk_of(request.user, at.date())), slug=slug)
    gaps = gate.missing(facts_of(found), today=at.date())
    page = listing_page(found, at=at, language="ja", staff=True)
    texts = {text.language for text in found.texts.all()}
    context = {
        "listing": found,
        "page": page,
        "gaps": [(gap, SECTION_OF.get(gap.field, "names")) for gap in gaps],
        "stopping": gate.stopping(gaps),
        "may_edit": access.editable_by(request.user, at.date()).filter(pk=found.pk).exists(),
        "may_publish": can(request.user, Ability.PUBLISH),
        "editable_places": set(
            access.places_editable_by(request.user, at.date())
            .filter(at__listing=found)
            .values_list("pk", flat=True)
        ),
        "languages": [(code, code in texts) for code in dict.fromkeys([*LANGUAGES, *texts])],
        "may_moderate": can(request.user, Ability.MODERATE),
        "open_suggestions": found.suggestions.open().select_related("baton"),
        "crumbs": crumbs(found),
    }
    return render(request, "places/staff/overview.html", context)


@desk
@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who changed what, when, from what to what."""
    today = timezone.localdate()
    found = get_object_or_404(access.desk_of(request.user, today), slug=slug)
    context = {
        "listing": found,
        "rows": past.of_listing(found),
        "crumbs": crumbs(found, (_("これまでの記録"), "")),
    }
    return render(request, "places/staff/history.html", context)


@desk
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """From nothing, from a category's usual facts, or from a copy of another entry."""
    today = timezone.localdate()
    own = access.organisations_of(request.user, today)
    bound = None if can(request.user, Ability.EDIT) else own
    source = Listing.objects.none()
    if copied := request.GET.get("copy"):
        source = access.desk_of(request.user, today).filter(slug=copied[:80])
    model = source.first()
    initial = {}
    if model:
        initial = {
            "name": _("%(name)s（写し）") % {"name": model.name},
            "category": model.category_id,
            "organisation": model.organisation_id,
        }
    elif bound is not None and bound.count() == 1:
        initial = {"organisation": bound.get().pk}
    form = NewForm(request.POST or None, organisations=bound, initial=initial)
    if form.attempt(
        copying.from_listing if model else copying.from_category,
        by=request.user,
        at=timezone.now(),
        **({"model": model} if model else {}),
    ):
        messages.success(request, _("下書きを作りました。足りないところを書いていきましょう。"))
        return redirect("places:edit", slug=form.done.slug)
    context = {"form": form, "model": model, "crumbs": crumbs(None, (_("新しい掲載"), ""))}
    return render(request, "places/staff/new.html", context)
