"""What was done in circles, in words."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "circles.made": _("ネットワークを作った"),
    "circles.edited": _("ネットワークの紹介を直した"),
    "circles.entrusted": _("事務局を替えた"),
    "circles.member_added": _("会員が加わった"),
    "circles.member_ended": _("会員が抜けた"),
    "circles.meeting_called": _("会議を決めた"),
    "circles.meeting_held": _("会議を開いた"),
    "circles.meeting_cancelled": _("会議を中止した"),
    "circles.agenda_set": _("議題を決めた"),
    "circles.attendance_noted": _("出欠を記録した"),
    "circles.attendance_answered": _("出欠の返事があった"),
    "circles.let_in": _("会議を見られる人を加えた"),
    "circles.shut_out": _("会議を見られる人を外した"),
    "circles.sworn": _("秘密を守ると約束した"),
    "circles.minutes_written": _("議事録を書いた"),
    "circles.minutes_approved": _("議事録を承認した"),
    "circles.decided": _("会議で決めた"),
    "circles.printed": _("番号つきで印刷した"),
}
