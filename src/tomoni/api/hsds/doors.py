"""The HSDS 3.0 addresses; reading only."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from tomoni.api.hsds import documents, pages, params, queries, schemas, taxonomy

router = Router(tags=["HSDS 3.0"])
DEFAULT_METRES = 2000.0
ERRORS: dict[Any, Any] = {404: schemas.Problem, 422: schemas.Problem}


@router.get("/", response=schemas.About, summary="What this door is", operation_id="about")
def about(request: HttpRequest) -> HttpResponse:
    site = _site(request)
    return pages.single(
        request,
        lambda: {
            "version": "3.0",
            "profile": f"{site}/api/docs",
            "openapi_url": f"{site}/api/openapi.json",
        },
    )


@router.get("/services", response={200: schemas.ServicePage, 422: schemas.Problem})
def services(request: HttpRequest, asked: Query[params.OnlyServices]) -> HttpResponse:
    """Services by the page."""
    found = queries.services(**asked.filters())
    whole_rows = asked.full and not asked.minimal
    found = queries.in_full(found) if whole_rows else queries.for_list(found)
    make = documents.services(_site(request), full=asked.full, minimal=asked.minimal)
    # A reader who only wants to know what is new should get it in one go.
    whole = asked.minimal and "per_page" not in request.GET
    return _list(request, asked, pages.rows(found, make), whole=whole)


@router.get("/services/{uuid:id}", response={200: schemas.FullService, **ERRORS})
def service(request: HttpRequest, id: UUID, asked: Query[params.Spoken]) -> HttpResponse:
    """One service with everything that belongs to it; one that has ended stays as `defunct`."""
    found = queries.in_full(queries.reachable()).filter(pk=id)
    return _one(request, found.first(), documents.services(_site(request), full=True))


@router.get(
    "/service_at_locations",
    response={200: schemas.ServiceAtLocationPage, 422: schemas.Problem},
)
def services_at(request: HttpRequest, asked: Query[params.ServicesAt]) -> HttpResponse:
    """Services at their locations; near a postcode or a point, the nearest first."""
    found = queries.services_at(queries.services(**asked.filters()), full=asked.full)
    make = documents.services_at(_site(request), full=asked.full)
    centre = _centre(asked)
    if centre is None:
        return _list(request, asked, pages.rows(found, make))
    metres = asked.proximity or DEFAULT_METRES
    keys = queries.near(found, *centre, metres) if centre else []
    return _list(request, asked, pages.chosen(found, keys, make))


@router.get(
    "/service_at_locations/{uuid:id}",
    response={200: schemas.FullServiceAtLocation, **ERRORS},
)
def service_at(request: HttpRequest, id: UUID, asked: Query[params.Spoken]) -> HttpResponse:
    """One service at one location with everything that belongs to both."""
    found = queries.one_service_at(id)
    return _one(request, found, documents.services_at(_site(request), full=True))


@router.get("/organizations", response={200: schemas.OrganizationPage, 422: schemas.Problem})
def organizations(request: HttpRequest, asked: Query[params.Organizations]) -> HttpResponse:
    """Organisations that answer for something in the directory."""
    found = queries.organisations(asked.search)
    full = asked.full or asked.full_service
    if full:
        found = queries.with_services(found, full=asked.full_service)
    make = documents.organisations(_site(request), full=full, full_service=asked.full_service)
    return _list(request, asked, pages.rows(found, make))


@router.get("/organizations/{uuid:id}", response={200: schemas.FullOrganization, **ERRORS})
def organization(
    request: HttpRequest, id: UUID, asked: Query[params.OneOrganization]
) -> HttpResponse:
    """One organisation with its places and its services."""
    found = queries.with_services(queries.organisations(), full=asked.full_service)
    make = documents.organisations(_site(request), full=True, full_service=asked.full_service)
    return _one(request, found.filter(pk=id).first(), make)


@router.get("/taxonomies", response={200: schemas.TaxonomyPage, 422: schemas.Problem})
def taxonomies(request: HttpRequest, asked: Query[params.Listed]) -> HttpResponse:
    """The vocabularies."""
    found = [one for one in taxonomy.taxonomies() if _says(asked.search, one)]
    return _list(request, asked, pages.things(found, taxonomy.Taxonomy.document))


@router.get("/taxonomies/{uuid:id}", response={200: schemas.Taxonomy, **ERRORS})
def one_taxonomy(request: HttpRequest, id: UUID) -> HttpResponse:
    """One vocabulary."""
    found = next((one for one in taxonomy.taxonomies() if one.id == str(id)), None)
    return _one(request, found, lambda rows: [rows[0].document()])


@router.get("/taxonomy_terms", response={200: schemas.TaxonomyTermPage, 422: schemas.Problem})
def terms(request: HttpRequest, asked: Query[params.Terms]) -> HttpResponse:
    """The words of the vocabularies."""
    found = [one for one in taxonomy.terms(asked.lang) if _says(asked.search, one)]
    if asked.taxonomy_id:
        found = [one for one in found if one.taxonomy.id == str(asked.taxonomy_id)]
    if asked.top_only:
        found = [one for one in found if not one.parent]
    if asked.parent_id:
        parent = str(asked.parent_id)
        found = [one for one in found if one.document().get("parent_id") == parent]
    return _list(request, asked, pages.things(found, taxonomy.Term.document))


@router.get("/taxonomy_terms/{uuid:id}", response={200: schemas.TaxonomyTerm, **ERRORS})
def term(request: HttpRequest, id: UUID, asked: Query[params.Spoken]) -> HttpResponse:
    """One word of a vocabulary."""
    found = next((one for one in taxonomy.terms(asked.lang) if one.id == str(id)), None)
    return _one(request, found, lambda rows: [rows[0].document()])


def _list(
    request: HttpRequest, asked: params.Paging, found: pages.Found, *, whole: bool = False
) -> HttpResponse:
    if asked.format == "ndjson":
        return pages.stream(request, found)  # type: ignore[return-value]
    per_page = None if whole else asked.per_page
    return pages.answer(request, found, page=asked.page, per_page=per_page)


def _one(request: HttpRequest, row: Any, make: pages.Documents) -> HttpResponse:
    if row is None:
        raise Http404
    return pages.single(request, lambda: make([row])[0])


def _centre(asked: params.ServicesAt) -> tuple[float, float] | tuple[()] | None:
    """The point to measure from; None without one, an empty pair for an unknown postcode."""
    if asked.lat is not None and asked.lng is not None:
        return asked.lat, asked.lng
    if asked.postcode:
        return queries.centre_of(asked.postcode.replace("-", "")) or ()
    return None


def _says(words: str, one: Any) -> bool:
    text = f"{one.name} {one.description}".lower()
    return all(word in text for word in words.lower().split())


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
