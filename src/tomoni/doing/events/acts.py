"""What was done with events, in words."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "events.planned": _("催しを計画した"),
    "events.laid_out": _("催しの日にちを並べた"),
    "events.published": _("催しを公開した"),
    "events.taken_in": _("催しの一覧を取り込んだ"),
    "events.date_cancelled": _("催しの一回を中止した"),
}
