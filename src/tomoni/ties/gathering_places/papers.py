"""The starter kit on paper: a list to tick, in the reader's language."""

from pathlib import Path

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tomoni.core.city import city
from tomoni.ties.gathering_places import queries
from tomoni.web.dates import long_date
from tomoni.web.paper import set_pdf
from tomoni.web.templatetags.shell import local

TEMPLATE = Path(__file__).resolve().parent / "typst" / "kit.typ"


def kit() -> bytes:
    """Each step with a box, what to do, whom to ring, and where the rule stands."""
    steps = [
        {
            "title": local(one.entry, "title"),
            "text": local(one.entry, "text"),
            "ring": _ring(one.entry.desk),
            "source": _source(one.entry),
            "checked": _checked(one),
        }
        for one in queries.kit()
    ]
    data = {
        "title": _("居場所をはじめるための手引き"),
        "lang": "en" if get_language() == "en" else "ja",
        "words": _("上から順に、終わったものに印をつけてください。分からないところは、書いてある番号に電話してください。"),
        "source_word": _("もとの資料"),
        "printed": long_date(timezone.localdate(), get_language() or "ja"),
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


def _checked(one: queries.Checked) -> str:
    """When the rule was last confirmed; '' where no law stands behind the step."""
    if not one.entry.is_rule:
        return ""
    if one.check is None:
        return _("この決まりは、市の職員がまだ確かめていません。")
    day = long_date(one.check.checked_on, get_language() or "ja")
    return _("確かめた日：%(day)s") % {"day": day}
