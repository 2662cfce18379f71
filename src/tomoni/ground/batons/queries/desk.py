"""The staff desk: all rooms' batons in one list, cut by whose turn it is."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tomoni.core.text import search_key
from tomoni.ground.batons import access
from tomoni.ground.batons.models import Baton, Offer, Question
from tomoni.ground.batons.models.batons import BatonQuerySet
from tomoni.ground.batons.queries.messages import unread_of
from tomoni.ground.people.models import Cover, Team
from tomoni.ground.people.queries.teams import covered_by, teams_of

PAGE = 50
MANY = 1000  # Counts beyond are shown as "1,000+"; nobody works through more in a day.


@dataclass(frozen=True)
class Tray:
    """One cut of the desk, in the words of the person who sits at it."""

    code: str
    title: str | Promise
    empty: str | Promise


TRAYS = (
    Tray("mine", _("わたしの受け持ち"), _("いま受け持っている案件はありません。")),
    Tray("cover", _("代わりに見る"), _("代わりに見る案件はありません。")),
    Tray("team", _("チームの受け持ち"), _("チームの受け持ちはありません。")),
    Tray("offered", _("引き受けの返事をする"), _("返事を待たれている引き継ぎはありません。")),
    Tray("asked", _("問い合わせに答える"), _("答えを待たれている問い合わせはありません。")),
    Tray("unread", _("まだ読んでいない文"), _("読んでいない文はありません。")),
    Tray("late", _("遅れている"), _("遅れている案件はありません。")),
    Tray("waiting", _("相手の返事待ち"), _("返事を待っているものはありません。")),
    Tray("given", _("わたしが渡したもの"), _("渡した先で続いている案件はありません。")),
    Tray("climbed", _("総合窓口に上がったもの"), _("上がってきた案件はありません。")),
)
CODES = tuple(tray.code for tray in TRAYS)


@dataclass(frozen=True)
class Filters:
    """What the address says; unknown values are left out, so that an old link still opens."""

    tray: str = "mine"
    words: str = ""
    kind: str = ""
    team: str = ""
    person: str = ""
    urgent: bool = False
    late: bool = False
    sort: str = "due"

    @property
    def is_set(self) -> bool:
        """Whether anything but the tray was chosen."""
        return self != Filters(tray=self.tray)

    @classmethod
    def of(cls, query: QueryDict) -> "Filters":
        tray = query.get("tray", "mine")
        sort = query.get("sort", "due")
        return cls(
            tray=tray if tray in CODES else "mine",
            words=query.get("q", "").strip()[:100],
            kind=query.get("kind", "")[:60],
            team=query.get("team", "")[:80],
            person=query.get("person", "")[:40],
            urgent=query.get("urgent") == "1",
            late=query.get("late") == "1",
            sort=sort if sort in ("due", "new", "old") else "due",
        )


@dataclass(frozen=True)
class Seat:
    """Somebody at the desk on a day: their teams, asked once for the whole page."""

    user: Any
    teams: tuple[Team, ...]
    on: date
    covers: tuple[Cover, ...] = ()

    @property
    def team_keys(self) -> list[UUID]:
        return [team.pk for team in self.teams]

    @property
    def is_at_the_comprehensive_desk(self) -> bool:
        return any(team.is_comprehensive_desk for team in self.teams)


def seat_of(user: Any, on: date) -> Seat:
    return Seat(user, tuple(teams_of(user, on)), on, tuple(covered_by(user, on)))


def tray(seat: Seat, code: str) -> BatonQuerySet:
    """The batons of one tray."""
    keys = seat.team_keys
    open_ones = Baton.objects.open()
    if code == "mine":
        return open_ones.filter(person=seat.user)
    if code == "cover":
        return open_ones.filter(access.covered(seat.covers))
    if code == "team":
        return open_ones.filter(team__in=keys)
    # The few open offers and questions lead to their batons; asking each open baton whether it
    # has one would read them all.
    if code == "offered":
        return open_ones.filter(pk__in=_offers_of(to_team__in=keys))
    if code == "asked":
        asked = Question.objects.open().filter(to_team__in=keys)
        return open_ones.filter(pk__in=asked.values("baton"))
    if code == "unread":
        unread = unread_of(seat.user).values("message__baton")
        return access.visible_to(seat.user, seat.on).open().filter(pk__in=unread)
    if code == "late":
        return open_ones.filter(team__in=keys, due_on__lt=seat.on)
    if code == "waiting":
        ours = Question.objects.open().filter(baton__team__in=keys)
        offered = Q(pk__in=_offers_of(from_team__in=keys))
        return open_ones.filter(team__in=keys).filter(offered | Q(pk__in=ours.values("baton")))
    if code == "given":
        given = Offer.objects.filter(status="accepted", offered_by=seat.user)
        return open_ones.filter(pk__in=given.values("baton")).exclude(team__in=keys)
    if code == "climbed" and seat.is_at_the_comprehensive_desk:
        high = Q(level__gte=Baton.Level.DESK)
        return open_ones.filter(high | Exists(_offers().filter(level__gte=Baton.Level.DESK)))
    return Baton.objects.none()


def listed(seat: Seat, filters: Filters) -> BatonQuerySet:
    """The rows of a tray after the filters, in their order."""
    found = tray(seat, filters.tray)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.team:
        found = found.filter(team__slug=filters.team)
    if filters.person == "none":
        found = found.filter(person=None)
    elif filters.person and (key := _uuid(filters.person)):
        found = found.filter(person=key)
    if filters.urgent:
        found = found.filter(is_urgent=True)
    if filters.late:
        found = found.filter(due_on__lt=seat.on)
    for word in filters.words.split():
        found = found.filter(
            Q(title__icontains=word)
            | Q(number__icontains=search_key(word).upper())
            | Q(next_step__icontains=word)
        )
    order = {
        "due": ("-is_urgent", "due_on", "id"),
        "new": ("-opened_at", "id"),
        "old": ("opened_at", "id"),
    }
    return found.order_by(*order[filters.sort])


def with_columns(found: BatonQuerySet, user: Any) -> BatonQuerySet:
    """What a row of the list shows, without a question per row."""
    return found.select_related("kind", "team", "person").annotate(
        is_offered=Exists(_offers()),
        is_asked=Exists(_questions()),
        is_unread=Exists(unread_of(user).filter(message__baton=OuterRef("pk"))),
    )


def counts(seat: Seat) -> dict[str, int]:
    """How many are in each tray, up to MANY."""
    found = {}
    for one in TRAYS:
        if one.code == "climbed" and not seat.is_at_the_comprehensive_desk:
            continue
        if one.code == "cover" and not seat.covers:
            continue
        found[one.code] = tray(seat, one.code).order_by()[: MANY + 1].count()
    return found


@dataclass(frozen=True)
class Page:
    """One page of a tray: at most PAGE rows, and how many there are, up to MANY."""

    rows: list[Baton]
    total: int
    number: int

    @property
    def last(self) -> int:
        return max(1, -(-min(self.total, MANY) // PAGE))

    @property
    def is_capped(self) -> bool:
        return self.total > MANY

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1 if self.number < self.last else 0


def page(seat: Seat, filters: Filters, number: str) -> Page:
    """The rows of one page: first only the keys in order, then the columns of those few."""
    found = listed(seat, filters)
    total = found.order_by()[: MANY + 1].count()
    last = max(1, -(-min(total, MANY) // PAGE))
    here = min(max(int(number), 1), last) if number.isdecimal() and len(number) < 6 else 1
    start = (here - 1) * PAGE
    keys = list(found.values_list("pk", flat=True)[start : start + PAGE])
    rows = {
        row.pk: row for row in with_columns(Baton.objects.filter(pk__in=keys), seat.user).order_by()
    }
    return Page([rows[key] for key in keys if key in rows], total, here)


def _offers_of(**which: Any) -> QuerySet[Any]:
    return Offer.objects.filter(status="open", **which).values("baton")


def _offers() -> QuerySet[Offer]:
    return Offer.objects.filter(baton=OuterRef("pk"), status="open")


def _questions() -> QuerySet[Question]:
    return Question.objects.filter(baton=OuterRef("pk"), status="open")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
