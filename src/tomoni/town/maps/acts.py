"""What was done about the map, in words."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "maps.put_in_force": _("地図を入れ替えた"),
}
