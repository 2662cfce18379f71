"""What was done with events, in words."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "events.planned": _("催しを計画した"),
    "events.laid_out": _("催しの日にちを並べた"),
    "events.published": _("催しを公開した"),
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
}
