"""The one description of everything programs may read (OpenAPI)."""

from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError

from tomoni.api.hsds.doors import router as hsds
from tomoni.api.open_doors import PROBLEM, problem
from tomoni.core.access import public

api = NinjaAPI(
    title="Tomoni open data",
    version="1",
    description="Places, services and organisations of the town, read-only and without a key.",
    urls_namespace="open_data",
    openapi_url=None,
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


@cache
def description() -> dict[str, Any]:
    """The OpenAPI document; every address is public and reads only."""
    found = dict(api.get_openapi_schema(path_prefix="/api/"))
    found["info"] = found["info"] | {"license": {"name": "The terms of each entry's source"}}
    refused = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for ways in found["paths"].values():
        broken = {"description": "Broken letters", "content": {"application/json": refused}}
        ways["get"]["responses"][400] = broken
        for one in ways["get"].get("parameters", []):
            one["schema"] = _without_null(one["schema"])
        for status, answer in ways["get"]["responses"].items():
            _name_the_forms(status, answer["content"], ways["get"].get("parameters", []))
    return found


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A word in an address is left out, never null."""
    kept = [part for part in schema.get("anyOf", []) if part.get("type") != "null"]
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return rest | kept[0] if len(kept) == 1 else schema


def _name_the_forms(status: Any, content: dict[str, Any], parameters: list[Any]) -> None:
    """The content types that the library does not know: problem JSON and one line a document."""
    if int(status) >= 400:
        content[PROBLEM] = content.pop("application/json")
    elif any(one["name"] == "format" for one in parameters):
        content["application/x-ndjson"] = {"schema": {"type": "string"}}


def addresses() -> list[Any]:
    """The addresses for the URLconf, each marked as open to everybody."""
    patterns, _app, _namespace = api.urls
    for pattern in patterns:
        if pattern.callback:
            public(pattern.callback)
    return list(patterns)


def _wrong(error: dict[str, Any]) -> dict[str, str]:
    name = str(error["loc"][-1]) if error.get("loc") else ""
    return {"name": name, "reason": str(error.get("msg", ""))}
