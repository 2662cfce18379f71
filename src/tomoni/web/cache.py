"""Whole public pages kept for a few seconds."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class PublicPageCacheMiddleware:
    """Passes everything on until the cache is measured."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
