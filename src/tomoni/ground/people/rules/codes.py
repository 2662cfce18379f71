"""Codes that people type: how they look, how long they hold, how often one may be wrong."""

import unicodedata
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

# No letter or digit that is taken for another when read from paper or over the telephone.
LETTERS = "34679ACDEFGHJKMNPQRTWXY"
LENGTH = 12
LETTER_HOLDS = timedelta(days=14)
TEXT_LENGTH = 6
TEXT_HOLDS = timedelta(minutes=10)
MOST_WRONG = 5
TEXTS_AN_HOUR = 3
TEXTS_A_DAY = 6


def shown(code: str) -> str:
    """ABCD-EFGH-JKMN, as it stands on the letter."""
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


def typed(text: str) -> str:
    """What somebody typed, without spaces and dashes, in plain capitals."""
    plain = unicodedata.normalize("NFKC", text[:100]).upper()
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def why_not_use(
    *, used: bool, revoked: bool, wrong: int, expires_at: datetime, at: datetime, phone: str
) -> str | None:
    """Why a code cannot be used any more; it says the same whatever else is true of it."""
    if used or revoked or wrong >= MOST_WRONG or at >= expires_at:
        return _(
            "この番号は、もう使えません。新しい番号の手紙を送りますので、"
            "総合窓口（%(phone)s）にお電話ください。"
        ) % {"phone": phone}
    return None


def not_right(phone: str) -> str:
    return _(
        "番号か生年月日が違います。手紙をもう一度見てください。"
        "わからないときは、総合窓口（%(phone)s）にお電話ください。"
    ) % {"phone": phone}


def why_not_text(*, in_hour: int, in_day: int, phone: str) -> str | None:
    """Why no further text message goes to this number now."""
    if in_day >= TEXTS_A_DAY:
        return _(
            "この電話番号には、今日はもう送れません。明日もう一度試すか、"
            "総合窓口（%(phone)s）にお電話ください。"
        ) % {"phone": phone}
    if in_hour >= TEXTS_AN_HOUR:
        return _("この電話番号に続けて送りました。1時間ほど待ってから、もう一度お試しください。")
    return None
