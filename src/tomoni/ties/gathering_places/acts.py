"""What was done for places to gather, in words."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "gathering_places.wished": _("居場所の希望が届いた"),
    "gathering_places.me_too": _("居場所の希望に「わたしも」が届いた"),
    "gathering_places.offered": _("場所の申し出が届いた"),
    "gathering_places.shown": _("居場所の掲示板に出した"),
    "gathering_places.hidden": _("居場所の掲示板から下げた"),
    "gathering_places.taken_back": _("居場所の希望か申し出が取り下げられた"),
    "gathering_places.answered": _("居場所の希望か申し出に返事をした"),
    "gathering_places.became": _("居場所の希望がかなった"),
    "gathering_places.matched": _("希望と場所を紹介した"),
    "gathering_places.unmatched": _("希望と場所を合わないと決めた"),
    "gathering_places.district_chosen": _("モデル地区を選んだ"),
    "gathering_places.district_corrected": _("モデル地区を直した"),
    "gathering_places.step_told": _("モデル地区でしたことを書いた"),
    "gathering_places.step_taken_back": _("モデル地区でしたことを取り消した"),
    "gathering_places.kit_checked": _("手引きの決まりを確かめた"),
}
