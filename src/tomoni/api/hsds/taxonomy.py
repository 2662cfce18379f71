"""The words listings are found by, as HSDS taxonomies and terms.

Three vocabularies: the town's own, Open Eligibility beside it (so that aggregators of other
cities understand ours), and the eight hazards of the evacuation law.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from django.utils import translation

from tomoni.api.hsds.ids import derived
from tomoni.api.hsds.shape import Document, doc, label, language, own
from tomoni.town.places.models import Category, Hazard, Listing
from tomoni.town.places.rules import taxonomy as words

VERSION = "2026-11"  # Of data/categories.toml.
OWN, OPEN, HAZARDS = "tomoni", "open-eligibility", "hazards"


@dataclass(frozen=True)
class Taxonomy:
    """One vocabulary."""

    code: str
    name: str
    description: str
    version: str = ""

    @property
    def id(self) -> str:
        return derived("taxonomy", self.code)

    def document(self) -> Document:
        return doc(id=self.id, name=self.name, description=self.description, version=self.version)


@dataclass(frozen=True)
class Term:
    """One word of a vocabulary."""

    taxonomy: Taxonomy
    code: str
    name: str
    description: str
    parent: str = ""
    language: str = "ja"

    @property
    def id(self) -> str:
        return term_id(self.taxonomy.code, self.code)

    def document(self) -> Document:
        return doc(
            id=self.id,
            code=self.code,
            name=self.name,
            description=self.description or self.name,
            parent_id=term_id(self.taxonomy.code, self.parent) if self.parent else None,
            taxonomy=self.taxonomy.name,
            taxonomy_detail=self.taxonomy.document(),
            language=self.language,
        )


def term_id(taxonomy: str, code: str) -> str:
    return derived("term", taxonomy, code)


@cache
def eligibility_words() -> dict[str, str]:
    """Category code to the nearest word of Open Eligibility."""
    return {term.code: term.open_eligibility for term in words.terms() if term.open_eligibility}


@cache
def taxonomies() -> tuple[Taxonomy, ...]:
    return (
        Taxonomy(
            OWN,
            "ともに 地域の分類",
            "住民が探すときのことばで作った分類です。",
            VERSION,
        ),
        Taxonomy(
            OPEN,
            "Open Eligibility",
            "Human services taxonomy of the Open Eligibility project; the nearest word is given.",
        ),
        Taxonomy(
            HAZARDS,
            "指定緊急避難場所の災害の種類",
            "災害対策基本法第49条の4により、災害の種類ごとに指定された場所です。",
        ),
    )


def taxonomy(code: str) -> Taxonomy:
    return next(one for one in taxonomies() if one.code == code)


def terms(said_in: str = "ja") -> list[Term]:
    """Every word of every vocabulary; one question to the database."""
    with translation.override(said_in):
        return _terms()


def _terms() -> list[Term]:
    found = [own_term(category) for category in Category.objects.filter(is_active=True)]
    found += [eligibility_term(word) for word in sorted(set(eligibility_words().values()))]
    return found + [hazard_term(code) for code in Hazard.Code.values]


def own_term(category: Category) -> Term:
    name = own(category, "name")
    said = [category.name, category.name_easy, category.name_en, category.also.replace(" ", "、")]
    return Term(
        taxonomy(OWN),
        category.code,
        name,
        " / ".join(text for text in said if text and text != name),
        category.parent_id or "",
        "en" if name == category.name_en else "ja",
    )


def eligibility_term(word: str) -> Term:
    return Term(taxonomy(OPEN), word.lower().replace(" ", "-"), word, word, language="en")


def hazard_term(code: str) -> Term:
    return Term(taxonomy(HAZARDS), code, label(Hazard.Code, code), "", language=_said_in())


def _said_in() -> str:
    return "en" if language() == "en" else "ja"


def attributes(listing: Listing) -> list[Document]:
    """The listing's words as HSDS attributes; needs its categories and hazards at hand."""
    mine = [listing.category] if listing.category else []
    mine += [one for one in listing.more_categories.all() if one.code != listing.category_id]
    nearest = (eligibility_words().get(one.code) for one in mine)
    all_terms = [own_term(one) for one in mine]
    all_terms += [eligibility_term(word) for word in dict.fromkeys(nearest) if word]
    all_terms += [hazard_term(row.code) for row in listing.hazards.all()]
    return [
        doc(
            id=derived("attribute", listing.pk, term.id),
            link_type="taxonomy_term",
            link_entity="service",
            value=term.name,
            taxonomy_term=_document(term),
        )
        for term in all_terms
    ]


@lru_cache(maxsize=2000)
def _document(term: Term) -> Document:
    """The same few words stand in every listing."""
    return term.document()


def category_codes(word: str) -> Iterable[str]:
    """The categories that stand for a word of Open Eligibility."""
    return [code for code, said in eligibility_words().items() if said == word]
