"""What was done with points, in words."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "points.account_opened": _("ポイントの口座を開いた"),
    "points.account_closed": _("ポイントの口座を閉じた"),
    "points.ends_opened": _("ポイントの出どころと市の財布を開いた"),
    "points.books_closed": _("ポイントの帳簿を締めた"),
    "points.balances_kept": _("締めた残高を書きとめた"),
    "points.scheme_opened": _("ポイントの制度を開いた"),
    "points.ruled": _("ポイントの決まりを決めた"),
}
FIELDS = {"from_on": _("いつから")}
