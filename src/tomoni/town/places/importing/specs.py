"""Dataset specifications: data files that say what a layout's columns mean.

`layouts/` holds the national standard, one file per dataset and edition, with the exact
order of the headings for export.  `mappings/` holds layouts of single publishers.  Both
have the same form, and so has the file a clerk gives with `--map`.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from tomoni.core.tables.headers import normalise
from tomoni.core.tables.table import FileRefused
from tomoni.town.places.importing.headers import aliases, field_of

HERE = Path(__file__).parent
# Which parts of an entry a column speaks of, where it is more than its own field.
COVERS = {
    "name": ("name",),
    "name_kana": ("name_kana",),
    "name_en": ("name_en",),
    "common_name": ("also",),
    "description": ("description",),
    "ages": ("who_for",),
    "capacity": ("capacity", "capacity_text"),
    "url": ("url",),
    "fee_basic": ("fee_kind", "fee_text"),
    "fee_detail": ("fee_kind", "fee_text"),
    "days": ("hours", "hours_text"),
    "opens": ("hours", "hours_text"),
    "closes": ("hours", "hours_text"),
    "hours_note": ("hours_text",),
    "closed_note": ("hours_text",),
    "code": ("place.city_code",),
    "postcode": ("place.postcode",),
    "address": ("place.address",),
    "town": ("place.address",),
    "building": ("place.building",),
    "lat": ("place.lat", "place.lng"),
    "location": ("place.lat", "place.lng"),
    "elevation": ("place.elevation_m",),
    "access": ("place.access_text",),
    "parking": ("place.parking_text",),
    "install_position": ("at.label",),
    "phone": ("contact.phone", "contact.extension"),
    "extension": ("contact.extension",),
    "fax": ("contact.fax",),
    "email": ("contact.email",),
    "form_url": ("contact.url",),
    "contact_name": ("contact.label",),
    "contact_note": ("contact.note",),
    "organisation": ("organisation",),
    "hazard": ("hazards",),
    "yesno": ("facts",),
}
CLASSES = {"◎": "必須", "○": "推奨"}
KINDS = {"place", "event", "table"}


@dataclass(frozen=True, slots=True)
class Column:
    """One heading of an edition with its class 必須, 推奨 or 任意."""

    header: str
    required: str


@dataclass(frozen=True)
class Spec:
    """One dataset in one edition."""

    slug: str
    title: str
    edition: str
    category: str
    kind: str = "place"
    refusal: str = ""
    file: str = ""
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    recognise: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    preamble: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    categories: dict[str, str] = field(default_factory=dict)
    category_field: str = ""
    join: str = ""
    publisher: str = ""
    export: bool = False
    own_layout: bool = False
    title_en: str = ""
    title_easy: str = ""

    def title_in(self, language: str) -> str:
        """The title for readers of `ja`, `ja-easy` or `en`."""
        return {"en": self.title_en, "ja-easy": self.title_easy}.get(language) or self.title


@dataclass(frozen=True)
class Binding:
    """A specification bound to the headings of one file: field → column numbers."""

    spec: Spec
    at: dict[str, tuple[int, ...]]
    leftover: tuple[int, ...]
    covers: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()

    @property
    def missing_required(self) -> list[str]:
        return [c.header for c in self.spec.columns if c.required == "必須"]


GENERIC = Spec(
    slug="generic", title="施設の一覧（独自の様式）", edition="", category="", file="generic"
)


@cache
def library() -> tuple[Spec, ...]:
    """Every specification that comes with the program."""
    paths = sorted((HERE / "layouts").glob("*.toml")) + sorted((HERE / "mappings").glob("*.toml"))
    return tuple(load(path) for path in paths)


def load(path: Path) -> Spec:
    """Read one specification; a mistake in a clerk's file is said with the file's name."""
    try:
        book = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return _spec(book, path.stem)
    except (OSError, UnicodeError, tomllib.TOMLDecodeError, KeyError, ValueError) as error:
        raise FileRefused(
            _("対応表 %(file)s を読めません: %(why)s") % {"file": path.name, "why": error}
        ) from error


def _spec(book: dict[str, Any], stem: str) -> Spec:
    kind = book.get("kind", "place")
    if kind not in KINDS:
        raise ValueError(f"kind = {kind!r}")
    columns = tuple(
        Column(text[1:], CLASSES[text[0]]) if text[0] in CLASSES else Column(text, "任意")
        for text in book.get("columns", [])
    )
    fields = {
        name: tuple([value] if isinstance(value, str) else value)
        for name, value in book.get("fields", {}).items()
    }
    return Spec(
        slug=book["slug"],
        title=book.get("title", book["slug"]),
        edition=str(book.get("edition", "")),
        category=book.get("category", ""),
        kind=kind,
        refusal=book.get("refusal", ""),
        file=stem,
        fields=fields,
        recognise=tuple(book.get("recognise", [])),
        without=tuple(book.get("without", [])),
        preamble=tuple(book.get("preamble", [])),
        columns=columns,
        categories=dict(book.get("categories", {})),
        category_field=book.get("category_field", ""),
        join=book.get("join", ""),
        publisher=book.get("publisher", ""),
        export=bool(book.get("export", False)),
        own_layout=bool(book.get("own_layout", False)),
        title_en=book.get("title_en", ""),
        title_easy=book.get("title_easy", ""),
    )


def recognise(headers: list[str], *, said: str = "", hint: str = "") -> Binding:
    """The specification that fits these headings best, bound to them.

    `said` is where the file says it was published, `hint` its name without code and number;
    both tell apart lists that share a layout.
    """
    keys = [normalise(header) for header in headers]
    present = set(keys)
    best, most = GENERIC, 0
    for spec in library():
        score = _score(spec, present, said, hint)
        if score > most:
            best, most = spec, score
    return bind(best, headers)


def _score(spec: Spec, present: set[str], said: str, hint: str) -> int:
    if not spec.recognise and not spec.preamble:
        return 0
    if any(normalise(header) in present for header in spec.without):
        return 0
    if not all(_has(choice, present) for choice in spec.recognise):
        return 0
    told = any(said.rstrip("/").endswith("/" + word) or hint == word for word in spec.preamble)
    if spec.preamble and not told:
        return 0
    shared = sum(normalise(column.header) in present for column in spec.columns)
    return 10 * len(spec.recognise) + 15 * told + shared


def _has(choice: str, present: set[str]) -> bool:
    """`名称|施設名` is fulfilled by either."""
    return any(normalise(header) in present for header in choice.split("|"))


def bind(spec: Spec, headers: list[str]) -> Binding:
    """Find the column of every field, the specification's own words before the common ones."""
    keys = [normalise(header) for header in headers]
    at: dict[str, tuple[int, ...]] = {}
    used: set[int] = set()
    for name, wanted in spec.fields.items():
        found = [keys.index(normalise(w)) for w in wanted if normalise(w) in keys]
        columns = tuple(dict.fromkeys(found))
        if columns:
            at[name] = columns
            used.update(columns)
    for name, column in _common(keys, used):
        if name not in at:
            at[name] = (column,)
            used.add(column)
    at.pop("skip", None)
    ours = {n for n, key in enumerate(keys) if aliases().get(key, ("", 0))[0] == "skip"}
    leftover = tuple(n for n in range(len(headers)) if n not in used and n not in ours)
    covers = frozenset(key for name in at for key in COVERS.get(name.partition(".")[0], ()))
    return Binding(spec, at, leftover, covers, frozenset(headers))


def _common(keys: list[str], used: set[int]) -> Iterable[tuple[str, int]]:
    claims = [
        (meant[1], n, meant[0])
        for n, key in enumerate(keys)
        if n not in used and (meant := field_of(key))
    ]
    for _rank, column, name in sorted(claims):
        yield name, column
