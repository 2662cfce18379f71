"""Small things the calendar's pages write."""

import json
from dataclasses import replace
from datetime import date

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tomoni.doing.events.feeds import structured
from tomoni.doing.events.models import Occurrence
from tomoni.doing.events.views.panel import Panel
from tomoni.ground.districts.models import District
from tomoni.web.dates import WEEKDAYS, WEEKDAYS_EN

register = template.Library()
# As in Django's own json_script: nothing in the data can end the element.
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.filter
def weekday(day: date) -> str:
    """日, or Sun for readers of English."""
    if get_language() == "en":
        return WEEKDAYS_EN[day.weekday()][:3]
    return WEEKDAYS[day.weekday()]


@register.simple_tag
def day_url(panel: Panel, on: date) -> str:
    return panel.day(on)


@register.simple_tag
def district_url(panel: Panel, district: District) -> str:
    """The list of one district's dates, the other filters kept."""
    asked = replace(panel.found.asked, district=f"{district.kind}:{district.code}")
    return f"?{asked.address(view='list')}"


@register.simple_tag
def event_data(date: Occurrence) -> SafeString:
    """The date for search engines; a block of data, which no content security policy forbids."""
    said = json.dumps(
        structured.event(date, site=settings.SITE_URL), ensure_ascii=False, separators=(",", ":")
    )
    return mark_safe(f'<script type="application/ld+json">{said.translate(ESCAPES)}</script>')  # noqa: S308
