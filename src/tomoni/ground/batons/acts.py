"""What was done with batons, in words: each step of a baton is an act of the record."""

from django.utils.translation import gettext_lazy as _

from tomoni.ground.batons.models import Step

NAMES = {
    **{f"batons.{act.value}": act.label for act in Step.Act},
    "batons.emptied": _("終わった案件の中身を消した"),
    "batons.link_forgotten": _("期限の切れたリンクを消した"),
    "batons.party_added": _("連絡する相手を加えた"),
    "batons.deadlines_set": _("期限の決まりを変えた"),
    "batons.file_gone": _("残す日数の過ぎたファイルを消した"),
    "batons.file_saved_outside": _("外部の相手がファイルを保存した"),
    "batons.file_rule_set": _("ファイルの決まりを変えた"),
    "batons.messages_opened": _("文を開いた"),
    "batons.link_used": _("返事用のリンクが使われた"),
}
