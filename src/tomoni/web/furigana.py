"""Readings over the kanji, when the reader switches them on."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tomoni.web import ruby

NOTATION = "《".encode()


class FuriganaMiddleware:
    """Wraps words of Japanese pages in <ruby> for readers who asked for it.

    Pages without furigana pay one search for the notation 漢字《かな》, which is then taken out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        display = getattr(request, "display", None)
        if display and display.furigana and display.html_lang == "ja":
            from tomoni.web.readings import with_readings

            page = ruby.wrap_page(response.content.decode(response.charset), with_readings)
        elif NOTATION in response.content:
            page = ruby.strip_given(response.content.decode(response.charset))
        else:
            return response
        response.content = page.encode(response.charset)
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))
        return response
