"""What an event still lacks before everybody may see it."""

from django.utils.translation import gettext as _


def missing(*, place: str, reachable: bool, summary: str, coming: int, organiser: str) -> list[str]:
    """Whole sentences telling what to add; empty when the event may be published."""
    found = []
    if not coming:
        found.append(_("これからの日にちが一つもありません。日にちを決めてください。"))
    if not place:
        found.append(_("会場が書いてありません。どこに行けばよいか、書いてください。"))
    if not summary:
        found.append(_("「ひとことで」が空です。何をする会か、一文で書いてください。"))
    if not reachable:
        found.append(_("問い合わせ先がありません。電話番号かメールアドレスを書いてください。"))
    if not organiser:
        found.append(_("主催がありません。どの団体の催しか、選んでください。"))
    return found
