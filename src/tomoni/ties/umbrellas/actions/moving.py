"""Writing into the book of moves. Nothing else changes a count.

Whoever asks makes the key. Asked again with the same key and content, the first row is given back.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tomoni.core import audit, link_keys
from tomoni.core.city import city
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ties.umbrellas import guards
from tomoni.ties.umbrellas.models import Loan, Move, Station, Umbrella
from tomoni.ties.umbrellas.rules import pressing

Kind, Way = Move.Kind, Move.Way
CONTENT = ("kind", "source_id", "target_id", "quantity", "of_id", "umbrella_id")
OPEN_LOAN = "one_open_loan_per_umbrella"


@transaction.atomic
def borrow(
    *, id: UUID, station: Station, by: Any, at: datetime, way: str = Way.STAND, quantity: int = 1,
    code: str = "",
) -> Move:  # fmt: skip
    """Umbrellas leave a stand in somebody's hand; nobody asks whose.

    Args:
        code: The number on a coded umbrella, or "".

    Raises:
        Refused: when so many are not there, the stand does not lend, or the coded one is out.
    """
    umbrella = _coded(code)
    move = _asked(
        Move(id=id, kind=Kind.BORROW, source=station, quantity=quantity, umbrella=umbrella, way=way),
        by=by, at=at,
    )  # fmt: skip
    if umbrella and not Loan.objects.filter(borrowed=move).exists():
        try:
            with transaction.atomic():
                Loan.objects.create(umbrella=umbrella, borrowed=move)
        except IntegrityError:
            raise Refused(
                _("この番号の傘は、もう貸し出し中です。先に「返す」を押してから、借りてください。"),
                field="code",
            ) from None
    return move


@transaction.atomic
def bring_back(
    *, id: UUID, station: Station, by: Any, at: datetime, way: str = Way.STAND, quantity: int = 1,
    code: str = "", note: str = "",
) -> Move:  # fmt: skip
    """Umbrellas come back to any stand that takes them."""
    umbrella = _coded(code)
    move = _asked(
        Move(
            id=id, kind=Kind.RETURN, target=station, quantity=quantity, umbrella=umbrella, way=way,
            note=note,
        ),
        by=by, at=at,
    )  # fmt: skip
    if umbrella:
        Loan.objects.filter(umbrella=umbrella, returned=None).update(returned=move)
    return move


@transaction.atomic
def give(
    *, id: UUID, station: Station, by: Any, at: datetime, way: str = Way.STAND, quantity: int = 1,
    note: str = "",
) -> Move:  # fmt: skip
    """Umbrellas nobody needs any more become everybody's."""
    row = Move(id=id, kind=Kind.GIVE, target=station, quantity=quantity, way=way, note=note)
    return _asked(row, by=by, at=at)


@transaction.atomic
def carry(
    *, id: UUID, source: Station, target: Station, quantity: int, by: Any, at: datetime,
    way: str = Way.STAFF,
) -> Move:  # fmt: skip
    """Umbrellas go from one stand to another, on foot or by van."""
    if source.pk == target.pk:
        raise Refused(_("同じ置き場です。べつの置き場を選んでください。"), field="target")
    row = Move(id=id, kind=Kind.CARRY, source=source, target=target, quantity=quantity, way=way)
    return _asked(row, by=by, at=at)


@transaction.atomic
def mend(
    *, id: UUID, station: Station | None, kind: str, quantity: int, by: Any, at: datetime,
    way: str = Way.STAFF, note: str = "",
) -> Move:  # fmt: skip
    """Broken ones go to the workshop, come back from it, or are thrown away.

    Args:
        kind: repair, repaired or discard; a discard without a stand is from the workshop.
    """
    ends = {"target": station} if kind == Kind.REPAIRED else {"source": station}
    row = Move(id=id, kind=kind, quantity=quantity, way=way, note=note, **ends)
    return _asked(row, by=by, at=at)


@transaction.atomic
def count(
    *, id: UUID, station: Station, counted: int, by: Any, at: datetime, reason: str = "",
    way: str = Way.KEEPER,
) -> Move | None:  # fmt: skip
    """Somebody counted at the stand; what differs from the book becomes a move with its reason.

    Returns:
        The move, or None when the book was right.
    """
    if known := Move.objects.filter(pk=id).first():
        return known
    held = lock(station)
    difference = counted - held.count
    move = None
    if difference:
        if not reason:
            raise Refused(
                _("帳簿では%(book)s本です。数がちがうわけを選んでください。")
                % {"book": held.count},
                field="reason",
            )
        ends: dict[str, Any] = {"target": held} if difference > 0 else {"source": held}
        kind = Kind.FOUND if difference > 0 else Kind.MISSING
        row = Move(id=id, kind=kind, quantity=abs(difference), way=way, reason=reason, **ends)
        move = _asked(row, by=by, at=at)
    Station.objects.filter(pk=held.pk).update(counted_at=at)
    audit.record("umbrellas.counted", held, by=by, at=at, note=str(counted))
    return move


@transaction.atomic
def undo(
    *, id: UUID, move: Move, by: Any, at: datetime, way: str = Way.STAND, limited: bool = True
) -> Move:
    """Take a move back by one the other way round; whoever is `limited` has ten minutes.

    Raises:
        Refused: when it is too late, was done already, or the umbrella has gone on since.
    """
    if known := Move.objects.filter(of=move).first():
        return known
    if limited and at - move.at > pressing.UNDO_WITHIN:
        raise Refused(
            _("10分を過ぎたので、取り消せません。電話で知らせてください。電話: %(phone)s")
            % {"phone": _phone()}
        )
    row = Move(
        id=id, kind=Kind.UNDO, source=move.target, target=move.source, quantity=move.quantity,
        umbrella=move.umbrella, of=move, way=way,
    )  # fmt: skip
    done = _asked(row, by=by, at=at)
    if move.umbrella_id:
        _undo_loan(move, done)
    return done


def _undo_loan(move: Move, done: Move) -> None:
    if move.kind == Kind.BORROW:
        Loan.objects.filter(borrowed=move, returned=None).update(returned=done)
        return
    try:
        with transaction.atomic():
            Loan.objects.filter(returned=move).update(returned=None)
    except IntegrityError:
        raise Refused(_("この番号の傘は、もう次の人が借りています。取り消せません。")) from None


def _asked(row: Move, *, by: Any, at: datetime) -> Move:
    """Write the row, or give back the one that was written for the same key."""
    row.at, row.by, row.slip = (
        at,
        by if getattr(by, "pk", None) else None,
        link_keys.number("K", at),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            audit.record(f"umbrellas.{row.kind}", row, by=by, at=at)
            return row
    except IntegrityError as told:
        same = Q(pk=row.pk) | Q(of=row.of_id) if row.of_id else Q(pk=row.pk)
        first: Move | None = Move.objects.filter(same).first()
        if first is None:
            if words := _sentence(str(told), row):
                raise Refused(words) from None
            raise
    if any(getattr(first, name) != getattr(row, name) for name in CONTENT):
        raise Refused(_("この画面は、もう使われています。ページを開き直してください。"))
    return first


def _coded(code: str) -> Umbrella | None:
    """The umbrella with this number; "" is one without."""
    if not code:
        return None
    found: Umbrella | None = Umbrella.objects.filter(
        code=code.strip().lower(), gone_at=None
    ).first()
    if found is None:
        raise Refused(
            _("「%(code)s」という番号の傘はありません。番号を消すと、番号なしで借りられます。")
            % {"code": code},
            field="code",
        )
    return found


def _sentence(told: str, row: Move) -> str:
    """The database's refusal in words somebody can act on."""
    if "umbrellas_count_not_below_zero" in told:
        if row.kind == Kind.BORROW:
            return _("ここの傘は、なくなりました。下の近い置き場をご覧ください。")
        return _("帳簿では、そんなに残っていません。先に「数えた本数」を入れてください。")
    ends = [one for one in (row.source_id, row.target_id) if one]
    if (
        "umbrellas_closed_stand_is_empty" in told
        or Station.objects.filter(pk__in=ends).exclude(closed_on=None).exists()
    ):
        return _("この置き場は、もうやめました。ほかの置き場を使ってください。")
    if guards.LENDS in told:
        return _("ここは返却だけの場所です。借りられる所は、下をご覧ください。")
    if guards.TAKES in told:
        return _("ここでは返せません。返せる所は、下をご覧ください。")
    return ""


def _phone() -> str:
    return city().phone_for("tourism").phone
