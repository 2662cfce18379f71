"""The JSON-LD of a page; a block of data, which no content security policy forbids."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from tomoni.town.places.queries.page import ListingPage
from tomoni.town.places.queries.structured import structured

register = template.Library()
# As in Django's own json_script: nothing in the data can end the element.
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def structured_data(context: dict[str, Any], page: ListingPage) -> SafeString:
    """The entry for search engines, in the head of its page."""
    request = context["request"]
    address = request.build_absolute_uri(f"/places/{page.listing.slug}/")
    said = json.dumps(structured(page, address), ensure_ascii=False, separators=(",", ":"))
    escaped = said.translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{escaped}</script>')  # noqa: S308
