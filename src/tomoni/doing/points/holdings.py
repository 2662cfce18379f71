"""What this room holds about a person, in the words of the page "what is kept about me"."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tomoni.doing.points.models import Account, Claim, Earning, Transfer
from tomoni.doing.points.queries.earned import BEFORE
from tomoni.doing.points.queries.statements import WITH_HOLDERS, what
from tomoni.doing.points.rules import since
from tomoni.ground.people import holdings
from tomoni.ground.people.holdings import Row


def join() -> None:
    """Called once at start."""
    holdings.register(
        "points", gettext_lazy("ボランティアポイント"), mine, order=32,
        shows=("points.Account.person", "points.Claim.asked_by"),
    )  # fmt: skip


def mine(user: Any, entries: list[Any]) -> Iterator[Row]:
    """Each account with every entry, what was counted, and every exchange."""
    accounts = Account.objects.filter(person__in=entries).select_related("scheme")
    for account in accounts.order_by("opened_at", "pk"):
        card = f" {_('カード')} {account.card}" if account.card else ""
        yield str(_("口座")), f"{account.scheme} {account.balance}{card}"
        entered = Transfer.objects.filter(Q(debit=account) | Q(credit=account))
        for row in entered.select_related("earning__ruling", *WITH_HOLDERS).order_by(
            "at", "lane", "number"
        ):
            sign = "+" if row.credit_id == account.pk else "-"
            said = f"{localdate(row.at)} {what(row, account)} {sign}{row.amount} {since.read(row.note)[1]}"
            yield str(_("ポイントの記帳")), said.strip()
        for one in Earning.objects.filter(account=account, points=0).order_by("at", "pk"):
            if one.source.startswith(BEFORE):
                yield str(_("紙の記録にある、活動した年度")), str(one.on.year)
                continue
            yield (
                str(_("ポイントにならなかった活動")),
                f"{one.on} {one.activity} {one.get_cut_display()}",
            )
    claims = Claim.objects.filter(account__in=accounts).select_related("baton", "payee")
    for claim in claims.order_by("asked_at", "pk"):
        said = f"{localdate(claim.asked_at)} {claim.number}（{claim.get_status_display()}）"
        yield str(_("ポイントの交換")), f"{said} {_paid_to(claim)}".strip()


def _paid_to(claim: Claim) -> str:
    payee = getattr(claim, "payee", None)
    return " ".join(str(value) for value in (payee.details or {}).values()) if payee else ""
