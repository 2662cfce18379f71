"""The starter kit on paper: a list to tick, in the reader's language."""

from pathlib import Path

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tomoni.core.city import city
from tomoni.ties.gathering_places import queries
from tomoni.web.paper import set_pdf
from tomoni.web.templatetags.shell import local

TEMPLATE = Path(__file__).resolve().parent / "typst" / "kit.typ"


def kit() -> bytes:
    """Each step with a box, what to do, whom to ring, and where the rule stands."""
    steps = [
        {
            "title": local(one, "title"),
            "text": local(one, "text"),
            "ring": _ring(one.desk),
            "source": _source(one),
        }
        for one in queries.told("kit")
    ]
    data = {
        "title": _("居場所をはじめるための手引き"),
        "lang": "en" if get_language() == "en" else "ja",
        "words": _("上から順に、終わったものに印をつけてください。分からないところは、書いてある番号に電話してください。"),
        "source_word": _("もとの資料"),
        "printed": timezone.localtime(timezone.now()).strftime("%Y-%m-%d"),
        "steps": steps,
    }  # fmt: skip
    return set_pdf(TEMPLATE, data)


def _ring(code: str) -> str:
    if not code:
        return ""
    phone = city().phone_for(code)
    return f"{local(phone, 'name')}  {phone.phone}"


def _source(one: queries.Entry) -> str:
    return one.source_en if get_language() == "en" else one.source
