"""Notices on paper: letters for window envelopes, and address labels, set by typst."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tomoni.core.city import city
from tomoni.ground.notices.models import Delivery, Preference
from tomoni.web.dates import long_date
from tomoni.web.paper import set_pdf

HERE = Path(__file__).resolve().parent.parent / "typst"
LAYOUTS = ("naga3", "din")
PER_SHEET = (12, 24)


def letters(deliveries: Iterable[Delivery], *, layout: str = "naga3") -> bytes:
    """One PDF with all letters, each beginning on a page of its own."""
    rows = list(deliveries)
    large = set(
        Preference.objects.filter(
            pk__in=[row.notice.recipient for row in rows], large_print=True
        ).values_list("pk", flat=True)
    )
    data = [_letter(row, row.notice.recipient in large) for row in rows]
    return set_pdf(HERE / "letters.typ", {"title": _("手紙"), "layout": layout, "letters": data})


def labels(deliveries: Iterable[Delivery], *, per_sheet: int) -> bytes:
    data = [_address(row) for row in deliveries]
    return set_pdf(
        HERE / "labels.typ", {"title": _("宛名ラベル"), "per_sheet": per_sheet, "letters": data}
    )


def _address(row: Delivery) -> dict[str, Any]:
    postcode, _break, address = row.address.partition("\n")
    shown = f"{postcode[:3]}-{postcode[3:]}" if len(postcode) == 7 else postcode
    return {
        "postcode": shown,
        # The house's name, after a blank, stands on a line of its own.
        "address": re.sub(r"[ \u3000]+", "\n", address.strip(), count=1),
        "name": row.notice.name,
        "language": row.notice.wording.language,
    }


def _letter(row: Delivery, large: bool) -> dict[str, Any]:
    words, town = row.notice.wording, city()
    url = words.url if words.url.startswith("http") else ""
    if words.url.startswith("/"):
        url = f"{settings.SITE_URL}{words.url}"
    with translation.override(words.language):
        return {
            **_address(row),
            "large": large,
            "date": long_date(timezone.localdate(row.notice.at), words.language),
            "sender": town.site_title_en if words.language == "en" else town.site_title,
            "phone_label": _("電話"),
            "phone": town.phones[0].phone,
            "subject": words.subject,
            "paragraphs": words.text.split("\n\n"),
            "mark": str(row.pk)[:8],
            "url": url,
            "qr": _qr(url) if url else "",
            "qr_words": _("スマートフォンで読むとき"),
        }


def _qr(url: str) -> str:
    drawn = str(segno.make(url, error="m").svg_inline(border=0, scale=4))
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
