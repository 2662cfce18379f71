"""Readings over the kanji, when the reader switches them on."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class FuriganaMiddleware:
    """Passes pages on unchanged while no readings are asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
