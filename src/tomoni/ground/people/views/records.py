"""The record of what was done, for those who audit; reading only."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tomoni.core.access import needs
from tomoni.core.chain import checkpoints
from tomoni.core.checks import records
from tomoni.ground.people import queries
from tomoni.ground.people.access import Ability
from tomoni.ground.people.forms.staff import AuditForm

PAGE = 100


@needs(Ability.READ_AUDIT)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    form = AuditForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = Paginator(queries.audit_rows(**asked), PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    return render(
        request,
        "people/staff/audit.html",
        {"form": form, "page": page, "things": queries.kinds_of_thing(), "kept": kept.urlencode()},
    )


@needs(Ability.READ_AUDIT)
@never_cache
@require_safe
def proof(request: HttpRequest) -> HttpResponse:
    """Whether the ends of all records still fit what was signed; cheap however long they are."""
    known = checkpoints.read()
    tables: dict[str, int] = {}
    for (table, _lane), (number, _hash) in checkpoints.current_heads().items():
        tables[table] = tables.get(table, 0) + number
    return render(
        request,
        "people/staff/proof.html",
        {
            "findings": [*records.ring(), *records.signed_ends()],
            "tables": sorted(tables.items()),
            "last_at": parse_datetime(known.last_at) if known.last_at else None,
        },
    )
