"""A visitor presses at the stand: once is once, without account."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.city import city
from tomoni.core.errors import Refused
from tomoni.core.locks import lock_word
from tomoni.ties.umbrellas.actions import moving
from tomoni.ties.umbrellas.models import Move, Press, Station
from tomoni.ties.umbrellas.rules import pressing

ACTS = ("borrow", "return", "give")


@transaction.atomic
def press(
    *, station: Station, act: str, device: str, guise: str, sender: str,
    is_known: bool, at: datetime,
    token: UUID | None = None, quantity: int = 1, code: str = "",
) -> Move:  # fmt: skip
    """Take one, bring one back, or give one.

    Args:
        act: borrow, return or give.
        device: A mark of the number the device brought or is given now.
        guise: A mark of what the device says about itself, with its address: so a double press of
            one that has no number yet is one.
        sender: A mark of the day and the address it came from.
        is_known: Whether `device` is a mark that we gave.
        token: Made with the form of "one more". Without it the same act of the same device at
            the same stand within seconds is the same press.

    Raises:
        Refused: what the book refuses, or too many presses.
    """
    if act not in ACTS:
        raise Refused(_("借りる・返す・ゆずる、のどれかを押してください。"))
    if not 1 <= quantity <= pressing.MOST_AT_ONCE:
        raise Refused(
            _(
                "ここでは一度に%(most)s本までです。もっと多いときは、電話してください。電話: %(phone)s"
            )
            % {"most": pressing.MOST_AT_ONCE, "phone": city().phone_for("tourism").phone},
            field="quantity",
        )
    me = Q(device=device) if is_known else Q(guise=guise, is_known=False)
    lock_word(f"umbrellas:{guise}")
    if token is None and (same := _same_press(station, act, me, at)):
        return same
    if token and (known := Move.objects.filter(pk=token).first()):
        return known
    if pressing.is_flood(
        of_device=Press.objects.filter(me, at__gt=at - pressing.DEVICE_WINDOW).count(),
        new_of_sender=0 if is_known else Press.objects.filter(
            sender=sender, is_known=False, at__gt=at - pressing.SENDER_WINDOW
        ).count(),
        is_known=is_known,
    ):  # fmt: skip
        raise Refused(
            _(
                "短い時間にたくさん届きました。傘はそのまま使ってください。本数を電話で知らせてください。電話: %(phone)s"
            )
            % {"phone": city().phone_for("tourism").phone}
        )
    told: dict[str, Any] = {"id": token or uuid4(), "station": station, "by": None, "at": at}
    if act == "give":
        move = moving.give(**told, quantity=quantity)
    elif act == "borrow":
        move = moving.borrow(**told, quantity=quantity, code=code)
    else:
        move = moving.bring_back(**told, quantity=quantity, code=code)
    Press.objects.create(
        move=move, device=device, guise=guise, sender=sender, is_known=is_known, at=at
    )
    return move


def _same_press(station: Station, act: str, me: Q, at: datetime) -> Move | None:
    last = (
        Press.objects.filter(me, at__gt=at - pressing.SAME_PRESS)
        .select_related("move")
        .order_by("-at")
        .first()
    )
    if last is None or last.move.kind != act:
        return None
    is_here = station.pk in (last.move.source_id, last.move.target_id)
    undone = Move.objects.filter(of=last.move).exists()
    return last.move if is_here and not undone else None


@transaction.atomic
def forget(*, at: datetime) -> int:
    """After two days nobody knows any more which device pressed; how many marks went."""
    gone, _by_table = Press.objects.filter(at__lt=at - pressing.KEPT).delete()
    if gone:
        first = Station.objects.order_by("pk").first()
        if first:
            audit.record("umbrellas.presses_forgotten", first, by=None, at=at, note=str(gone))
    return gone
