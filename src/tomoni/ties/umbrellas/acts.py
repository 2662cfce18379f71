"""What was done with umbrellas, in words."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "umbrellas.borrow": _("傘を貸した"),
    "umbrellas.return": _("傘が返った"),
    "umbrellas.give": _("傘の寄付を受けた"),
    "umbrellas.carry": _("傘を運んだ"),
    "umbrellas.repair": _("傘を修理に出した"),
    "umbrellas.repaired": _("傘が修理から戻った"),
    "umbrellas.discard": _("こわれた傘を捨てた"),
    "umbrellas.found": _("傘を数えて、多かった分を入れた"),
    "umbrellas.missing": _("傘を数えて、少なかった分を引いた"),
    "umbrellas.undo": _("傘の記録を取り消した"),
    "umbrellas.counted": _("置き場の傘を数えた"),
    "umbrellas.presses_forgotten": _("置き場で押した端末の印を消した"),
    "umbrellas.station_opened": _("傘の置き場を開いた"),
    "umbrellas.station_changed": _("傘の置き場の内容を直した"),
    "umbrellas.station_closed": _("傘の置き場をやめた"),
    "umbrellas.station_reopened": _("やめた傘の置き場をまた始めた"),
    "umbrellas.umbrella_lost": _("番号つきの傘がなくなった"),
    "umbrellas.umbrella_found": _("なくなった番号つきの傘が見つかった"),
    "umbrellas.keys_renewed": _("傘の置き場の合言葉を新しくした"),
    "umbrellas.numbered": _("傘に番号をつけた"),
    "umbrellas.weather_told": _("傘の予想のための天気を入れた"),
    "umbrellas.called": _("傘の寄付を呼びかけた"),
    "umbrellas.call_ended": _("傘の呼びかけを終えた"),
    "umbrellas.ringing": _("傘の呼びかけの電話をかけた"),
    "umbrellas.rung": _("傘の呼びかけの電話の返事を書いた"),
    "umbrellas.ringings_forgotten": _("傘の呼びかけの電話の記録を消した"),
    "umbrellas.listening": _("傘の呼びかけを聞くことにした"),
    "umbrellas.not_listening": _("傘の呼びかけを聞くのをやめた"),
}
