"""What pages of every room may write: icons, pictures, vendored files, telephone numbers, QR codes."""

import io
import re
from datetime import date, datetime, time
from typing import Any

import segno
from django import template
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tomoni.web import dates, pictures, vendor

register = template.Library()
KANA_OR_KANJI = re.compile("[\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff]")


@register.simple_tag
def icon(name: str) -> SafeString:
    """{% icon "phone" %}: a line icon; a word must stand beside it."""
    return pictures.icon(name)


@register.simple_tag
def picture(name: str) -> SafeString:
    """{% picture "lamp" %}: one of our own drawings."""
    return pictures.picture(name)


@register.simple_tag
def vendored(package: str, file: str) -> str:
    """{% vendored "leaflet" "leaflet.css" %}: the address of a vendored file."""
    return static(vendor.path_of(package, file))


@register.simple_tag
def qr(text: str) -> SafeString:
    """A QR code as inline SVG, without style attributes; the address stands beside it in words."""
    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(
        out, kind="svg", xmldecl=False, svgns=False, svgclass=None, lineclass=None,
        omitsize=True, nl=False, border=2,
    )  # fmt: skip
    svg = out.getvalue().decode("utf-8")
    return mark_safe(svg.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1))  # noqa: S308


@register.filter
def tel(number: str) -> str:
    """A number as `tel:` wants it: digits only, with the country left to the phone."""
    return "tel:" + "".join(c for c in str(number) if c.isdigit() or c in "+#")


@register.filter
def local(thing: Any, field: str) -> str:
    """{{ phone|local:"name" }}: the field in the reader's language, else in Japanese."""
    language = translation.get_language() or "ja"
    ending = {"ja-easy": "_easy", "en": "_en"}.get(language, "")
    return str(getattr(thing, field + ending, "") or getattr(thing, field))


@register.filter
def as_written(text: Any) -> str:
    """{{ title|as_written }}: what people wrote in Japanese says so on a page in another language.

    A screen reader would spell it out in the wrong voice otherwise.
    """
    words = str(text)
    if (translation.get_language() or "ja").startswith("ja") or not KANA_OR_KANJI.search(words):
        return words
    return format_html('<span lang="ja">{}</span>', words)


@register.simple_tag
def printed_on() -> str:
    """{% printed_on %}: today as the head of a printed page says it."""
    return dates.bare_date(timezone.localdate(), translation.get_language() or "ja")


@register.simple_tag
def dot() -> str:
    """{% dot %} between the members of a list in one line."""
    return "・" if (translation.get_language() or "ja").startswith("ja") else ", "


@register.filter
def is_number(cell: Any) -> bool:
    """Whether a table cell holds a number, which then stands to the right."""
    return str(cell).replace(",", "").replace(".", "", 1).replace("%", "").strip().isdigit()


def _day(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day


@register.filter(expects_localtime=True)
def long_date(day: date) -> str:
    """{{ meeting.starts_at|long_date }}: a day, or the town's day of a moment."""
    return dates.long_date(_day(day), translation.get_language() or "ja") if day else ""


@register.filter(expects_localtime=True)
def short_date(day: date | None) -> str:
    """{{ date.starts_at|short_date }}: day and weekday; the year where it could be mistaken."""
    if not day:
        return ""
    return dates.short_date(_day(day), translation.get_language() or "ja", timezone.localdate())


@register.filter(expects_localtime=True)
def era_date(day: date) -> str:
    return dates.era_date(_day(day), translation.get_language() or "ja") if day else ""


@register.filter(expects_localtime=True)
def bare_date(day: date | None) -> str:
    """{{ person.birth_on|bare_date }}: year, month and day without the weekday."""
    return dates.bare_date(_day(day), translation.get_language() or "ja") if day else ""


@register.filter(expects_localtime=True)
def table_date(day: date | None) -> str:
    """{{ row.on|table_date }}: a day in a table of what happened; its year when it is not this one."""
    if not day:
        return ""
    return dates.table_date(_day(day), translation.get_language() or "ja", timezone.localdate())


@register.filter(expects_localtime=True)
def table_moment(when: datetime | None) -> str:
    """{{ row.at|table_moment }}: 11月23日 14:05, figures that stand under each other."""
    return f"{table_date(when)} {when:%H:%M}" if when else ""


@register.filter(expects_localtime=True)
def clock(moment: time | datetime | int | None) -> str:
    """{{ opening.opens|clock }}: minutes from midnight, a time or a moment, as people say it.

    A moment must be given whole: its `.time` would be that of Greenwich.
    """
    return dates.clock(moment, translation.get_language() or "ja") if moment is not None else ""


@register.filter(expects_localtime=True)
def moment(when: datetime | None) -> str:
    """{{ message.at|moment }}: day, weekday and hour of a moment, as people say them."""
    return f"{short_date(when)} {clock(when)}" if when else ""


@register.simple_tag
def page_numbers(page: Any) -> list[Any]:
    """The numbers to offer around this page, with gaps."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
