"""How a text becomes index tokens, and a pattern the tokens it needs.

A document has four nested scopes, so that hits in a name are found without reading hits in a
description: 0 its name, 1 all its names, 2 also its words (categories, towns …), 3 everything.
A token is the digit of the scope and one or two characters: `0銭`, `0銭函`. A name stands
between BEGIN and END, which makes "begins with" and "is exactly" ordinary patterns.
"""

from collections.abc import Iterable

from tomoni.core.text import words

NAME, NAMES, WORDS, ALL = range(4)
BEGIN, END = "⟨", "⟩"  # Never in a normalised text, where only letters and digits remain.
BREAK = "·"  # Between runs in the token stream: no phrase reaches across.
LONGEST_FIELD = 20_000


def plain(texts: Iterable[str]) -> str:
    """Texts as one normalised line, runs separated by a space."""
    return " ".join(run for text in texts for run in words(text[:LONGEST_FIELD]))


def bracketed(texts: Iterable[str]) -> str:
    """Names as one normalised line, each between BEGIN and END."""
    lines = (" ".join(words(text[:LONGEST_FIELD])) for text in texts)
    return " ".join(f"{BEGIN}{line}{END}" for line in dict.fromkeys(lines) if line)


def tokens(name: str, names: str, wordy: str, body: str) -> str:
    """The token stream of a document, from its four normalised fields."""
    scopes = (
        (name,),
        (name, names),
        (name, names, wordy),
        (name, names, wordy, body),
    )
    out: list[str] = []
    for scope, fields in enumerate(scopes):
        line = " ".join(field for field in fields if field)
        for run in dict.fromkeys(line.split()):
            if len(run) > 1:
                out += [f"{scope}{run[i : i + 2]}" for i in range(len(run) - 1)]
                out.append(BREAK)
        out += [f"{scope}{c}" for c in sorted(set(line) - {" ", BEGIN, END})]
    return " ".join(out)


def needed(scope: int, pattern: str) -> list[str]:
    """The tokens, in order, of every document whose scope contains the pattern."""
    if len(pattern) == 1:
        return [f"{scope}{pattern}"]
    return [f"{scope}{pattern[i : i + 2]}" for i in range(len(pattern) - 1)]
