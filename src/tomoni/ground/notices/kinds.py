"""What kinds of notices there are; each room registers its own in `apps.ready()`.

    kinds.register(
        "batons.offered", _("引き継ぎの申し出"), template="batons/notices/offered.txt",
        channels=("mail", "push"), may_be_switched_off=False,
    )

The template is one file for all languages, written with `{% translate %}`; three parts divided by
lines of three hyphens: the subject, one short sentence (text message, push), and the whole text.
With two parts the subject is the short sentence. The values given to `tell` are its context.
"""

from dataclasses import dataclass

from django.utils.functional import Promise

CHANNELS = ("mail", "push", "line", "sms", "letter")


@dataclass(frozen=True)
class Kind:
    """One kind of notice and how it may reach people.

    Args:
        channels: Where it may go, in the order tried for somebody who has chosen nothing.
        may_be_switched_off: Whether people may say no to it. What may not be switched off
            also goes on to the next channel when one fails, down to the letter.
        by_letter: Goes on paper to whoever has no other way, though it may be switched off.
        digest: Collected into one mail a day unless the person wants each at once.
        urgent: Goes out in quiet hours too.
        for_staff: Shown on the choice page only to people with staff pages.
    """

    code: str
    name: str | Promise
    template: str
    channels: tuple[str, ...] = CHANNELS
    may_be_switched_off: bool = True
    digest: bool = False
    urgent: bool = False
    for_staff: bool = False
    by_letter: bool = False


_kinds: dict[str, Kind] = {}


def register(
    code: str,
    name: str | Promise,
    template: str,
    *,
    channels: tuple[str, ...] = CHANNELS,
    may_be_switched_off: bool = True,
    digest: bool = False,
    urgent: bool = False,
    for_staff: bool = False,
    by_letter: bool = False,
) -> Kind:
    """Make a kind known; registering the same again changes nothing."""
    if wrong := set(channels) - set(CHANNELS):
        raise ValueError(f"no such channel: {wrong}")
    kind = Kind(
        code, name, template, channels, may_be_switched_off, digest, urgent, for_staff, by_letter
    )
    if _kinds.setdefault(code, kind) != kind:
        raise ValueError(f"two kinds of notice are called {code}")
    return kind


def get(code: str) -> Kind:
    return _kinds[code]


def name_of(code: str) -> str:
    """The name people read; a kind whose room is gone keeps its code."""
    return str(_kinds[code].name) if code in _kinds else code


def all_kinds() -> list[Kind]:
    return [_kinds[code] for code in sorted(_kinds)]
