"""The matters that hold a baton; each room names its own when it starts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tomoni.core import guards
from tomoni.ground.batons.models import Baton, Matter

GONE = "（保存期間が過ぎたため消しました）"


@dataclass(frozen=True)
class MatterOf:
    """One sort of matter: its table, its kinds, and the staff page that shows it.

    `is_ended_by_room`: its room ends it with more than words, so the desk's own button gives
    way to the room's page.
    `words`: what is left of each field with words once the matter is emptied after its term.
    `keeps`: fields of text that stay, because they tell of nobody.
    """

    model: type[Matter]
    kinds: tuple[str, ...]
    url: Callable[[Any], str]
    is_ended_by_room: bool = False
    words: Mapping[str, Any] = field(default_factory=dict)
    keeps: tuple[str, ...] = ()


_matters: dict[str, MatterOf] = {}


def register(
    model: type[Matter],
    *,
    kinds: Iterable[str],
    url: Callable[[Any], str],
    is_ended_by_room: bool = False,
    words: Mapping[str, Any] | None = None,
    keeps: Iterable[str] = (),
) -> None:
    """Name a matter; called in a room's `ready()`.

    Args:
        words: Each field with words, and the value or expression that is left of it when the
            matter is emptied (`actions.forgetting`), such as ``{"text": GONE, "contact": ""}``.
        keeps: The other fields of text.
    """
    one = MatterOf(model, tuple(kinds), url, is_ended_by_room, dict(words or {}), tuple(keeps))
    for kind in one.kinds:
        _matters[kind] = one
    guards.MATTERS.add(model._meta.db_table)


def spec_of(baton: Baton) -> MatterOf | None:
    return _matters.get(baton.kind_id)


def root_of(baton: Baton) -> Baton:
    """The baton that the matter itself holds: parts belong to the matter of their whole."""
    while baton.part_of_id:
        baton = baton.part_of
    return baton


def matter_of(baton: Baton) -> Matter | None:
    """The matter behind a baton, or None for one that was opened at the desk by itself."""
    root = root_of(baton)
    spec = spec_of(root)
    if spec is None:
        return None
    manager: Any = spec.model._default_manager
    return manager.filter(baton=root).first()  # type: ignore[no-any-return]


def url_of(baton: Baton) -> str:
    """The staff page of the matter, or '' where there is none."""
    spec = spec_of(root_of(baton))
    matter = matter_of(baton)
    return spec.url(matter) if spec and matter else ""


def models() -> list[type[Matter]]:
    """Every registered matter once, for the architecture test and the doctor."""
    return list(dict.fromkeys(one.model for one in _matters.values()))


def sorts() -> list[MatterOf]:
    """Every sort of matter once."""
    return list({one.model: one for one in _matters.values()}.values())
