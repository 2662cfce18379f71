"""What this room wants to tell people, and the hook by which it is told.

The outbox lies above this room. It reads `NOTICES` and joins `told` in its `apps.py`; without it
nothing is sent, and what was done still stands on the person's own page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice of this room; `only_letter` is for people who chose paper."""

    code: str
    name: str | Promise
    template: str
    only_letter: bool = False


NOTICES = (
    NoticeKind("people.acted", _("代わりにしたこと"), "people/notices/acted.txt"),
    NoticeKind(
        "people.acted_by_office", _("窓口が代わりにしたこと"), "people/notices/acted.txt", True
    ),
    NoticeKind("people.mandate_given", _("代わりの人の登録"), "people/notices/mandate_given.txt"),
    NoticeKind("people.mandate_ended", _("代わりの人の終わり"), "people/notices/mandate_ended.txt"),
)

# (kind=, to=User or Person, values=, key=, by=, at=): in the transaction of the calling action.
told: list[Callable[..., Any]] = []

# (number, words) → whether the gateway took it: a text message that is kept nowhere.
texted: list[Callable[[str, str], bool]] = []


def tell(*, kind: str, to: Any, values: Mapping[str, Any], key: str, by: Any, at: datetime) -> None:
    """Tell a person something; a second call with the same key changes nothing."""
    for function in told:
        function(kind=kind, to=to, values=values, key=key, by=by, at=at)


def text(number: str, words: str) -> bool:
    """Send a text message at once; False when there is no gateway or it did not take it."""
    return any(function(number, words) for function in texted)
