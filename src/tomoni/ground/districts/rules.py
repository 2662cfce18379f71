"""How exact a position is, in words."""

from math import ceil

from django.utils.translation import gettext as _


def rounded(metres: float) -> int:
    """A figure that does not claim more than is known: upwards to 50, 100 or 500 metres."""
    step = 50 if metres < 500 else 100 if metres < 2000 else 500
    return max(step, ceil(metres / step) * step)


def distance_words(metres: float) -> str:
    """約300メートル, 約2.5キロメートル."""
    metres = rounded(metres)
    if metres < 1000:
        return _("約%(metres)dメートル") % {"metres": metres}
    kilometres = f"{metres / 1000:.1f}".removesuffix(".0")
    return _("約%(kilometres)sキロメートル") % {"kilometres": kilometres}


def accuracy_words(level: str, metres: float) -> str:
    """A sentence that says what the point on the map stands for."""
    if level == "exact":
        return _("建物の位置です。")
    distance = distance_words(metres)
    if level == "station":
        return _("駅の位置です（誤差は%(distance)s以内）。") % {"distance": distance}
    if level == "town":
        return _("町丁目を代表する点です。実際の場所は、ここから%(distance)s以内の見込みです。") % {
            "distance": distance
        }
    return _("町の真ん中あたりの点です。実際の場所は、ここから%(distance)s以内の見込みです。") % {
        "distance": distance
    }


def missing_chome_words(base: str, chome: int) -> str:
    return _("%(base)sに%(chome)d丁目はありません。%(base)s全体の位置を示します。") % {
        "base": base,
        "chome": chome,
    }
