"""Stands are opened, changed and closed; coded umbrellas get their number."""

import secrets
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.core import audit, link_keys
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ties.umbrellas.models import Station, Umbrella

CODE_LENGTH = 6


def new_code() -> str:
    """Six letters that are not taken for each other: printed at the stand, guessed by nobody."""
    return "".join(secrets.choice(link_keys.LETTERS) for _place in range(CODE_LENGTH))


def link_key(station: Station) -> str:
    """The key of the shop's own page; a new turn makes the old one useless."""
    return link_keys.key_of("umbrellas.keeper", f"{station.pk}.{station.link_turn}")


@transaction.atomic
def open_station(
    *, slug: str, name: str, lat: float, lng: float, capacity: int, by: Any, at: datetime,
    opened_on: date | None = None, **more: Any,
) -> Station:  # fmt: skip
    """A new stand with its code for the QR and the key of the shop's page."""
    station = Station(
        slug=slug, name=name, lat=lat, lng=lng, capacity=capacity, code=new_code(),
        link_digest=secrets.token_hex(16), opened_on=opened_on or localdate(at), **more,
    )  # fmt: skip
    try:
        with transaction.atomic():
            station.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("このアドレスの名前は、もう使われています。"), field="slug") from None
    _renew(station)
    audit.record("umbrellas.station_opened", station, by=by, at=at)
    return station


@transaction.atomic
def change_station(*, station: Station, by: Any, at: datetime, **new: Any) -> Station:
    """Other words, another place or use; the count is changed by moves only."""
    held = lock(station)
    changes = audit.differences(held, new)
    if changes:
        for name in changes:
            setattr(held, name, new[name])
        held.save(update_fields=list(changes))
        audit.record("umbrellas.station_changed", held, by=by, at=at, changes=changes)
    return held


@transaction.atomic
def close_station(*, station: Station, on: date, by: Any, at: datetime) -> Station:
    """A stand closes when nothing is left there."""
    held = lock(station)
    if held.count:
        raise Refused(
            _("まだ%(count)s本あります。ほかの置き場へ運んでから、やめてください。")
            % {"count": held.count}
        )
    held.closed_on = on
    held.save(update_fields=["closed_on"])
    audit.record("umbrellas.station_closed", held, by=by, at=at)
    return held


@transaction.atomic
def reopen_station(*, station: Station, by: Any, at: datetime) -> Station:
    """A stand that was closed is used again, with the same paper. Twice is once."""
    held = lock(station)
    if held.closed_on:
        held.closed_on = None
        held.save(update_fields=["closed_on"])
        audit.record("umbrellas.station_reopened", held, by=by, at=at)
    return held


@transaction.atomic
def renew_keys(*, station: Station, by: Any, at: datetime) -> Station:
    """Another code and another page for the shop, when somebody misused the old ones."""
    held = lock(station)
    held.code = new_code()
    held.link_turn += 1
    _renew(held)
    held.save(update_fields=["code", "link_turn"])
    audit.record("umbrellas.keys_renewed", held, by=by, at=at)
    return held


def _renew(station: Station) -> None:
    station.link_digest = link_keys.digest_of(link_key(station))
    Station.objects.filter(pk=station.pk).update(link_digest=station.link_digest)


@transaction.atomic
def number_umbrella(*, code: str, by: Any, at: datetime, note: str = "") -> Umbrella:
    """An umbrella gets a number of its own; it is among the counted ones already."""
    try:
        with transaction.atomic():
            made = Umbrella.objects.create(code=code.strip().lower(), note=note)
    except IntegrityError:
        raise Refused(_("この番号は、もう使われています。"), field="code") from None
    audit.record("umbrellas.numbered", made, by=by, at=at)
    return made


@transaction.atomic
def lose_umbrella(*, umbrella: Umbrella, by: Any, at: datetime) -> Umbrella:
    """An umbrella with a number is gone: nobody can borrow it under its number. Twice is once."""
    held = lock(umbrella)
    if held.gone_at is None:
        held.gone_at = at
        held.save(update_fields=["gone_at"])
        audit.record("umbrellas.umbrella_lost", held, by=by, at=at)
    return held


@transaction.atomic
def find_umbrella(*, umbrella: Umbrella, by: Any, at: datetime) -> Umbrella:
    """It has turned up; under its number it is borrowed and brought back as before."""
    held = lock(umbrella)
    if held.gone_at:
        held.gone_at = None
        held.save(update_fields=["gone_at"])
        audit.record("umbrellas.umbrella_found", held, by=by, at=at)
    return held
