"""What a shop, a hotel or the clerk on the telephone notes: so many at once, with their own words."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.ties.umbrellas.actions import moving
from tomoni.ties.umbrellas.models import Move, Station

Kind = Move.Kind
MOST = 200  # Of one tally; a van holds fewer.


@transaction.atomic
def tally(
    *, id: UUID | None, station: Station, act: str, quantity: int, by: Any, at: datetime, way: str,
    note: str = "",
) -> Move:  # fmt: skip
    """So many came back, were lent, given, or are broken.

    Args:
        act: return, borrow, give, repair, repaired or discard.
        id: The form's own number; sent twice, it counts once.

    Raises:
        Refused: what the book refuses.
    """
    if not 1 <= quantity <= MOST:
        raise Refused(
            _("1本から%(most)s本までで書いてください。") % {"most": MOST}, field="quantity"
        )
    told: dict[str, Any] = {
        "id": id or uuid4(), "station": station, "quantity": quantity, "by": by, "at": at, "way": way,
    }  # fmt: skip
    if act == Kind.RETURN:
        return moving.bring_back(**told, note=note)
    if act == Kind.BORROW:
        return moving.borrow(**told)
    if act == Kind.GIVE:
        return moving.give(**told, note=note)
    if act in (Kind.REPAIR, Kind.REPAIRED, Kind.DISCARD):
        return moving.mend(**told, kind=act, note=note)
    raise Refused(_("何があったか選んでください。"), field="act")
