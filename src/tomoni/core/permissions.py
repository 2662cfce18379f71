"""The table of who may open what, read from the views' own marks.

docs/permissions.md is written from here, so an official can read what the program really does;
a test requests every page as every role and compares.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from tomoni.core.access import is_public

OPEN, LOGIN, REFUSED, OWN = "open", "login", "refused", "own"
WORDS = {OPEN: "○", LOGIN: "ログイン", REFUSED: "×", OWN: "自分の分"}
ANYBODY = ""  # Somebody who is not signed in.
ADMIN_ABILITY = "people.code_tables"


@dataclass(frozen=True)
class Door:
    """One address with its view, and what each role gets there."""

    path: str
    name: str
    pattern: URLPattern
    view: Callable[..., Any]

    @property
    def address(self) -> str:
        """The address as people write it: ``/places/<slug>/``."""
        plain = re.sub(r"\(\?P<(\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)", r"<\1>", self.path)
        plain = re.sub(r"<\w+:(\w+)>", r"<\1>", plain)
        return "/" + plain.replace("^", "").replace("$", "").replace("\\", "")

    @property
    def is_admin(self) -> bool:
        return self.path.startswith("admin/")

    def answer(self, abilities: set[str] | None) -> str:
        """What somebody with these abilities gets; None is somebody not signed in."""
        if self.is_admin:
            if abilities is None:
                return LOGIN
            return OPEN if ADMIN_ABILITY in abilities else REFUSED
        if is_public(self.view):
            return OPEN
        if abilities is None:
            return LOGIN
        if getattr(self.view, "login_is_enough", False):
            return OWN
        needed = getattr(self.view, "needed_abilities", None)
        if needed is None:
            raise LookupError(f"{self.address} has no mark: @public, @needs or @login_is_enough")
        return OPEN if {str(word) for word in needed} <= abilities else REFUSED


def doors(resolver: Any = None, path: str = "", space: str = "") -> Iterator[Door]:
    """Every address of the program, in the order of the URLconf."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from doors(entry, path + str(entry.pattern), inner)
        else:
            yield Door(
                path + str(entry.pattern), f"{space}{entry.name or ''}", entry, entry.callback
            )


def roles() -> Mapping[str, tuple[str, frozenset[str]]]:
    """The roles of config/roles.py, which lies above core and is therefore asked by name."""
    known: Mapping[str, tuple[str, frozenset[str]]] = import_string("config.roles.ROLES")
    return known


def table() -> list[tuple[str, list[str]]]:
    """One row for each address: what a stranger gets, then each role; the admin is one row."""
    abilities = [{str(word) for word in can} for _name, can in roles().values()]
    rows: dict[str, list[str]] = {}
    for door in doors():
        address = "/admin/…" if door.is_admin else door.address
        rows.setdefault(address, [door.answer(None), *(door.answer(can) for can in abilities)])
    return sorted(rows.items())


def as_markdown() -> str:
    """docs/permissions.md."""
    names = [name for name, _can in roles().values()]
    heads = ["アドレス", "未ログイン", *names]
    lines = [
        "# だれが、どのページを開けるか / Who may open what",
        "",
        "このファイルは `tomoni permissions --write` が作ります。手で直さないでください。役割と能力は",
        "`config/roles.py` の一ページに、能力の意味は各部屋の `access.py` にあります。",
        "This file is written by `tomoni permissions --write`; do not edit it by hand.",
        "",
        "| しるし | 意味 | Meaning |",
        "|---|---|---|",
        "| ○ | 開ける | opens |",
        "| ログイン | ログインの画面へ | is led to the sign-in page |",
        "| × | 403「見られる人が決まっています」 | refused with 403 |",
        "| 自分の分 | 自分（と自分の団体）のものだけ。ほかは 403 か 404 | only what is one's own or one's organisation's; the rest is 403 or 404 |",
        "",
        "団体の「編集者」は役割ではありません。団体に入っている人が、その団体の掲載だけを「自分の分」として直せます。",
        "",
        "| " + " | ".join(heads) + " |",
        "|" + "---|" * len(heads),
    ]
    for address, answers in table():
        lines.append(f"| `{address}` | " + " | ".join(WORDS[answer] for answer in answers) + " |")
    return "\n".join(lines) + "\n"
