"""What was done in the outbox, in words."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "notices.told": _("お知らせを出した"),
    "notices.mailing_begun": _("一斉のお知らせを始めた"),
    "notices.mailing_written": _("一斉のお知らせを書き終えた"),
    "notices.sent_again": _("お知らせをもう一度送った"),
    "notices.claimed": _("送りはじめた"),
    "notices.sent": _("送った"),
    "notices.given_back": _("送るのを待つことにした"),
    "notices.failed": _("送れなかった"),
    "notices.bounced": _("戻ってきた"),
    "notices.collected": _("まとめのお知らせにした"),
    "notices.printed": _("手紙を印刷した"),
    "notices.posted": _("手紙を投かんした"),
    "notices.print_taken_back": _("手紙の印刷を取り消した"),
    "notices.withdrawn": _("お知らせを取りやめた"),
    "notices.recovered": _("止まった送信を引き継いだ"),
    "notices.address_stopped": _("あて先を止めた"),
    "notices.address_freed": _("あて先をまた使えるようにした"),
    "notices.channel_shut": _("送り方がつながらなくなった"),
    "notices.delay_reported": _("遅れているとの知らせを受けた"),
    "notices.choices_changed": _("受け取り方を変えた"),
    "notices.stopped": _("お知らせをやめた"),
    "notices.resumed": _("お知らせをまた受け取ることにした"),
    "notices.device_added": _("通知を受け取る端末を足した"),
    "notices.device_removed": _("通知を受け取る端末を外した"),
    "notices.line_code_made": _("LINE とつなぐ番号を作った"),
    "notices.line_linked": _("LINE とつないだ"),
    "notices.line_unlinked": _("LINE とのつながりを切った"),
}
