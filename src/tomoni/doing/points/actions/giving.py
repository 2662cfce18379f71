"""Points given by one holder to another: held in order, judged, and booked with the day they count from."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.doing.points.actions import drafts, telling
from tomoni.doing.points.actions.many import book_all, hold_accounts
from tomoni.doing.points.models import Account, Transfer
from tomoni.doing.points.queries import earned, giving, lots
from tomoni.doing.points.rules import giving as rules
from tomoni.doing.points.rules import refusals, since
from tomoni.doing.points.rules.terms import Terms


def look(
    *, account: Account, card: str, points: int, by: Any, at: datetime, name: str | None = None,
    has_consent: bool = False, **_more: Any,
) -> Account:  # fmt: skip
    """Whom `give` would give these points to; nothing is written.

    Raises:
        Refused: as `give`.
    """
    return _judged(account, _receiver(account, card, name), points, by, at, has_consent)[0]


@transaction.atomic
def give(
    *,
    id: UUID,
    account: Account,
    card: str,
    points: int,
    by: Any,
    at: datetime,
    name: str | None = None,
    has_consent: bool = False,
) -> giving.Gift:
    """Points of one account to another of the scheme, the oldest first, each keeping its day.
    Asked twice with one key, they go once.

    Args:
        card: The number of the receiver's card.
        name: What the giver says the receiver is called; None where an official saw the card.
        has_consent: The guardian's paper is here.

    Raises:
        Refused: when nobody has this card and name, or the rules of today do not allow it.
    """
    to = _receiver(account, card, name)
    # Both, in their order: two who give to each other in one moment wait and never in a ring.
    held = hold_accounts({account.pk, to.pk})
    account, to = held[account.pk], held[to.pk]
    if first := giving.gift(id):
        return _again(first, account, to, points)
    to, terms = _judged(account, to, points, by, at, has_consent)
    made = since.parts(lots.lots_of(account), points, terms)
    book_all(
        [
            drafts.move(
                id=uuid5(id, str(nth)) if nth else id, debit=account, credit=to,
                amount=part.points, purpose=Transfer.Purpose.GIVEN, by=by, at=at,
                # No words from one to the other: a row of the ledger can never be taken away.
                note=since.noted(part.on),
            )
            for nth, part in enumerate(made)
        ]
    )  # fmt: skip
    gift = giving.Gift(id, account, to, points, at)
    audit.record("points.given", account, by=by, at=at)
    telling.given(gift, by=by, at=at)
    return gift


def _receiver(account: Account, card: str, name: str | None) -> Account:
    found = giving.receiver(account, card, name)
    if found is None:
        words = (
            _("この制度に、この番号のカードの人はいません。番号と制度を確かめてください。")
            if name is None
            else _(
                "この番号とお名前のカードは、この制度に見つかりません。相手のカードを見せてもらい、番号とお名前を書き直すか、窓口に来てください。"
            )
        )
        raise Refused(words, field="card")
    if found.pk == account.pk:
        raise Refused(refusals.same_account(), field="card")
    return found


def _judged(
    account: Account, to: Account, points: int, by: Any, at: datetime, has_consent: bool
) -> tuple[Account, Terms]:
    scheme, on = account.scheme, timezone.localdate(at)
    ruling = earned.ruling_on(scheme, on)
    if ruling is None:
        raise Refused(_("この制度の決まりがまだありません。窓口に聞いてください。"))
    terms = ruling.read
    own = {row.person.user_id for row in (account, to) if row.person} - {None}
    is_holder = account.person is not None and account.person.user_id == getattr(by, "pk", None)
    if not is_holder and getattr(by, "pk", None) in own:
        raise Refused(_("自分の口座には、自分では入れられません。別の職員に頼んでください。"))
    why = rules.why_not(
        terms, giving.giver(account, terms, on, has_consent=has_consent), points=points,
        to=to.kind, on=on, begins_on=scheme.begins_on, ends_on=scheme.ends_on,
    )  # fmt: skip
    if why:
        raise Refused(why, field="points")
    return to, terms


def _again(first: giving.Gift, account: Account, to: Account, points: int) -> giving.Gift:
    same = (first.giver.pk, first.receiver.pk, first.points) == (account.pk, to.pk, points)
    if not same:
        raise Refused(refusals.other_content())
    return first
