"""Small pieces from which every HSDS document is built."""

from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils import translation
from django.utils.encoding import iri_to_uri

Document = dict[str, Any]


def doc(**fields: Any) -> Document:
    """A document without the fields that say nothing; HSDS has no nulls."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def uri(address: str) -> str:
    """An address as a URI: Japanese letters are percent-encoded, spaces too."""
    return iri_to_uri(address.strip()).replace(" ", "%20") if address else ""


@cache
def label(choices: type[TextChoices], value: str) -> str:
    """The Japanese word of a choice; `get_…_display` looks through all of them each time."""
    with translation.override("ja"):
        return str(choices(value).label)


def lines(*texts: str) -> str:
    """Texts that say something, one under the other."""
    return "\n".join(text.strip() for text in texts if text and text.strip())
