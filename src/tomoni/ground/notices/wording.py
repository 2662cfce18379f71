"""A notice in words: the kind's template in the reader's language, in three lengths."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from tomoni.core.city import city
from tomoni.ground.notices.kinds import Kind

_BREAK = re.compile(r"^---\s*$", re.MULTILINE)
_BLANKS = re.compile(r"\n{3,}")
LANGUAGES = frozenset({"ja", "ja-easy", "en"})


def render(kind: Kind, language: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Subject, short sentence and whole text in one language."""
    language = language if language in LANGUAGES else "ja"
    with translation.override(language):
        town = city()
        title = town.site_title_en if language == "en" else town.site_title
        known = {**values, "site_url": settings.SITE_URL, "site_title": title, "city": town}
        whole = render_to_string(kind.template, known)
    parts = [part.strip() for part in _BREAK.split(whole)]
    subject = " ".join(parts[0].split())
    text = _BLANKS.sub("\n\n", parts[-1])
    short = " ".join(parts[1].split()) if len(parts) > 2 else subject
    return {
        "language": language,
        "subject": subject[:200],
        "short": short[:400],
        "text": text,
        "url": str(values.get("url", "")),
    }


def digest(words: Mapping[str, str]) -> str:
    """The same words have the same digest, so that thousands of notices share one row."""
    return hashlib.sha256(json.dumps(dict(words), sort_keys=True).encode()).hexdigest()
