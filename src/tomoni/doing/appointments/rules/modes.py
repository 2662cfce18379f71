"""The ways to meet. Several are kept in one number, each as a bit."""

from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Mode(Enum):
    DESK = ("desk", 1, _("窓口で会う"), "building")
    PHONE = ("phone", 2, _("電話で話す"), "phone")
    VIDEO = ("video", 4, _("ビデオで話す"), "camera")
    HOME = ("home", 8, _("家などに来てもらう"), "house")

    def __init__(self, code: str, bit: int, label: Promise, icon: str) -> None:
        self.code, self.bit, self.label, self.icon = code, bit, label, icon


ALL = 15
CODES = {mode.code: mode for mode in Mode}
CHOICES = [(mode.code, mode.label) for mode in Mode]
