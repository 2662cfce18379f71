"""The form of a consent on paper: A4, large letters, to sign, with the address as a QR code."""

from pathlib import Path

import segno
from django.conf import settings
from django.urls import reverse

from tomoni.core.city import city
from tomoni.ground.people.models import ConsentText, Person
from tomoni.ground.people.queries import desk_phone
from tomoni.web.paper import set_pdf

HERE = Path(__file__).resolve().parent / "typst"


def form(text: ConsentText, person: Person | None) -> bytes:
    """The PDF; with a person their name is set, without it is left to write."""
    url = settings.SITE_URL + reverse("people:my_consent", args=[text.kind])
    drawn = str(segno.make(url, error="m").svg_inline(border=0, scale=4))
    return set_pdf(
        HERE / "consent.typ",
        {
            "title": text.title,
            "version": text.version,
            "parts": [
                ["何のために使うか", text.purpose],
                ["どの情報を", text.items],
                ["だれに渡すか", text.receivers],
                ["いつまで", text.period],
            ],
            "easy": text.easy,
            "name": person.name if person else "",
            "sender": city().site_title,
            "phone": desk_phone(),
            "url": url,
            "qr": drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
        },
    )
