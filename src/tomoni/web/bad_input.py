"""Requests that no page could answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tomoni.web.errors import bad_request


class BadInputMiddleware:
    """Answers broken encodings, NUL and monstrous addresses with 400 instead of an error.

    PostgreSQL refuses a NUL in a text, and a query of megabytes would keep a worker busy for
    nothing, so both stop here. A cookie with a NUL is dropped: its reader is a stranger, and
    not locked out for as long as the cookie lasts.
    """

    LONGEST_QUERY = 8_000

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > self.LONGEST_QUERY or "%00" in query or "\x00" in request.path:
            return bad_request(request, None)
        if "\\0" in request.META.get("HTTP_COOKIE", ""):  # "\000" in a quoted cookie is a NUL.
            for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
                del request.COOKIES[name]
        return self.get_response(request)
