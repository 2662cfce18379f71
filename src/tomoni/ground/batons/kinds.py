"""The sorts of matter that rooms bring; a room registers its own when it starts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class KindSpec:
    """A kind with the deadlines it begins with, in working days; later ones are data."""

    code: str
    name: str
    name_en: str
    room: str
    answer_days: int = 3
    finish_days: int = 20
    offer_days: int = 2
    remind_days: int = 1
    lead_days: int = 2
    desk_days: int = 3


_kinds: dict[str, KindSpec] = {}


def register(spec: KindSpec) -> None:
    """Make a kind known; called in a room's `ready()`. Registering twice changes nothing."""
    _kinds[spec.code] = spec


def spec_of(code: str) -> KindSpec:
    """The spec of a kind.

    Raises:
        LookupError: when no room has registered it; a programming mistake.
    """
    if code not in _kinds:
        raise LookupError(f"no room has registered the kind {code!r}")
    return _kinds[code]


def known() -> list[KindSpec]:
    return [_kinds[code] for code in sorted(_kinds)]
