"""Paper cards keyed in, and points put right by hand."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.doing.points.actions import awards, ledger
from tomoni.doing.points.actions.many import RefusedOne
from tomoni.doing.points.models import Account, Earning, Scheme, Transfer
from tomoni.doing.points.queries import earned


@transaction.atomic
def key_card(
    *,
    id: UUID,
    scheme: Scheme,
    card: str,
    activity: str,
    days: Sequence[tuple[date, int]],
    by: Any,
    at: datetime,
) -> list[Earning]:
    """All stamps of one card, or none. The same day of a card is keyed once for an activity, so
    that a card that comes to the desk twice is noticed.

    Raises:
        Refused: when nobody has this card here, or a day cannot be counted or was counted.
    """
    account = Account.objects.filter(scheme=scheme, card=card, closed_at=None).first()
    if account is None or account.person is None:
        raise Refused(
            _("この制度に、この番号のカードの人はいません。番号と制度を確かめてください。"),
            field="card",
        )
    try:
        return awards.award_all(
            [
                awards.Done(
                    id=uuid5(id, f"{on}"), scheme=scheme, person=account.person, activity=activity,
                    quantity=quantity, on=on, source=f"card:{card}:{activity}:{on}",
                )
                for on, quantity in days
            ],
            by=by, at=at,
        )  # fmt: skip
    except RefusedOne as no:
        day = days[no.nth][0]
        raise Refused(
            _("%(month)s月%(day)s日の分：%(why)s")
            % {"month": day.month, "day": day.day, "why": no.sentence},
            field="days",
        ) from None


@transaction.atomic
def adjust(
    *, id: UUID, account: Account, points: int, note: str, by: Any, at: datetime
) -> Transfer:
    """Points put right: more with a plus, fewer with a minus; the reason stays in the row."""
    if not points:
        raise Refused(_("ポイントを、0でない数で書いてください。"), field="points")
    source = earned.source_of(account.scheme)
    debit, credit = (source, account) if points > 0 else (account, source)
    moved = ledger.transfer(
        id=id, debit=debit, credit=credit, amount=abs(points),
        purpose=Transfer.Purpose.ADJUSTED, by=by, at=at, note=note.strip(),
    )  # fmt: skip
    audit.record("points.adjusted", account, by=by, at=at)
    return moved


@transaction.atomic
def take_back(*, id: UUID, what: Transfer, note: str, by: Any, at: datetime) -> Transfer:
    """A mistaken entry is taken back by one the other way round.

    Raises:
        Refused: for what belongs to a claim, whose own pages do that, or when the points are used.
    """
    if what.purpose == Transfer.Purpose.CLAIMED:
        raise Refused(_("交換の記帳は、交換の画面で取り消してください。"))
    back = ledger.reverse(id=id, what=what, by=by, at=at, note=note.strip())
    audit.record("points.taken_back", what, by=by, at=at)
    return back
