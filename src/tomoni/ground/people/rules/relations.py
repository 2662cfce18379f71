"""What somebody is to a person, seen from the other side."""

from datetime import date

_INVERSE = {
    "parent": "child",
    "child": "parent",
    "grandparent": "grandchild",
    "grandchild": "grandparent",
}
_BOTH_WAYS = {"spouse", "partner", "sibling", "relative", "friend", "neighbour"}


def inverse(kind: str) -> str:
    """The word for the other side: whose child I am is my parent.

    A task has no word of its own for the other side and is shown as `of_<task>`.
    """
    if kind in _BOTH_WAYS:
        return kind
    return _INVERSE.get(kind, f"of_{kind}")


def age_on(birth_on: date | None, on: date) -> int | None:
    """How old somebody is on a day; the birthday itself counts."""
    if birth_on is None or birth_on > on:
        return None
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))
