"""The doctor's question about points."""

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from tomoni.core.doctor import Finding, check, fail, ok
from tomoni.doing.points.queries import balances


@check("points.balances")
def kept_balances() -> Iterator[Finding]:
    """Every kept balance is the sum of its transfers."""
    if "points_transfer" not in connection.introspection.table_names():
        return
    wrong = balances.wrong_balances()
    if wrong:
        yield fail(
            "points.balances",
            _("ポイントの残高が、記帳の合計と合いません（口座の数：%(count)s）。")
            % {"count": len(wrong)},
            _("支払いを止め、`tomoni audit verify` で記録を調べてください（docs/security.md）。"),
        )
        return
    yield ok("points.balances", _("ポイントの残高は、記帳の合計と合っています。"))
