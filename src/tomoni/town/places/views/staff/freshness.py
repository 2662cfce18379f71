"""Which entries want checking: by category, by day, and as a list for the telephone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tomoni.core.access import can
from tomoni.town.places import access
from tomoni.town.places.access import Ability
from tomoni.town.places.queries import desk as queries
from tomoni.town.places.queries.page import listing_page, whole
from tomoni.town.places.views.staff.desk import crumbs, desk

MOST_ON_PAPER = 60


@desk
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """How many are due, and the next ones to telephone."""
    today = timezone.localdate()
    mine = access.desk_of(request.user, today)
    context = {
        "groups": queries.due_by_category(mine, today),
        "stale": mine.filter(queries.stale(today)).count(),
        "soon": mine.filter(queries.soon(today)).count(),
        "rows": queries.with_columns(_due(mine, today))[:30],
        "today": today,
        "crumbs": crumbs(None, (_("確かめる予定"), "")),
    }
    return render(request, "places/staff/freshness.html", context)


@desk
@require_safe
def phone_list(request: HttpRequest) -> HttpResponse:
    """On paper: whom to call, what we say now, and room for what is different."""
    at = timezone.localtime()
    mine = access.desk_of(request.user, at.date())
    due = _due(mine, at.date())
    if category := request.GET.get("category", "")[:60]:
        due = due.filter(category=category)
    rows = whole(due)[:MOST_ON_PAPER]
    context = {
        # Words of residents stand in them: they are the moderators' to read, not every editor's.
        "calls": queries.calls(mine) if can(request.user, Ability.MODERATE) else [],
        "pages": [listing_page(listing, at=at, language="ja", staff=True) for listing in rows],
        "today": at.date(),
        "crumbs": crumbs(None, (_("電話で確かめる一覧"), "")),
    }
    return render(request, "places/staff/phone_list.html", context)


def _due(mine, today):  # type: ignore[no-untyped-def]
    return mine.filter(queries.stale(today) | queries.soon(today)).order_by(*queries.ORDERS["due"])
