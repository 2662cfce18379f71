"""What the board shows, and the filters of its address."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tomoni.doing.volunteering.models import Kind, Post, Shift, Skill
from tomoni.doing.volunteering.rules import times
from tomoni.ground.districts.models import Town

DAYS = 60
WHEN = {
    "week": (_("これから7日"), 7),
    "month": (_("これから30日"), 30),
    "": (_("これから2か月"), DAYS),
}


@dataclass(frozen=True)
class Asked:
    """What an address asks for; nonsense asks for nothing."""

    kind: str = ""
    town: str = ""
    when: str = ""
    free: bool = False
    skill: str = ""
    slot: int = 0  # One part of the week, as its bit.

    @classmethod
    def of(cls, get: object) -> "Asked":
        read = get.get  # type: ignore[attr-defined]
        kind, when = read("kind", ""), read("when", "")
        return cls(
            kind=kind if kind in Kind.values else "",
            town=read("town", "")[:20],
            when=when if when in WHEN else "",
            free=bool(read("free", "")),
            skill=skill if (skill := read("skill", "")) in Skill.values else "",
            slot=_slot(read("slot", "")),
        )

    @property
    def is_narrow(self) -> bool:
        """Whether one of the rarer questions is asked."""
        return bool(self.skill or self.slot)


def _slot(text: str) -> int:
    """The bit of one part of the week; nonsense is none."""
    bit = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
    return bit if len(times.told(bit)) == 1 and bit < 1 << times.BITS else 0


def shifts(among: QuerySet[Shift], asked: Asked, at: datetime) -> QuerySet[Shift]:
    """The shifts to come that fit, the soonest first, with their seats counted."""
    rows = among.filter(cancelled_at=None, ends_at__gt=at)
    rows = rows.filter(starts_at__lt=at + timedelta(days=WHEN[asked.when][1]))
    if asked.kind:
        rows = rows.filter(need__kind=asked.kind)
    if asked.town:
        rows = rows.filter(need__town__code=asked.town)
    if asked.skill:
        posts = Q(need__skill=asked.skill)
        if asked.skill == Skill.DRIVE:
            posts |= Q(need__needs_vehicle=True) | Q(posts__code=Post.Code.DRIVER)
        if asked.skill == Skill.LEAD:
            posts |= Q(posts__code=Post.Code.LEADER)
        rows = rows.filter(pk__in=Shift.objects.filter(posts).values("pk"))
    if asked.slot:
        day, part = times.told(asked.slot)[0]
        first, last = times.PARTS[part]
        rows = rows.filter(
            starts_at__iso_week_day=day + 1, starts_at__hour__gte=first, starts_at__hour__lt=last
        )
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
