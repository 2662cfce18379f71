"""A file of a matter is shown to somebody outside, taken back, and saved by them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit, reading_log
from tomoni.core.errors import Refused
from tomoni.ground.batons import vault
from tomoni.ground.batons.actions import stepping
from tomoni.ground.batons.models import Attachment, Link, Offer, Party, Question, Shown, Step
from tomoni.ground.batons.queries import files as queries


@transaction.atomic
def show(*, file: Attachment, to: Offer | Question | Party, by: Any, at: datetime) -> Shown:
    """The holder lets one receiver outside save this file; a second time it is the first one.

    Raises:
        Refused: when the matter is over or in other hands, or the file is gone.
    """
    held = stepping.in_hand(file.baton, by=by, at=at)
    if to.baton_id != held.pk:
        raise ValueError("the receiver belongs to another matter")
    if not file.is_here:
        raise Refused(_("このファイルは、もうありません。もう一度加えてから見せてください。"))
    word = next(
        name
        for name, kind in (("offer", Offer), ("question", Question), ("party", Party))
        if isinstance(to, kind)
    )
    row, new = Shown.objects.get_or_create(
        attachment=file,
        **{word: to},
        defaults={"shown_at": at, "shown_by": by if getattr(by, "pk", None) else None},
    )
    if new:
        stepping.step(held, Step.Act.SHOWN, by=by, at=at, note=f"{file.name} → {row.receiver}")
    return row


@transaction.atomic
def hide(*, shown: Shown, by: Any, at: datetime) -> None:
    """The receiver can no longer save it; what they saved before, they have."""
    file = shown.attachment
    held = stepping.in_hand(file.baton, by=by, at=at)
    note = f"{file.name} → {shown.receiver}"
    if Shown.objects.filter(pk=shown.pk).delete()[0]:
        stepping.step(held, Step.Act.HIDDEN, by=by, at=at, note=note)


@transaction.atomic
def save_behind(*, link: Link, pk: UUID, at: datetime) -> tuple[Attachment, bytes]:
    """The bytes of a file meant for the person with this link, once the look is written down.

    Raises:
        Refused: when it is not meant for them or no longer; the sentence says whom to ring.
    """
    row = queries.shown_behind(link).filter(pk=pk).first()
    if row is None:
        raise Refused(
            _("このファイルは、いまはお渡しできません。%(team)s（%(phone)s）にお電話ください。")
            % {"team": link.baton.team, "phone": link.baton.hand.phone or "-"}
        )
    content = vault.get(row)
    reading_log.opened(
        row, by=None, by_name=link.receiver, at=at, fields=["file"], basis="link",
        about=queries.person_of(row.baton),
    )  # fmt: skip
    audit.record("batons.file_saved_outside", row, by=None, at=at)
    return row, content
