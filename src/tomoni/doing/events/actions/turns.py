"""Turns: a form sent in a crowd is kept as it is, and becomes a sign-up in the order of arrival."""

import logging
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from tomoni.core import audit, jobs
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.events.actions import joining, telling
from tomoni.doing.events.actions.told import Told
from tomoni.doing.events.models import Role, SignUp, Turn

log = logging.getLogger(__name__)

HEAP = 8  # So many in one transaction: they share the writing to disk, and nobody waits long.
KEPT_FOR = timedelta(days=1)  # A refused form can be mended so long; then what was typed goes.


def take(
    *,
    role: Role,
    told: Told,
    typed: dict[str, Any],
    by: Any,
    at: datetime,
    client_id: str = "",
    held: SignUp | None = None,
    wait: bool = True,
) -> Turn:
    """A turn for this form, or the one it was given before. Needs one short write and no lock.

    That somebody sent a form is no act yet: the audit row is written when it becomes a sign-up.

    Args:
        typed: The form as it was sent, to be shown again should it be refused.
        held: The seats kept while the form was written.
    """
    form = {
        "told": told.plain(), "typed": typed, "wait": wait,
        "by": str(by.pk) if getattr(by, "pk", None) else "", "held": str(held.pk) if held else "",
    }  # fmt: skip
    try:
        return _kept(role, form, max(1, len(told.guests)), told.language, client_id, at)
    except IntegrityError:  # The same form was sent twice at one moment.
        return cast(Turn, Turn.objects.get(client_id=client_id))


@transaction.atomic
def _kept(
    role: Role, form: dict[str, Any], seats: int, language: str, client_id: str, at: datetime
) -> Turn:
    is_first = not Turn.objects.filter(role=role).open().exists()
    made = Turn.objects.create(
        role=role, form=form, seats=seats, language=language, client_id=client_id or None,
        arrived_at=at,
    )  # fmt: skip
    if is_first:  # Who finds others before them is let in with them.
        jobs.later("events.let_in", role.pk)
    return cast(Turn, made)


@transaction.atomic
def let_in(*, role: Role, at: datetime) -> int:
    """The first few turns of one date become sign-ups or are refused; gives how many there were.

    Whoever lets in holds the date's seats, so the order is kept however many do so at once.
    """
    held = lock(role)
    heap = list(Turn.objects.filter(role=held).open()[:HEAP])
    told = [made.pk for turn in heap if (made := _settled(turn, held, at=at))]
    if told:
        jobs.later("events.tell_made", [str(pk) for pk in told])
    return len(heap)


@transaction.atomic
def tell_made(*, sign_ups: list[str], at: datetime) -> None:
    """Those let in hear of it, after the crowd is through."""
    rows = SignUp.objects.filter(pk__in=sign_ups).select_related("role__occurrence__series", "user")
    for one in rows.order_by("queued_at", "id"):
        if one.status in SignUp.ALIVE:
            telling.made(one, by=one.user, at=at)


@transaction.atomic
def forget(*, role: Role, at: datetime) -> int:
    """The turns of one date that were settled a day ago go; gives how many."""
    gone, _by_table = Turn.objects.filter(role=role, settled_at__lt=at - KEPT_FOR).delete()
    if gone:
        audit.record("events.turns_forgotten", role, by=None, at=at, note=str(gone))
    return int(gone)


def _settled(turn: Turn, role: Role, *, at: datetime) -> SignUp | None:
    """What became of one turn; a refusal is kept in the language of who reads it.

    What counts is the moment the form arrived: for the closing hour, and for the place in line.
    """
    form = cast("dict[str, Any]", turn.form)
    made = None
    try:
        with translation.override(turn.language), transaction.atomic():
            made = joining.sign_up(
                role=role, told=Told.of(form["told"]), by=_by(form["by"]),
                at=turn.arrived_at, client_id=turn.client_id or "", held=_held(form["held"]),
                wait=form["wait"], is_told=False,
            )  # fmt: skip
    except Refused as no:
        turn.refusal, turn.field = no.sentence[:500], no.field or ""
    except DatabaseError:
        raise  # The turn is still open afterwards, and is tried again.
    except Exception:  # A fault of ours in one form must not shut the door for all behind it.
        log.exception("a turn could not be settled", extra={"turn": str(turn.pk)})
        with translation.override(turn.language):
            turn.refusal = _("こちらの不具合で受け付けられませんでした。主催者に電話してください。")
    else:
        turn.sign_up, turn.form = made, None
    if made is None:
        turn.client_id = None  # Mended and sent again, it is a new form.
    turn.settled_at = at
    turn.save(update_fields=["refusal", "field", "client_id", "sign_up", "form", "settled_at"])
    return made


def _by(pk: str) -> Any:
    return get_user_model().objects.filter(pk=pk, is_active=True).first() if pk else None


def _held(pk: str) -> SignUp | None:
    return cast("SignUp | None", SignUp.objects.filter(pk=UUID(pk)).first()) if pk else None
