"""The letter with a one-time code: window envelope, large letters, a QR code that fills the page."""

from datetime import datetime, timedelta
from pathlib import Path

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate

from tomoni.core.city import city
from tomoni.ground.people.models import Person
from tomoni.ground.people.queries import desk_phone
from tomoni.ground.people.rules import codes as rules
from tomoni.web.dates import long_date
from tomoni.web.paper import set_pdf

HERE = Path(__file__).resolve().parent / "typst"


def letter(person: Person, code: str, at: datetime) -> bytes:
    """The PDF. What follows the # of an address stays in the browser and reaches no log."""
    address = settings.SITE_URL + reverse("people:join_letter")
    drawn = str(segno.make(f"{address}#{code}", error="m").svg_inline(border=0, scale=4))
    return set_pdf(
        HERE / "code.typ",
        {
            "title": "はじめてのログインの番号",
            "postcode": f"{person.postcode[:3]}-{person.postcode[3:]}" if person.postcode else "",
            "address": person.address,
            "name": person.name,
            "date": long_date(localdate(at), "ja"),
            "until": long_date(localdate(at + rules.LETTER_HOLDS - timedelta(days=1)), "ja"),
            "sender": city().site_title,
            "phone": desk_phone(),
            "code": rules.shown(code),
            "url": address,
            "qr": drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
        },
    )
