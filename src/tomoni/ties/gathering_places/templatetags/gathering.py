"""Names of towns and of what a wish became, in the reader's language."""

from typing import Any

from django import template
from django.utils import translation

from tomoni.ground.districts.models import Town

register = template.Library()


@register.filter
def town_name(town: Town) -> str:
    """銭函2丁目 · Zenibako 2-chome."""
    return (town.name_en if translation.get_language() == "en" else "") or town.name


@register.filter
def local_name(thing: Any) -> str:
    """The name of a listing or circle."""
    english = translation.get_language() == "en" and thing.name_en
    return str(english or thing.name)
