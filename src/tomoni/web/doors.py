"""The ways into the town by need; each room opens its own doors here when it starts.

A need without any door is never shown as a link: the front page then says whom to phone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Need:
    """One of the eight reasons why people come; `phone` is the desk that answers today."""

    code: str
    title: str | Promise
    example: str | Promise
    picture: str
    phone: str


@dataclass(frozen=True)
class Door:
    """A page a room opens for a need; the smallest `order` comes first.

    `query` opens a list with its filter set: `category=consult`.
    """

    need: str
    url_name: str
    title: str | Promise
    icon: str
    example: str | Promise = ""
    order: int = 50
    query: str = ""

    @property
    def path(self) -> str:
        return _address(self.url_name)

    @property
    def url(self) -> str:
        return f"{self.path}?{self.query}" if self.path and self.query else self.path


@dataclass(frozen=True)
class DeskDoor:
    """A page for staff, shown to those who hold the ability."""

    ability: str
    url_name: str
    title: str | Promise
    icon: str
    order: int = 50

    @property
    def url(self) -> str:
        return _address(self.url_name)


@dataclass(frozen=True)
class MyDoor:
    """A page of one's own, linked from "my page".

    `is_for` says for whom: without it for everybody who is signed in.
    """

    url_name: str
    title: str | Promise
    icon: str
    words: str | Promise = ""
    order: int = 50
    is_for: Callable[[Any], bool] | None = None

    @property
    def url(self) -> str:
        return _address(self.url_name)


@dataclass(frozen=True)
class AboutLink:
    """A page about this site itself, linked from the foot of every page."""

    url_name: str
    title: str | Promise
    icon: str
    order: int = 50

    @property
    def url(self) -> str:
        return _address(self.url_name)


NEEDS = (
    Need("find", _("さがす"), _("開いている居場所、病院、避難所"), "slope", "shakyo"),
    Need("go", _("でかける"), _("サロンや催し、まち歩き、買い物"), "bus", "tourism"),
    Need("help", _("たすけあう"), _("雪かき、傘の貸し借り、見守り"), "shovel", "shakyo"),
    Need("consult", _("相談する"), _("介護、子育て、お金、どんな困りごとでも"), "teapot", "shakyo"),
    Need("prepare", _("そなえる"), _("地震や大雪のとき、どこへ逃げるか"), "umbrella", "disaster"),
    Need("news", _("お知らせ"), _("回覧板、休館、道路や除雪"), "lantern", "city"),
    Need("procedures", _("手続き"), _("申請や証明、手当、空き家のこと"), "canal", "city"),
    Need("plan", _("計画"), _("まちの15の約束と、いまの進みぐあい"), "lamp", "shakyo"),
)

_doors: list[Door] = []
_desks: list[DeskDoor] = []
_about: list[AboutLink] = []
_mine: list[MyDoor] = []


def register(door: Door) -> None:
    """Open a door; called in a room's `ready()`. Registering twice changes nothing."""
    if door.need not in {need.code for need in NEEDS}:
        raise ValueError(f"no such need: {door.need}")
    if door not in _doors:
        _doors.append(door)
        _doors.sort(key=lambda d: d.order)


def register_desk(door: DeskDoor) -> None:
    """Open a staff page to those with its ability; called in a room's `ready()`."""
    if door not in _desks:
        _desks.append(door)
        _desks.sort(key=lambda d: d.order)


def register_about(link: AboutLink) -> None:
    """Add a page to the foot of every page; called in a room's `ready()`."""
    if link not in _about:
        _about.append(link)
        _about.sort(key=lambda d: d.order)


def register_mine(door: MyDoor) -> None:
    """Add a page to everybody's own page; called in a room's `ready()`."""
    if door not in _mine:
        _mine.append(door)
        _mine.sort(key=lambda d: d.order)


def my_doors(user: Any = None) -> list[MyDoor]:
    """The doors of this person; what is only for some is left out for all others."""
    return [
        door for door in _mine if door.url and (door.is_for is None or (user and door.is_for(user)))
    ]


def about_links() -> list[AboutLink]:
    return [link for link in _about if link.url]


@dataclass(frozen=True)
class Way:
    """A need with the doors that are open now; `url` is '' while there is none."""

    need: Need
    doors: tuple[Door, ...]
    url: str

    @property
    def single(self) -> bool:
        return len(self.doors) == 1


def ways() -> list[Way]:
    """All eight needs in order, each with its open doors."""
    found = []
    for need in NEEDS:
        opened = tuple(d for d in _doors if d.need == need.code and d.url)
        url = ""
        if len(opened) == 1:
            url = opened[0].url
        elif opened:
            url = reverse("web:need", args=[need.code])
        found.append(Way(need, opened, url))
    return found


def way_of(code: str) -> Way | None:
    return next((way for way in ways() if way.need.code == code), None)


def current_need(path: str, query: QueryDict | None = None) -> str:
    """The need whose door leads to this page or to one above it; '' when none does.

    A door with a filter fits where that filter is set, and then comes before the bare list.
    """
    if path.startswith("/needs/"):
        return path.split("/")[2]
    best, code = (0, 0), ""
    for door in _doors:
        if len(door.path) < 2 or not path.startswith(door.path):
            continue
        wanted = parse_qsl(door.query)
        if any(value not in (query.getlist(name) if query else ()) for name, value in wanted):
            continue
        if (fit := (len(door.path), len(wanted))) > best:
            best, code = fit, door.need
    return code


def desks(abilities: frozenset[str]) -> list[DeskDoor]:
    """The staff pages open to somebody with these abilities."""
    return [door for door in _desks if str(door.ability) in abilities and door.url]


@cache
def _address(url_name: str) -> str:
    """The path of a named page, or '' while no room answers to the name."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
