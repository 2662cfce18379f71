"""The mandate on paper: A4, large letters, what may be done to tick, to sign before it is entered."""

from pathlib import Path

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.core.city import city
from tomoni.ground.people.models import Person, Scope
from tomoni.ground.people.queries import desk_phone
from tomoni.web.dates import long_date
from tomoni.web.paper import set_pdf

HERE = Path(__file__).resolve().parent / "typst"


def form(person: Person | None) -> bytes:
    """The PDF; with a person their name is set, without it is left to write."""
    url = settings.SITE_URL + reverse("people:my_mandates")
    drawn = str(segno.make(url, error="m").svg_inline(border=0, scale=4))
    name = person.name if person else "　" * 8
    return set_pdf(
        HERE / "mandate.typ",
        {
            "title": _("委任状（代わりの人を決める紙）"),
            "lead": _("わたし（%(name)s）は、次の人に、印をつけたことを、わたしの代わりにしてもらいます。")
            % {"name": name},
            "delegate": _("代わりの人"),
            "lines": [_("お名前"), _("生年月日と、わたしとの間柄"), _("住所"), _("電話番号")],
            "may": _("してもらうこと（印をつける）"),
            "scopes": [str(scope.label) for scope in Scope],
            "careful": _(
                "お金のことに印をつけるときは、とくによく考えてください。分からないときは、つけずにお電話ください。"
            ),
            "until": _("いつまで"),
            "period": _("令和　　　年　　　月　　　日まで（長くて3年。続けるときは、また書きます。）"),
            "rights": _(
                "代わりの人がしたことは、そのたびに、わたしに手紙かメールで知らされます。わたしは、いつでも、わけを言わずにやめられます。電話だけでもやめられます。"
            ),
            "day": _("令和　　　年　　　月　　　日"),
            "sign": _("本人の署名"),
            "desk": _("窓口で書くところ：本人を確かめたもの（　　　　　　　　　）　代わりの人を確かめたもの（　　　　　　　　　）"),
            "seen": _("受け付けた職員"),
            "call": _("電話 %(phone)s　画面でも見られます") % {"phone": desk_phone()},
            "sender": city().site_title,
            "printed": long_date(localdate(), "ja"),
            "url": url,
            "qr": drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
        },
    )  # fmt: skip
