"""What is left of a wish or an offer when its matter is emptied after its term."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, CharField, F, Q, TextField, Value, When
from django.db.models.functions import Cast

from tomoni.ground.batons.matters import GONE
from tomoni.ties.gathering_places.models import Match, MeToo, Venue, Wish


def words_of(model: type[Wish] | type[Venue]) -> dict[str, Any]:
    """What is left of each field; the board's words of a wish that came true stay on the board."""
    stays = Q(became_listing__isnull=False) | Q(became_circle__isnull=False)
    shown = [When(shown_at=None, then=Value("")), When(stays, then=F("shown_text"))]
    told = {"text": GONE, "contact": "", "from_hash": "", "token": None}
    if model is Venue:
        return {
            **told,
            "hours": "",
            "shown_text": Case(shown[0], default=Value(GONE), output_field=TextField()),
        }
    return {**told, "shown_text": Case(*shown, default=Value(GONE), output_field=TextField())}


@transaction.atomic
def with_batons(*, keys: Sequence[UUID], at: datetime) -> None:
    """How many wished the same and what staff decided stays; from which device and why goes."""
    me_too = MeToo.objects.filter(wish__baton__in=keys)
    me_too.update(device=Cast("id", CharField()), user=None, from_hash="")
    ended = Q(wish__baton__in=keys) | Q(venue__baton__in=keys)
    Match.objects.filter(ended).update(reason=GONE)
