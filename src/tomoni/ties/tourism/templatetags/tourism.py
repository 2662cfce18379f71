"""Texts in the reader's language, each with the language it is in."""

from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from tomoni.ties.tourism.rules.languages import NAMES, spoken

register = template.Library()


@register.filter
def words(thing: Any, reading: str) -> Any:
    """The text row for a reader: `.language` says in which language it is."""
    return thing.words(reading)


@register.filter
def has(thing: Any, language: str) -> bool:
    """Whether there is a text in exactly this language."""
    return thing.text_in(language) is not None


@register.filter
def tongues(languages: str) -> SafeString:
    """日本語, English for ja,en: each name in its own language, and marked so for screen readers."""
    names = ((code, NAMES[code]) for code in spoken(languages))
    return format_html_join(", ", '<span lang="{}">{}</span>', names)


@register.filter
def named(listing: Any, reading: str) -> str:
    """A place's name: Japanese for readers of Japanese, else its English name if it has one."""
    return str(listing.name if reading == "ja" else listing.name_en or listing.name)


@register.filter
def named_in(listing: Any, reading: str) -> str:
    """The language that name is in."""
    return "ja" if reading == "ja" or not listing.name_en else "en"
