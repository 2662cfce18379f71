"""Small words of the map's own page."""

from django import template

from tomoni.ground.districts.models import Town
from tomoni.ground.districts.queries import base_en

register = template.Library()


@register.filter
def base_latin(town: Town) -> str:
    return base_en(town)


@register.filter
def unlocalized(number: float) -> str:
    """A coordinate with a point, whatever the reader's language writes."""
    return f"{number:.6f}"
