"""Full-text search over everything public: one index table, one order, two databases.

The pieces, from the outside in:

- `Document` and `put`/`drop` (here, in `writing`): what a room hands over and takes back.
- `parse` (in `asking`): what a person typed, as words with their spellings.
- `find` (in `finding`): the ranked keys, the same on SQLite and PostgreSQL.
- `reference`: the same answer in plain Python, the truth that tests compare with.

A word matches where its normalised form is a substring of a normalised field, from one
character up. `grams` is the only place that knows how text becomes index tokens.
"""

from tomoni.core.search.asking import Query, parse
from tomoni.core.search.finding import (
    CAP,
    Found,
    find,
    matching_keys,
    matching_numbers,
    near_names,
)
from tomoni.core.search.writing import (
    Document,
    Section,
    drop,
    empty,
    keep_only,
    optimise,
    prepare,
    put,
    put_prepared,
)

__all__ = [
    "CAP",
    "Document",
    "Found",
    "Query",
    "Section",
    "drop",
    "empty",
    "find",
    "keep_only",
    "matching_keys",
    "matching_numbers",
    "near_names",
    "optimise",
    "parse",
    "prepare",
    "put",
    "put_prepared",
]
