"""The one description of everything programs may read (OpenAPI)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError

from tomoni.api.hsds.doors import router as hsds
from tomoni.api.open_doors import problem

api = NinjaAPI(
    title="Tomoni open data",
    version="1",
    description="Places, services and organisations of the town, read-only and without a key.",
    urls_namespace="open_data",
    docs_url=None,
)
api.add_router("/hsds", hsds)


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    """Which parameters could not be used, and why."""
    found = [_wrong(error) for error in wrong.errors]
    names = "、".join(one["name"] for one in found)
    said = _("使えない値があります（%(names)s）。/api/docs に使い方があります。") % {"names": names}
    return problem(422, said, errors=found)


@api.exception_handler(Http404)
def not_here(request: HttpRequest, missing: Http404) -> HttpResponse:
    return problem(404, _("その番号のデータはありません。番号は一覧からお取りください。"))


def _wrong(error: dict[str, Any]) -> dict[str, str]:
    name = str(error["loc"][-1]) if error.get("loc") else ""
    return {"name": name, "reason": str(error.get("msg", ""))}
