"""The four parts of a week in which people gather, kept as bits of one number."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARTS: dict[int, Promise] = {
    1: _("平日の午前"),
    2: _("平日の午後"),
    4: _("平日の夜"),
    8: _("土・日・祝日"),
}
ALL = sum(PARTS)
CHOICES = [(str(bit), words) for bit, words in PARTS.items()]


def together(chosen: Iterable[str | int]) -> int:
    """The number that holds these parts; none at all means that any will do."""
    return sum({int(one) for one in chosen} & set(PARTS)) or ALL


def parts_of(bits: int) -> list[Promise]:
    """The words of the parts in this number."""
    return [words for bit, words in PARTS.items() if bits & bit]
