"""All that is held about a person on A4: one group after the other, what it is beside what stands there."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from tomoni.core.city import city
from tomoni.ground.people.holdings import Shown
from tomoni.ground.people.queries import desk_phone
from tomoni.web.dates import long_date
from tomoni.web.paper import set_pdf

TEMPLATE = Path(__file__).resolve().parent / "typst" / "everything.typ"


def pdf(groups: Iterable[Shown], day: date, language: str, *, of: str = "") -> bytes:
    """The PDF in the reader's language; what stands in the records is not translated.

    Args:
        of: Whose records, when a delegate takes them home; '' for one's own.
    """
    lead = _("ここにあるものがすべてです。ほかの人の情報は入っていません。")
    if of:
        lead = _("%(name)sさんについて登録されていることのうち、代わりの人が見られるものです。") % {
            "name": of
        }
    return set_pdf(
        TEMPLATE,
        {
            "title": (
                _("%(name)sさんについての記録") % {"name": of}
                if of
                else _("このサイトがわたしについて持っている記録")
            ),
            "lang": "en" if language == "en" else "ja",
            "lead": lead,
            "day": long_date(day, language),
            "groups": [{"name": group.name, "rows": group.rows} for group in groups],
            "heads": [_("項目"), _("書いてあること")],
            "wrong": _("違っているところがあるときは、お電話ください。"),
            "sender": city().site_title_en if language == "en" else city().site_title,
            "phone": desk_phone(),
        },
    )
