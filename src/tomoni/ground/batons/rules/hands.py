"""Why something may not be done with a baton now, in words the person can act on."""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tomoni.web.dates import long_date

LONGEST_LINK_DAYS = 30
MOST_PARTIES = 50  # Beyond, somebody is making links in a loop.
MOST_PARTS = 20


def why_closed(*, is_open: bool) -> str | None:
    if not is_open:
        return _(
            "この案件はもう終わっています。続きがあるときは「もう一度始める」を押してください。"
        )
    return None


def why_not_holder(*, holds: bool) -> str | None:
    if not holds:
        return _(
            "この案件は、いまはほかのチームが持っています。持っているチームに声をかけるか、「問い合わせ」を使ってください。"
        )
    return None


def why_not_day(*, due_on: date | None, finish_by: date | None, today: date) -> str | None:
    """Why this is no day for the next step."""
    if due_on is None:
        return _("次にすることの期日を入れてください。")
    if due_on < today:
        return _("期日がもう過ぎています。今日か、先の日を入れてください。")
    if finish_by and due_on > finish_by:
        return _(
            "終わりの期限（%(day)s）より先の日です。先に「終わりの期限を延ばす」で理由を書いてください。"
        ) % {"day": long_date(finish_by, get_language() or "ja")}
    return None


def why_not_offer(*, offered: bool, to_itself: bool, dissolved: bool) -> str | None:
    if offered:
        return _("もう引き継ぎを申し出て、返事を待っています。変えるときは先に取り下げてください。")
    if to_itself:
        return _("同じチームには引き継げません。チームの中では「担当を決める」を使ってください。")
    if dissolved:
        return _("このチームはもうありません。引き継いだ先のチームを選んでください。")
    return None


def why_not_answer(*, status: str) -> str | None:
    """Why an offer or a question can no longer be answered."""
    if status == "open":
        return None
    if status == "withdrawn":
        return _("この申し出は取り下げられました。何もしなくて大丈夫です。")
    return _("これにはもう返事がされています。画面を開き直して、いまのようすをお確かめください。")


def why_not_close(*, open_parts: int, offered: bool, questions: int, words: str) -> str | None:
    if open_parts:
        return _("分けた案件がまだ%(count)s件残っています。先にそれを終えてください。") % {
            "count": open_parts
        }
    if offered:
        return _("引き継ぎの返事を待っています。先に取り下げるか、返事を待ってください。")
    if questions:
        return _(
            "問い合わせの返事を%(count)s件待っています。先に取り下げるか、返事を入れてください。"
        ) % {"count": questions}
    if not words.strip():
        return _("どうなったかを、知らせてくれた人にも分かることばで書いてください。")
    return None


def why_not_join(*, same: bool, is_part: bool, into_open: bool, loops: bool) -> str | None:
    if same:
        return _("同じ案件です。まとめる先の番号を確かめてください。")
    if is_part:
        return _("分けた案件は、まとめる前に元の案件に戻してください。")
    if not into_open:
        return _("まとめる先の案件はもう終わっています。")
    if loops:
        return _("まとめる先が、この案件の中にあります。")
    return None
