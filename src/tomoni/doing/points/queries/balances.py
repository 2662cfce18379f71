"""What an account holds, now or at any moment.

A moment is answered from the last closing before it and the rows after that: closings are written
only for time in which no row can be added any more (actions/accounts.py), so a transfer that is
committed late can never be missing in one.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from tomoni.doing.points.models import Account, Closing, Scheme

_SUMS = """
    SELECT
      (SELECT COALESCE(SUM(moved), 0) FROM points_transfer
        WHERE credit_id = %(account)s AND at <= %(until)s{after}),
      (SELECT COALESCE(SUM(moved), 0) FROM points_transfer
        WHERE debit_id = %(account)s AND at <= %(until)s{after}),
      (SELECT COALESCE(SUM(holds), 0) FROM points_transfer
        WHERE debit_id = %(account)s AND at <= %(until)s{after})
"""


def stood(account: Account, until: datetime) -> tuple[int, int]:
    """Balance and what of it was held, at a moment (itself included).

    A source or purse is told as it is: below zero by what it gave away.
    """
    last = (
        Closing.objects.filter(account=account, until__lte=until)
        .order_by("-until")
        .values_list("until", "balance", "held")
        .first()
    )
    after, balance, held = last or (None, 0, 0)
    into, out, more = _sums(account.pk, until, after)
    return balance + into - out, held + more


def _sums(account: int, until: datetime, after: datetime | None) -> tuple[int, int, int]:
    given = connection.ops.adapt_datetimefield_value
    known = {"account": account, "until": given(until), "after": after and given(after)}
    sql = _SUMS.format(after=" AND at > %(after)s" if after else "")
    if after is None:
        del known["after"]
    with connection.cursor() as cursor:
        cursor.execute(sql, known)
        into, out, held = cursor.fetchone()
    return int(into), int(out), int(held)


_BUSY = """
    SELECT t.account FROM (
      SELECT debit_id AS account, at FROM points_transfer
        WHERE scheme_id = %(scheme)s AND at <= %(until)s
      UNION ALL
      SELECT credit_id, at FROM points_transfer
        WHERE scheme_id = %(scheme)s AND at <= %(until)s
    ) t
    LEFT JOIN (
      SELECT account_id, MAX(until) AS until FROM points_closing GROUP BY account_id
    ) c ON c.account_id = t.account
    WHERE c.until IS NULL OR t.at > c.until
    GROUP BY t.account HAVING COUNT(*) >= %(least)s
"""


def busy(scheme: Scheme, until: datetime, least: int) -> list[Account]:
    """Accounts with so many transfers after their own last closing, up to a moment."""
    known = {
        "scheme": scheme.pk,
        "until": connection.ops.adapt_datetimefield_value(until),
        "least": least,
    }
    with connection.cursor() as cursor:
        cursor.execute(_BUSY, known)
        keys = [key for (key,) in cursor.fetchall()]
    return list(Account.objects.filter(pk__in=keys).order_by("pk"))


@dataclass(frozen=True)
class Wrong:
    """An account whose kept balance is not what its transfers say."""

    account: Account
    balance: int
    held: int


_TRUE = """
    SELECT a.id, COALESCE(SUM(t.moved), 0), COALESCE(SUM(t.holds), 0)
    FROM points_account a LEFT JOIN (
      SELECT credit_id AS account, moved, 0 AS holds FROM points_transfer
      UNION ALL SELECT debit_id, -moved, holds FROM points_transfer
    ) t ON t.account = a.id
    WHERE NOT a.may_go_below
    GROUP BY a.id, a.balance, a.held
    HAVING a.balance <> COALESCE(SUM(t.moved), 0) OR a.held <> COALESCE(SUM(t.holds), 0)
    ORDER BY a.id
"""


def wrong_balances() -> list[Wrong]:
    """Every account whose kept balance differs from the sum of its transfers; none, always."""
    with connection.cursor() as cursor:
        cursor.execute(_TRUE)
        rows = cursor.fetchall()
    accounts = Account.objects.in_bulk([key for key, _balance, _held in rows])
    return [Wrong(accounts[key], int(balance), int(held)) for key, balance, held in rows]
