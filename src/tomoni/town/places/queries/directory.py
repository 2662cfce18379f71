"""Whether anything of the directory was written, and rows kept until it was."""

from collections.abc import Callable
from time import monotonic
from typing import Any
from uuid import UUID

from tomoni.core.stamp import Part

# Acts that say something about entries without changing any; the record of the change itself
# is another act.
DIRECTORY = Part(
    "places.",
    "districts.",
    without=(
        "places.suggestion_sent",
        "places.suggestion_accepted",
        "places.suggestion_declined",
        "places.feedback_sent",
        "places.review_opened",
        "places.review_ended",
        "places.import_tried",
        "places.import_trial_forgotten",
        "places.import_forgotten",
        "places.words_forgotten",
    ),
)
# After another room's act what is kept is made anew so many seconds later, should that room one
# day write entries under a name of its own.
ELSEWHERE_S = 60.0
MOST_ROWS = 600  # Some thirty pages of the list; about 10 kB each.

_held: dict[str, Any] = {"of": None, "rows": {}}


def loaded(
    language: str, keys: list[UUID], load: Callable[[list[UUID]], dict[UUID, Any]]
) -> dict[UUID, Any]:
    """The entries of a page, those of earlier pages from memory: to be read, never written.

    Args:
        load: Reads entries from the database; asked for those that are not kept.
    """
    of = (DIRECTORY.state()[0], monotonic() // ELSEWHERE_S)
    if _held["of"] != of or len(_held["rows"]) > MOST_ROWS:
        _held.update(of=of, rows={})
    rows = _held["rows"]
    found = {key: row for key in keys if (row := rows.get((language, key)))}
    if missing := [key for key in keys if key not in found]:
        new = load(missing)
        rows.update({(language, key): row for key, row in new.items()})
        found |= new
    return found


def forget() -> None:
    """Read everything anew at the next question; for tests, which write without audit rows."""
    _held.update(of=None, rows={})
