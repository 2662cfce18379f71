"""Requests that no page could answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tomoni.web.errors import bad_request


class BadInputMiddleware:
    """Answers broken encodings, NUL and monstrous addresses with 400 instead of an error.

    PostgreSQL refuses a NUL in a text, and a query of megabytes would keep a worker busy for
    nothing, so both stop here.
    """

    LONGEST_QUERY = 8_000

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > self.LONGEST_QUERY or "%00" in query or "\x00" in request.path:
            return bad_request(request, None)
        return self.get_response(request)
