"""Words that were nearly meant: edit distance over normalised text."""

from collections.abc import Iterable

SHORTEST = 3  # Two characters with one wrong say nothing.


def slack(word: str) -> int:
    """How many letters may be wrong: one in a short word, two in a longer one."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < 6 else 2


def distance(one: str, other: str, most: int) -> int:
    """Letters to change, add, drop or swap with their neighbour; `most + 1` when more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


def distance_inside(word: str, text: str, most: int) -> int:
    """The distance of a word to the best piece of a text; `most + 1` when there is none."""
    last = [0] * (len(text) + 1)
    for i, a in enumerate(word, 1):
        row = [i]
        for j, b in enumerate(text, 1):
            row.append(min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (a != b)))
        if min(row) > most:
            return most + 1
        last = row
    return min(min(last), most + 1)


def closest(word: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """The known normalised words nearest to this one, best first; never the word itself."""
    most = slack(word)
    if not most:
        return []
    near = []
    for candidate in set(known):
        if candidate != word and (far := distance(word, candidate, most)) <= most:
            near.append((far, abs(len(candidate) - len(word)), candidate))
    return [candidate for _far, _longer, candidate in sorted(near)[:limit]]
