"""What was done about towns and districts, in words."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "districts.towns_loaded": _("町を読み込んだ"),
    "districts.district_created": _("地区を作った"),
    "districts.district_changed": _("地区を直した"),
    "districts.towns_set": _("地区の町を決めた"),
}
