"""What was done with points, in words."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "points.account_opened": _("ポイントの口座を開いた"),
    "points.account_forgotten": _("閉じたポイントの口座を、だれのものでもなくした"),
    "points.account_closed": _("ポイントの口座を閉じた"),
    "points.ends_opened": _("ポイントの出どころと市の財布を開いた"),
    "points.books_closed": _("ポイントの帳簿を締めた"),
    "points.balances_kept": _("締めた残高を書きとめた"),
    "points.scheme_opened": _("ポイントの制度を開いた"),
    "points.ruled": _("ポイントの決まりを決めた"),
    "points.adjusted": _("ポイントを直した"),
    "points.balances_taken_in": _("紙のカードの残高を取り込んだ"),
    "points.taken_back": _("ポイントの記帳を取り消した"),
    "points.given": _("ポイントをほかの人にゆずった"),
    "points.certified": _("活動年数の証明書を出した"),
    "points.claimed": _("ポイントの交換を申し込んだ"),
    "points.claim_checked": _("ポイントの交換の内容を確かめた"),
    "points.claim_approved": _("ポイントの交換を承認した"),
    "points.claim_paid": _("ポイントの交換の分を支払った"),
    "points.claim_refused": _("ポイントの交換を支払わないことにした"),
    "points.claim_withdrawn": _("ポイントの交換を取り下げた"),
    "points.payee_corrected": _("ポイントの振込先を直した"),
    "points.payment_returned": _("ポイントの振り込みが戻った"),
    "points.payer_set": _("ポイントの振り込む側の口座を決めた"),
    "points.file_made": _("銀行へのファイルを作った"),
    "points.file_settled": _("銀行の結果を入れた"),
}
FIELDS = {"from_on": _("いつから")}
