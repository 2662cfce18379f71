"""The months in which a walk is offered, one bit a month."""

from collections.abc import Iterable

ALL = 2**12 - 1


def together(months: Iterable[str | int]) -> int:
    """The number that holds these months; none at all means the whole year."""
    return sum({1 << (int(one) - 1) for one in months if 1 <= int(one) <= 12}) or ALL


def is_in(bits: int, month: int) -> bool:
    return bool(bits & 1 << (month - 1))


def months_of(bits: int) -> list[int]:
    return [month for month in range(1, 13) if is_in(bits, month)]
