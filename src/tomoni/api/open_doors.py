"""The open-data doors: readable from every site, and errors that a program can read."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

PREFIXES = ("/api/", "/umbrellas/gbfs/")
SUFFIXES = (".geojson", ".jsonld")
EMBEDDED = "/embed/"
PROBLEM = "application/problem+json"


def is_open_door(path: str) -> bool:
    """Whether this address gives open data, without any person's own data."""
    return path.startswith(PREFIXES) or path.endswith(SUFFIXES)


def problem(status: int, sentence: str, **more: object) -> JsonResponse:
    """An error as RFC 9457 problem JSON with a sentence that helps.

    Args:
        status: The HTTP status.
        sentence: What is wrong and what to do, for a person who reads the log.
        more: Further members, such as the parameters that were wrong.
    """
    return JsonResponse(
        {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
        | {"detail": sentence}
        | more,
        status=status,
        content_type=PROBLEM,
        json_dumps_params={"ensure_ascii": False},
    )


class OpenDoorMiddleware:
    """Lets pages of other sites read the open data, and turns error pages into problem JSON.

    The permission is for everybody and never includes cookies, so no answer made for one
    person can be read through it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(EMBEDDED):
            response = self.get_response(request)
            # A page inside another site's page leaves nothing on the reader's device.
            response.cookies.clear()
            return response
        if not is_open_door(request.path_info):
            return self.get_response(request)
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Access-Control-Allow-Methods"] = "GET, HEAD"
            response["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
            response["Access-Control-Max-Age"] = "86400"
        else:
            response = self.get_response(request)
            if response.status_code >= 400 and "html" in response.get("Content-Type", "text/html"):
                response = _as_problem(response)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link"
        return response


def _as_problem(page: HttpResponse) -> HttpResponse:
    sentences = {
        400: _("アドレスの文字が正しくありません。UTF-8で書き直してください。"),
        404: _("その番号やアドレスのデータはありません。/api/docs の一覧をご覧ください。"),
        405: _("ここは読むだけです。GETでお使いください。"),
    }
    fallback = _("いまはお答えできません。少し待って、もう一度お試しください。")
    answer = problem(page.status_code, sentences.get(page.status_code, fallback))
    if "Allow" in page:
        answer["Allow"] = page["Allow"]
    return answer
