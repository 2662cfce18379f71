"""How the reader wants the pages: language, theme, text size, furigana."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

THEMES = ("auto", "light", "dark", "contrast")
SIZES = ("normal", "large", "largest")


@dataclass(frozen=True)
class Display:
    """The reader's choices; `html_lang` is the lang attribute of the page."""

    language: str = "ja"
    theme: str = "auto"
    size: str = "normal"
    furigana: bool = False

    @property
    def html_lang(self) -> str:
        return "ja" if self.language == "ja-easy" else self.language


def read(request: HttpRequest) -> Display:
    """The choices from the address (`?lang=`) and the cookies; unknown words are ignored."""
    languages = {code for code, _name in settings.LANGUAGES}
    language = request.GET.get("lang") or request.COOKIES.get("lang") or "ja"
    theme = request.COOKIES.get("theme", "auto")
    size = request.COOKIES.get("size", "normal")
    return Display(
        language=language if language in languages else "ja",
        theme=theme if theme in THEMES else "auto",
        size=size if size in SIZES else "normal",
        furigana=request.COOKIES.get("furigana") == "on",
    )


class DisplayMiddleware:
    """Puts `request.display` on every request and speaks the reader's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.display = read(request)  # type: ignore[attr-defined]
        with translation.override(request.display.language):  # type: ignore[attr-defined]
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.setdefault("Content-Language", request.display.html_lang)  # type: ignore[attr-defined]
        return response
