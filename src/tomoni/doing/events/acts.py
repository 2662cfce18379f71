"""What was done with events, in words."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "events.planned": _("催しを計画した"),
    "events.laid_out": _("催しの日にちを並べた"),
    "events.published": _("催しを公開した"),
    "events.said_in": _("催しをほかのことばで書いた"),
    "events.tagged": _("催しにしるしを付けた"),
    "events.taken_in": _("催しの一覧を取り込んだ"),
    "events.date_cancelled": _("催しの一回を中止した"),
    "events.seat_held": _("催しの席をおさえた"),
    "events.signed_up": _("催しに申し込んだ"),
    "events.sign_up_changed": _("催しの申し込みを変えた"),
    "events.sign_up_cancelled": _("催しの申し込みを取り消した"),
    "events.sign_up_approved": _("催しの申し込みを受け入れた"),
    "events.sign_up_declined": _("催しの申し込みを断った"),
    "events.sign_up_expired": _("おさえた席の期限が切れた"),
    "events.offered": _("空いた席を案内した"),
    "events.offer_taken": _("案内した席に参加が決まった"),
    "events.offer_passed": _("案内した席が次の人に回った"),
    "events.edited": _("催しを直した"),
    "events.date_moved": _("催しの一回の日時を変えた"),
    "events.rest_moved": _("催しのこれから先の日時を変えた"),
    "events.rest_called_off": _("催しのこれから先を中止した"),
    "events.series_cancelled": _("催しを中止した"),
    "events.copied": _("催しの写しを作った"),
    "events.attendance_marked": _("催しの出欠を書いた"),
    "events.checked_in": _("催しの入口で受け付けた"),
    "events.walked_in": _("申し込まずに来た人を受け付けた"),
    "events.door_opened": _("催しの入口の印を作った"),
    "events.feedback_given": _("催しの感想が届いた"),
}
