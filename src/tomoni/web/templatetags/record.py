"""Words of the record: acts, things and fields by the names people know."""

from typing import Any

from django import template

from tomoni.core import acts

register = template.Library()
register.filter("act_name", acts.name_of)
register.filter("thing_name", acts.thing_name)


@register.simple_tag
def field_name(row: Any, field: str) -> str:
    return acts.field_name(row.thing, field)
