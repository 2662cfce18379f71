"""The open feeds of the stands: GBFS 3.0 and 2.3."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from tomoni.core.access import public
from tomoni.ties.umbrellas import feeds
from tomoni.ties.umbrellas.queries import stands


@public
@require_safe
def version_3(request: HttpRequest, name: str = "gbfs") -> HttpResponse:
    if name not in ("gbfs", "gbfs_versions", *feeds.FILES):
        raise Http404
    return _json(feeds.version_3(name, list(stands.open_stands()), now()))


@public
@require_safe
def version_2(request: HttpRequest, name: str = "gbfs", language: str = "ja") -> HttpResponse:
    if name not in ("gbfs", "gbfs_versions", *feeds.FILES) or language not in feeds.LANGUAGES:
        raise Http404
    return _json(feeds.version_2(name, language, list(stands.open_stands()), now()))


def _json(data: dict[str, object]) -> HttpResponse:
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})
