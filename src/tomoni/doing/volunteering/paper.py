"""Volunteering on paper: the sheet to sign in, the code for the place, the certificate."""

import base64
import json
from datetime import date
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime

from tomoni.core.city import city
from tomoni.doing.volunteering import signing
from tomoni.doing.volunteering.models import Certificate, Shift
from tomoni.doing.volunteering.rules import certificates as rules
from tomoni.doing.volunteering.rules.hours import in_words
from tomoni.web.dates import era_date
from tomoni.web.paper import set_pdf

FOLDER = Path(__file__).resolve().parent / "typst"
SPARE = 4  # Empty lines for whoever comes without a word before.


def answer(content: bytes, name: str) -> HttpResponse:
    """The bytes as a PDF that the browser shows."""
    found = HttpResponse(content, content_type="application/pdf")
    found["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return found


def sheet(shift: Shift) -> bytes:
    """Who comes, with a line for the hour and the signature of each."""
    turns = shift.turns.seated().select_related("volunteer__person", "post")
    lines = [
        [one.number, one.volunteer.person.name, str(one.post), one.volunteer.person.phone]
        for one in turns.order_by("post__code", "volunteer__person__kana_key", "pk")
    ]
    return set_pdf(
        FOLDER / "sheet.typ",
        {**_about(shift), "title": "出席の用紙", "lines": lines + [["", "", "", ""]] * SPARE},
    )


def sign(shift: Shift, key: str) -> bytes:
    """The code that hangs where one meets."""
    url = f"{settings.SITE_URL}{reverse('volunteering:door', args=[shift.pk, key])}"
    return set_pdf(FOLDER / "sign.typ", {**_about(shift), "title": "受付のコード", "qr": _qr(url)})


def carried(one: Certificate) -> str:
    """The text in a certificate's code."""
    return rules.carried(one.facts.encode(), one.key, base64.b64decode(one.signature))


def certificate(one: Certificate) -> bytes:
    """A4, with the signed facts in its code and the key that checks them beside it."""
    facts: dict[str, Any] = json.loads(one.facts)
    code = carried(one)
    url = f"{settings.SITE_URL}{reverse('volunteering:verify')}"
    return set_pdf(
        FOLDER / "certificate.typ",
        {
            "title": "ボランティア活動の証明書", "city": facts["city"], "number": facts["number"],
            "name": facts["name"], "times": facts["times"], "time": in_words(facts["minutes"]),
            "first": _era(facts["first"]), "last": _era(facts["last"]), "made": _era(facts["made"]),
            "qr": _qr(f"{url}?c={code}"), "site": url, "key": one.key,
            "public": signing.public_keys().get(one.key, ""),
        },
    )  # fmt: skip


def _about(shift: Shift) -> dict[str, Any]:
    start, end = localtime(shift.starts_at), localtime(shift.ends_at)
    return {
        "city": city().name, "need": str(shift), "number": shift.need.number,
        "when": f"{era_date(start.date(), 'ja')} {start:%H:%M}–{end:%H:%M}", "meet": shift.meet,
        "bring": shift.bring,
        "phone": shift.need.baton.hand.phone or city().phones[0].phone,
    }  # fmt: skip


def _era(text: str) -> str:
    return era_date(date.fromisoformat(text), "ja")


def _qr(text: str) -> str:
    drawn = str(segno.make(text, error="l").svg_inline(border=0, scale=4))
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
