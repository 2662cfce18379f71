"""Model districts and their steps; and a clerk confirms a rule of the starter kit."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.districts.models import Town
from tomoni.ties.gathering_places import queries
from tomoni.ties.gathering_places.models import KitCheck, ModelDistrict, ModelStep
from tomoni.town.places.models import Listing


@transaction.atomic
def choose(*, towns: list[Town], by: Any, at: datetime, **fields: Any) -> ModelDistrict:
    """A district is chosen, for a reason everybody may read."""
    _may_be(fields["chosen_on"], at)
    if ModelDistrict.objects.filter(slug=fields["slug"]).exists():
        raise Refused(
            _("このアドレスのことばは、もう使われています。別のことばを書いてください。"),
            field="slug",
        )
    made = ModelDistrict.objects.create(**fields)
    made.towns.set(towns)
    audit.record("gathering_places.district_chosen", made, by=by, at=at)
    return made


@transaction.atomic
def correct(
    *, district: ModelDistrict, towns: list[Town], by: Any, at: datetime, **fields: Any
) -> ModelDistrict:
    """Its words, towns and whether it is shown; its address stays."""
    _may_be(fields["chosen_on"], at)
    held = lock(district)
    fields.pop("slug", None)
    for name, value in fields.items():
        setattr(held, name, value)
    held.save(update_fields=list(fields))
    held.towns.set(towns)
    audit.record("gathering_places.district_corrected", held, by=by, at=at)
    return held


@transaction.atomic
def tell_step(
    *, district: ModelDistrict, stage: str, on: date, words: str, by: Any, at: datetime,
    words_en: str = "", words_easy: str = "", listing: Listing | None = None,
) -> ModelStep:  # fmt: skip
    """What was done there on a day."""
    _may_be(on, at, field="on")
    made = ModelStep.objects.create(
        district=district, stage=stage, on=on, words=words.strip(), words_en=words_en.strip(),
        words_easy=words_easy.strip(), listing=listing, created_at=at,
    )  # fmt: skip
    audit.record("gathering_places.step_told", made, by=by, at=at, note=stage)
    return made


@transaction.atomic
def take_step_back(*, step: ModelStep, by: Any, at: datetime) -> ModelStep:
    """It was wrong; the row stays for the record."""
    held = lock(step)
    if held.taken_back_at is None:
        held.taken_back_at = at
        held.save(update_fields=["taken_back_at"])
        audit.record("gathering_places.step_taken_back", held, by=by, at=at)
    return held


@transaction.atomic
def confirm(*, entry: queries.Entry, checked_on: date, how: str, by: Any, at: datetime) -> KitCheck:
    """The rule was looked up or asked for on a day; good until its words change."""
    _may_be(checked_on, at, field="checked_on")
    made = KitCheck.objects.create(
        entry=entry.code, digest=entry.digest, checked_on=checked_on, how=how.strip(), checked_by=by
    )
    audit.record("gathering_places.kit_checked", made, by=by, at=at, note=entry.code)
    return made


def _may_be(day: date, at: datetime, *, field: str = "chosen_on") -> None:
    if day > localdate(at):
        raise Refused(_("まだ来ていない日です。きょうまでの日を書いてください。"), field=field)
