"""What came of reading one value that a person or an old system wrote.

Every parser of this package answers with a `Reading`: the value, and in words what was
repaired on the way or why nothing could be made of it.  A caller can therefore never
repair silently by accident: the words are there to be shown.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A value with its story: `repaired` and `problem` are sentences, mostly empty."""

    value: T | None
    repaired: str = ""
    problem: str = ""


def blank() -> Reading[T]:
    """Nothing was written, which is neither a repair nor a problem."""
    return Reading(None)


def problem(sentence: str) -> Reading[T]:
    """Something was written that cannot be understood."""
    return Reading(None, problem=sentence)
