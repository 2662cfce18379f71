"""How the reader wants the pages: language, theme, text size, furigana, typeface.

The choices live in cookies of the reader's own device and nowhere else; see
docs/adr/display-choices.md for why `?lang=` may set one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

LANGUAGES = ("ja", "ja-easy", "en")
THEMES = ("auto", "light", "dark", "contrast")
SIZES = ("normal", "large", "largest")
FURIGANA = ("off", "on")
FONTS = ("device", "ud")
# Cookie name → allowed words; the first is what a reader has who chose nothing.
CHOICES: dict[str, tuple[str, ...]] = {
    "lang": LANGUAGES,
    "theme": THEMES,
    "size": SIZES,
    "furigana": FURIGANA,
    "font": FONTS,
}
A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Display:
    """The reader's choices; `html_lang` is the lang attribute of the page."""

    language: str = "ja"
    theme: str = "auto"
    size: str = "normal"
    furigana: bool = False
    font: str = "device"

    @property
    def html_lang(self) -> str:
        return "ja" if self.language == "ja-easy" else self.language

    @property
    def key(self) -> str:
        """Everything about the display that changes a page, for use in cache keys."""
        ruby = "f" if self.furigana else ""
        return f"{self.language}.{self.theme}.{self.size}.{self.font}.{ruby}"


def valid(choices: Mapping[str, str]) -> dict[str, str]:
    """The choices among `choices` that we know; anything else is ignored."""
    return {k: v for k, v in choices.items() if v in CHOICES.get(k, ())}


def read(request: HttpRequest) -> Display:
    """The choices from the cookies, with `?lang=` first for the language."""
    known = valid({k: request.COOKIES.get(k, "") for k in CHOICES})
    asked = valid({"lang": request.GET.get("lang", "")})
    return Display(
        language=asked.get("lang") or known.get("lang", "ja"),
        theme=known.get("theme", "auto"),
        size=known.get("size", "normal"),
        furigana=known.get("furigana") == "on",
        font=known.get("font", "device"),
    )


def keep(response: HttpResponse, choices: Mapping[str, str]) -> None:
    """Remember valid choices on the reader's device for a year."""
    for name, value in valid(choices).items():
        response.set_cookie(
            name, value, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )


class DisplayMiddleware:
    """Puts `request.display` on every request and speaks the reader's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        display = read(request)
        request.display = display  # type: ignore[attr-defined]
        with translation.override(display.language):
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
            response = self.get_response(request)
        asked = valid({"lang": request.GET.get("lang", "")})
        if asked and request.COOKIES.get("lang") != asked["lang"] and response.status_code < 400:
            keep(response, asked)
        response.setdefault("Content-Language", display.html_lang)
        return response
