"""An entry in the reader's language: their own where it was written, else Japanese."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tomoni.core import romaji
from tomoni.town.places.models import Listing, ListingText, Place
from tomoni.town.places.rules import taxonomy

TEXTS = (
    "name", "summary", "description", "who_for", "entry_text", "fee_text", "documents",
    "capacity_text", "hours_text",
)  # fmt: skip
# Texts beside a Japanese field: reason, reason_en, reason_easy.
ENDINGS = {"en": "_en", "ja-easy": "_easy"}


@dataclass(frozen=True)
class Said:
    """A text and, where it is not in the page's language, the language it is in."""

    text: str
    lang: str = ""
    letters: str = ""  # A Japanese name in Roman letters, for who reads no Japanese.

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.text.splitlines() if line.strip()]


def in_language(listing: Listing, language: str, fields: Iterable[str] = TEXTS) -> dict[str, Said]:
    """These texts of an entry for a reader; `texts` should be prefetched."""
    own = next((text for text in listing.texts.all() if text.language == language), None)
    return {field: _said(listing, own, field, language) for field in fields}


def _said(listing: Listing, own: ListingText | None, field: str, language: str) -> Said:
    if own and (text := getattr(own, field)):
        return Said(text)
    if field == "name" and language == "en" and listing.name_en:
        return Said(listing.name_en)
    if field == "name":
        return _name(listing, language)
    return Said(getattr(listing, field), _foreign(language))


def _name(thing: Any, language: str) -> Said:
    """A name that has no form in this language, with its reading where one is known."""
    foreign = _foreign(language)
    return Said(thing.name, foreign, romaji.as_name(thing.name_kana) if foreign else "")


def in_field(thing: Any, field: str, language: str) -> Said:
    """A Japanese field that has its other languages beside it, such as a contact's label."""
    if own := getattr(thing, field + ENDINGS.get(language, "_"), ""):
        return Said(own)
    return Said(getattr(thing, field), _foreign(language))


def place_name(place: Place, language: str) -> Said:
    if language == "en" and place.name_en:
        return Said(place.name_en)
    return _name(place, language)


def who_for(listing: Listing, own: Said, language: str) -> Said:
    """Who it is for; the usual words of its category also stand in for the same words in Japanese.

    Most entries say no more than their category does, and that is written in every language.
    """
    term = taxonomy.by_code().get(listing.category_id or "")
    written_for_reader = own.text != listing.who_for
    if term is None or written_for_reader or (own and own.text != term.for_whom):
        return own
    usual = {"en": term.for_whom_en, "ja-easy": term.for_whom_easy}.get(language, term.for_whom)
    return Said(usual) if usual else own


def still_japanese(texts: Iterable[Said]) -> str:
    """How much the reader of another language gets in Japanese: "all", "some" or ""."""
    said = [bool(text.lang) for text in texts if text]
    if not any(said):
        return ""
    return "all" if all(said) else "some"


def _foreign(language: str) -> str:
    """The lang attribute of Japanese text on a page of this language."""
    return "" if language.startswith("ja") else "ja"
