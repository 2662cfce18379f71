"""Since when something rests or is over, no more exactly than somebody knows it."""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tomoni.web import dates

MONTHS = frozenset({"month", "as_of_month"})
AS_OF = frozenset({"as_of", "as_of_month"})


def resting(day: date, known: str) -> str:
    """2026年11月10日(火)から休んでいます。 / 2021年1月には休んでいました。…"""
    when = {"day": _when(day, known)}
    if known in AS_OF:
        return _("%(day)sには休んでいました。いつからかは分かりません。") % when
    return _("%(day)sから休んでいます。") % when


def ended(day: date, known: str) -> str:
    """2026年11月15日(日)に終わりました。 / 2021年1月には終わっていました。"""
    when = {"day": _when(day, known)}
    if known in AS_OF:
        return _("%(day)sには終わっていました。いつかは分かりません。") % when
    if known in MONTHS:
        return _("%(month)sに終わりました。") % {"month": when["day"]}
    return _("%(day)sに終わりました。") % when


def is_first_day(known: str) -> bool:
    """Whether programs may take the day for the first one."""
    return known == "exact"


def _when(day: date, known: str) -> str:
    language = get_language() or "ja"
    return (dates.long_month if known in MONTHS else dates.long_date)(day, language)
