"""Minutes that were helped, as people write them."""

import re
import unicodedata
from datetime import timedelta

from django.utils.translation import gettext as _

ANSWERABLE = timedelta(days=90)  # A letter that turns up later is answered by telephone.
MOST = 720  # Nobody helps longer than twelve hours on one day; more is a slip of the pen.

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
_WORDS = re.compile(r"(?:(\d{1,2}(?:\.\d)?)(?:時間|h))?(?:(半)|(\d{1,3})(?:分|m)?)?")


def read_minutes(text: str) -> int:
    """Minutes of ``90``, ``1:30``, ``1時間半``, ``1.5時間`` or ``2h``; 0 for an empty cell.

    Raises:
        ValueError: with a sentence, when it cannot be read or is longer than a day's help.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower().replace(" ", "")
    if not plain:
        return 0
    if match := _CLOCK.fullmatch(plain):
        minutes = int(match[1]) * 60 + int(match[2])
    elif (match := _WORDS.fullmatch(plain)) and (match[1] or match[3]):
        minutes = round(float(match[1] or 0) * 60) + (30 if match[2] else int(match[3] or 0))
    else:
        raise ValueError(
            _("「%(text)s」は読めません。90、1:30、1時間半のように書いてください。")
            % {"text": text.strip()[:20]}
        )
    if minutes > MOST:
        raise ValueError(
            _("1日に%(hours)s時間までです。分で書いたか、確かめてください。")
            % {"hours": MOST // 60}
        )
    return minutes


def in_words(minutes: int) -> str:
    """``1時間30分``; hours alone when they are full."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(rest)s分") % {"rest": rest}
    if not rest:
        return _("%(hours)s時間") % {"hours": hours}
    return _("%(hours)s時間%(rest)s分") % {"hours": hours, "rest": rest}
