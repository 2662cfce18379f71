"""The sign font holds every character of our own signs, or it must be cut anew."""

from pathlib import Path

from django.utils import translation

from tomoni.web import doors

WEB = Path(doors.__file__).parent


def test_the_font_has_every_character_of_the_signs():
    have = set((WEB / "static/web/fonts/sign-700.txt").read_text(encoding="utf-8"))
    written = (WEB / "signs.txt").read_text(encoding="utf-8")
    for language in ("ja", "ja-easy"):
        with translation.override(language):
            written += "".join(str(need.title) for need in doors.NEEDS)
    assert set(written) - have - {"\n"} == set()


def test_the_font_is_small():
    assert (WEB / "static/web/fonts/sign-700.woff2").stat().st_size < 32_000
