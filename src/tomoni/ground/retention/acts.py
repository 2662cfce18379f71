"""The names of this room's acts in the record."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "retention.rule_set": _("保存期間を決めた"),
    "retention.held": _("破棄を止めた"),
    "retention.lifted": _("破棄を止める指定を解いた"),
    "retention.proposed": _("破棄の案を作った"),
    "retention.approved": _("破棄を承認した"),
    "retention.refused": _("破棄を見送った"),
    "retention.destroyed": _("保存期間が過ぎた記録を破棄した"),
    "retention.done": _("破棄を終えた"),
}
