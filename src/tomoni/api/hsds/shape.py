"""Small pieces from which every HSDS document is built."""

from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils import translation
from django.utils.encoding import iri_to_uri

from tomoni.town.places.queries.reading import in_field

Document = dict[str, Any]


def doc(**fields: Any) -> Document:
    """A document without the fields that say nothing; HSDS has no nulls."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def uri(address: str) -> str:
    """An address as a URI: Japanese letters are percent-encoded, spaces too."""
    return iri_to_uri(address.strip()).replace(" ", "%20") if address else ""


LANGUAGES = ("ja", "ja-easy", "en")


def language() -> str:
    """The language in which the documents of this answer are written."""
    said = translation.get_language() or "ja"
    return said if said in LANGUAGES else "ja"


def label(choices: type[TextChoices], value: str) -> str:
    """The word of a choice; `get_…_display` looks through all of them each time."""
    return _label(choices, value, language())


@cache
def _label(choices: type[TextChoices], value: str, said_in: str) -> str:
    with translation.override(said_in):
        return str(choices(value).label)


def own(thing: Any, field: str) -> str:
    """A field in the language of the answer where it is written, else in Japanese."""
    return str(in_field(thing, field, language()))


def lines(*texts: str) -> str:
    """Texts that say something, one under the other."""
    return "\n".join(text.strip() for text in texts if text and text.strip())
