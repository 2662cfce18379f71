"""An entry in the reader's language: their own where it was written, else Japanese."""

from dataclasses import dataclass

from tomoni.town.places.models import Listing, ListingText, Place

TEXTS = ("name", "summary", "description", "who_for", "entry_text", "fee_text", "documents")


@dataclass(frozen=True)
class Said:
    """A text and, where it is not in the page's language, the language it is in."""

    text: str
    lang: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.text.splitlines() if line.strip()]


def in_language(listing: Listing, language: str) -> dict[str, Said]:
    """The texts of an entry for a reader; `texts` should be prefetched."""
    own = next((text for text in listing.texts.all() if text.language == language), None)
    return {field: _said(listing, own, field, language) for field in TEXTS}


def _said(listing: Listing, own: ListingText | None, field: str, language: str) -> Said:
    if own and (text := getattr(own, field)):
        return Said(text)
    if field == "name" and language == "en" and listing.name_en:
        return Said(listing.name_en)
    return Said(getattr(listing, field), _foreign(language))


def place_name(place: Place, language: str) -> Said:
    if language == "en" and place.name_en:
        return Said(place.name_en)
    return Said(place.name, _foreign(language))


def only_japanese(said: dict[str, Said]) -> bool:
    """Whether the reader gets Japanese somewhere although the page is in another language."""
    return any(text.lang for field, text in said.items() if text and field != "name")


def _foreign(language: str) -> str:
    """The lang attribute of Japanese text on a page of this language."""
    return "" if language.startswith("ja") else "ja"
