"""Closed matters and old links go when their term is over; what the record needs stays, empty."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from tomoni.core import audit, shredding
from tomoni.core.sealed.fields import SealedField
from tomoni.ground.batons import matters, vault
from tomoni.ground.batons.actions.stepping import SCOPE
from tomoni.ground.batons.matters import GONE
from tomoni.ground.batons.models import Attachment, Baton, Link, Offer, Party, Question, Shown

# (keys=, at=): what hangs on the matters of these batons goes in the same transaction; the
# matters' own words are named where they are registered. Joined in a room's `apps.py`. One that raises keeps the baton as it is.
emptied_with: list[Callable[..., None]] = []


@transaction.atomic
def empty(keys: Sequence[str], *, at: datetime) -> None:
    """Closed matters lose every word about persons; their number, dates and steps stay."""
    batons = list(Baton.objects.filter(pk__in=keys, status=Baton.Status.CLOSED))
    gone = [baton.pk for baton in batons]
    _empty_matters(gone)
    for join in emptied_with:
        join(keys=gone, at=at)
    Link.objects.filter(baton__in=gone).delete()
    Shown.objects.filter(attachment__baton__in=gone).delete()
    _forget_files(gone, at)
    _forget_parties(gone)
    for model, words in (
        (Offer, ("note", "reply", "outside_contact", "answered_name")),
        (Question, ("text", "answer", "outside_contact", "answered_name")),
    ):
        rows = model.objects.filter(baton__in=gone)
        rows.exclude(outside_name="").update(outside_name=GONE)
        rows.update(**dict.fromkeys(words, ""))
    Baton.objects.filter(pk__in=gone).update(
        title=GONE, next_step="", outcome_words="", updated_at=at
    )
    shredding.destroy(SCOPE, gone)
    audit.record_many("batons.emptied", ((baton, None) for baton in batons), by=None, at=at)


def _empty_matters(gone: Sequence[Any]) -> None:
    """What each room wrote into its own matter; the room said what is left (`matters.register`)."""
    for one in matters.sorts():
        fields = {name: one.model._meta.get_field(name) for name in one.words}
        sealed = [name for name, field in fields.items() if isinstance(field, SealedField)]
        rows = one.model._default_manager.filter(baton__in=gone)
        if plain := {name: left for name, left in one.words.items() if name not in sealed}:
            rows.update(**plain)
        for row in rows if sealed else ():  # A sealed value is bound to its row.
            for name in sealed:
                setattr(row, name, one.words[name])
            row.save(update_fields=sealed)


def _forget_files(gone: Sequence[Any], at: datetime) -> None:
    """The bytes and their keys go; that there was a file, its size and its hash stay."""
    files = Attachment.objects.filter(baton__in=gone)
    for key in files.filter(gone_at=None).values_list("pk", flat=True):
        transaction.on_commit(partial(vault.remove, key))
    files.filter(gone_at=None).update(gone_at=at, secret=None)
    for file in files:
        file.name, file.words, file.by_name = GONE, "", ""
        file.save(update_fields=["name", "words", "by_name"])


def _forget_parties(gone: Sequence[Any]) -> None:
    """A party that wrote or was written to stays as the other side of its messages, nameless."""
    parties = Party.objects.filter(baton__in=gone)
    Attachment.objects.filter(baton__in=gone).update(party=None)
    kept = list(parties.filter(messages__isnull=False).values_list("pk", flat=True))
    parties.exclude(pk__in=kept).delete()
    empty = dict.fromkeys(("email", "phone", "postcode", "address"), "")
    parties.filter(pk__in=kept).update(name=GONE, user=None, person=None, **empty)


@transaction.atomic
def links(keys: Sequence[str], *, at: datetime) -> None:
    """Links that open nothing any more."""
    rows = list(Link.objects.filter(pk__in=keys, expires_at__lt=at))
    audit.record_many("batons.link_forgotten", ((row, None) for row in rows), by=None, at=at)
    Link.objects.filter(pk__in=[row.pk for row in rows]).delete()
