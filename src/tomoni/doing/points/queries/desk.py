"""What the staff pages list."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from tomoni.doing.points.models import Account, Earning, Scheme
from tomoni.ground.people.models import Organisation
from tomoni.ground.people.rules import keys


def accounts(among: QuerySet[Account], words: str) -> QuerySet[Account]:
    """Those whose card, name or kana holds the words; all of them without any."""
    rows = among.filter(closed_at=None).order_by(
        "person__kana_key", "organisation__name_kana", "pk"
    )
    plain = keys.name_key(words)
    digits = "".join(letter for letter in words if letter.isascii() and letter.isdigit())
    if not words:
        return rows
    fits = Q(card=digits) if digits else Q(pk=None)
    if plain:
        fits |= Q(person__name_key__contains=plain) | Q(person__kana_key__contains=plain)
        fits |= Q(organisation__name__icontains=words)
    return rows.filter(fits)


def organisations(words: str) -> QuerySet[Organisation]:
    """Those whose name or reading holds the words; none without any."""
    plain = " ".join(words.split())
    if not plain:
        return Organisation.objects.none()
    fits = Q(name__icontains=plain) | Q(name_kana__icontains=plain)
    return Organisation.objects.filter(fits).order_by("name_kana", "name", "pk")


def _today(scheme: Scheme, user: Any, at: datetime) -> QuerySet[Earning]:
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return Earning.objects.filter(
        scheme=scheme, by=user.pk, at__gte=midnight, source__startswith="card:"
    )


def keyed_today(scheme: Scheme, user: Any, at: datetime) -> QuerySet[Earning]:
    """What this official keyed in today, the newest first."""
    rows = _today(scheme, user, at).select_related("account__person", "transfer")
    return rows.order_by("-at", "-on")


def cards_today(scheme: Scheme, user: Any, at: datetime) -> int:
    """How many different cards that were."""
    return _today(scheme, user, at).values("account").distinct().count()


def as_uuid(text: str) -> UUID:
    """A key from a form; nonsense finds nothing."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
