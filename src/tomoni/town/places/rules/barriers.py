"""Barrier-free facts as a sentence, where the name of the fact is one itself.

「入口に段差がない: ありません」 is read the wrong way round by whoever is in a hurry, and by the
clerk who ticks it. These facts are said whole; the others are things, which are there or not.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SAID: dict[str, dict[str, str | Promise]] = {
    "step_free": {
        "yes": _("入口に段差はありません"),
        "partly": _("入口の一部に段差があります"),
        "no": _("入口に段差があります"),
    },
    "pram": {
        "yes": _("ベビーカーで入れます"),
        "partly": _("ベビーカーで入れるのは一部だけです"),
        "no": _("ベビーカーでは入れません"),
    },
    "assistance_dog": {
        "yes": _("補助犬と入れます"),
        "partly": _("補助犬と入れるのは一部だけです"),
        "no": _("補助犬とは入れません"),
    },
    "chair": {
        "yes": _("いすに座って利用できます"),
        "partly": _("いすの席は一部だけです"),
        "no": _("いすの席はありません"),
    },
}


def said(code: str, value: str) -> str | Promise:
    """The whole sentence of a fact that has one; empty for a thing that is there or not."""
    return SAID.get(code, {}).get(value, "")
