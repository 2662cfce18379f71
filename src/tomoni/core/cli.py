"""In which language commands speak to the person at the terminal."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import translation


def language() -> str:
    """English where the locale asks for it (LANG=en_GB.UTF-8), Japanese everywhere else."""
    said = next((v for n in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(n))), "")
    return "en" if said.lower().startswith("en") else "ja"


@contextmanager
def spoken(wish: str | None = None) -> Iterator[None]:
    """What is said inside is said in that language, or in the locale's."""
    with translation.override(wish or language()):
        yield
