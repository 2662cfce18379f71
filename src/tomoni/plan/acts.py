"""What was done about the plan, in words."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "plan.loaded": _("計画を読み込んだ"),
}
