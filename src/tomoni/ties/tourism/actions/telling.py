"""Tips of the day, a guide's own profile, and the walks, each in up to four languages."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.appointments.models import Kind, Worker
from tomoni.ties.tourism.models import (
    Guide,
    GuideText,
    Programme,
    ProgrammeText,
    Tip,
    TipText,
)

MOST_HOURS = 72  # What is true of a road longer than that belongs to the directory.


@transaction.atomic
def write_tip(
    *, about: str, texts: dict[str, str], source: str, hours: int, by: Any, at: datetime,
    signed: str = "",
) -> Tip:  # fmt: skip
    """Somebody says how it is now; it goes by itself when its hours are over.

    Args:
        texts: Language code → words; the source language must be among them.
    """
    if not texts.get(source, "").strip():
        raise Refused(_("はじめに書くことばで、ようすを書いてください。"), field=f"text_{source}")
    if not 1 <= hours <= MOST_HOURS:
        raise Refused(
            _("1時間から%(most)s時間までで書いてください。") % {"most": MOST_HOURS}, field="hours"
        )
    tip = Tip.objects.create(
        about=about, written_by=by if getattr(by, "pk", None) else None,
        signed=signed.strip() or getattr(by, "name", "") or _("まちの人"), written_at=at,
        expires_at=at + timedelta(hours=hours),
    )  # fmt: skip
    _put(TipText, {"tip": tip}, {code: {"text": text} for code, text in texts.items()}, source)
    audit.record("tourism.tip_written", tip, by=by, at=at)
    return tip


@transaction.atomic
def translate_tip(*, tip: Tip, texts: dict[str, str], by: Any, at: datetime) -> Tip:
    """Other languages are added or bettered; the words it was written in stay as they are."""
    held = lock(tip)
    if held.withdrawn_at or held.expires_at <= at:
        raise Refused(_("このようすは、もう出ていません。新しく書いてください。"))
    source = held.texts.get(is_source=True).language
    others = {code: {"text": text} for code, text in texts.items() if code != source}
    _put(TipText, {"tip": held}, others, source)
    audit.record("tourism.tip_translated", held, by=by, at=at)
    return held


@transaction.atomic
def withdraw_tip(*, tip: Tip, by: Any, at: datetime) -> Tip:
    """It is not so any more."""
    held = lock(tip)
    if held.withdrawn_at is None:
        held.withdrawn_at = at
        held.save(update_fields=["withdrawn_at"])
        audit.record("tourism.tip_withdrawn", held, by=by, at=at)
    return held


@transaction.atomic
def write_profile(
    *, worker: Worker, texts: dict[str, str], source: str, agrees: bool, on: date, by: Any,
    at: datetime,
) -> Guide:  # fmt: skip
    """A guide says who they are; without their agreement nothing of it is shown."""
    if agrees and not texts.get(source, "").strip():
        raise Refused(_("はじめに書くことばで、紹介を書いてください。"), field=f"text_{source}")
    guide, _new = Guide.objects.select_for_update().get_or_create(worker=worker)
    guide.is_shown = agrees
    guide.consented_on = (guide.consented_on or on) if agrees else None
    guide.save(update_fields=["is_shown", "consented_on"])
    rows = {code: {"about": text} for code, text in texts.items()}
    _put(GuideText, {"guide": guide}, rows, source)
    audit.record("tourism.profile_written", guide, by=by, at=at, note=str(agrees))
    return guide


@transaction.atomic
def keep_programme(
    *, kind: Kind, texts: dict[str, dict[str, str]], source: str, by: Any, at: datetime,
    **fields: Any,
) -> Programme:  # fmt: skip
    """A walk that can be booked, with its texts; all languages are written anew."""
    first = texts.get(source, {})
    if not all(first.get(name, "").strip() for name in ("title", "about", "meeting")):
        raise Refused(
            _("はじめに書くことばで、題、内容、待ち合わせの場所を書いてください。"),
            field=f"title_{source}",
        )
    programme, _new = Programme.objects.update_or_create(kind=kind, defaults=fields)
    _put(ProgrammeText, {"programme": programme}, texts, source)
    audit.record("tourism.programme_kept", programme, by=by, at=at)
    return programme


def _put(model: Any, owner: dict[str, Any], texts: dict[str, dict[str, str]], source: str) -> None:
    """One row a language; a language without words has none, and one taken back loses its row.

    Who has read the words stays only with the same words.
    """
    for code, words in texts.items():
        said = {name: text.strip() for name, text in words.items()}
        same = model.objects.filter(**owner, language=code)
        if not all(said.values()):
            same.delete()
        elif not same.filter(**said).update(is_source=code == source):
            unread = {"is_source": code == source, "read_by": "", "read_on": None}
            model.objects.update_or_create(**owner, language=code, defaults={**said, **unread})
