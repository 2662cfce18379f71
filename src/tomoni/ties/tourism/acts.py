"""What was done for visitors, in words."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "tourism.tip_written": _("いまの町のようすを書いた"),
    "tourism.tip_translated": _("いまの町のようすを訳した"),
    "tourism.tip_withdrawn": _("いまの町のようすを下げた"),
    "tourism.profile_written": _("ガイドの紹介を書いた"),
    "tourism.programme_kept": _("まち歩きを書いた"),
    "tourism.visit_booked": _("まち歩きの予約が入った"),
    "tourism.words_read": _("このことばで育った人が文を読んだ"),
    "tourism.page_words_read": _("このことばで育った人がページの決まり文句を読んだ"),
}
