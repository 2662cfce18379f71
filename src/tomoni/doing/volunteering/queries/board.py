"""What the board shows, and the filters of its address."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tomoni.doing.volunteering.models import Kind, Shift
from tomoni.ground.districts.models import Town

DAYS = 60
WHEN = {"week": (_("この7日"), 7), "month": (_("この30日"), 30), "": (_("これから2か月"), DAYS)}


@dataclass(frozen=True)
class Asked:
    """What an address asks for; nonsense asks for nothing."""

    kind: str = ""
    town: str = ""
    when: str = ""
    free: bool = False

    @classmethod
    def of(cls, get: object) -> "Asked":
        read = get.get  # type: ignore[attr-defined]
        kind, when = read("kind", ""), read("when", "")
        return cls(
            kind=kind if kind in Kind.values else "",
            town=read("town", "")[:20],
            when=when if when in WHEN else "",
            free=bool(read("free", "")),
        )


def shifts(among: QuerySet[Shift], asked: Asked, at: datetime) -> QuerySet[Shift]:
    """The shifts to come that fit, the soonest first, with their seats counted."""
    rows = among.filter(cancelled_at=None, ends_at__gt=at)
    rows = rows.filter(starts_at__lt=at + timedelta(days=WHEN[asked.when][1]))
    if asked.kind:
        rows = rows.filter(need__kind=asked.kind)
    if asked.town:
        rows = rows.filter(need__town__code=asked.town)
    rows = rows.annotate(seats=Sum("posts__seats"), taken=Sum("posts__taken"))
    if asked.free:
        rows = rows.filter(taken__lt=F("seats"))
    return rows.order_by("starts_at", "pk")


def towns(among: QuerySet[Shift], at: datetime) -> QuerySet[Town]:
    """The towns in which something is to come."""
    needs = among.filter(cancelled_at=None, ends_at__gt=at).values("need__town")
    return Town.objects.filter(pk__in=needs)


def by_day(rows: list[Shift]) -> list[tuple[object, list[Shift]]]:
    """The same, a group for each day."""
    found: dict[object, list[Shift]] = {}
    for one in rows:
        found.setdefault(timezone.localdate(one.starts_at), []).append(one)
    return list(found.items())
