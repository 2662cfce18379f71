"""The only writers of the index table; rooms call them from their actions."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID

from django.db import connection, transaction

from tomoni.core.models import SearchDoc
from tomoni.core.search import grams

HASH_BITS = 40
WEIGHT_BITS = 4
BATCH = 1000


@dataclass(frozen=True)
class Section:
    """One kind of thing in the index; its code is the head of its document numbers."""

    code: int

    @property
    def first(self) -> int:
        return self.code << (HASH_BITS + WEIGHT_BITS)

    @property
    def last(self) -> int:
        return ((self.code + 1) << (HASH_BITS + WEIGHT_BITS)) - 1


@dataclass(frozen=True)
class Document:
    """What is known of one thing.

    Args:
        key: The thing's primary key.
        name: Its name as shown.
        names: Readings, other names, names in other languages.
        words: Short facts people type: categories, towns, who runs it.
        body: Everything else.
        weight: 0 for what should come first among equals, up to 15.
    """

    key: UUID
    name: str
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    weight: int = 0


def put(section: Section, documents: Iterable[Document]) -> int:
    """Write documents, replacing what was there under the same keys."""
    count = 0
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == BATCH:
            count += put_prepared(section, prepare(section, batch))
            batch = []
    return count + (put_prepared(section, prepare(section, batch)) if batch else 0)


def prepare(section: Section, documents: Iterable[Document]) -> list[SearchDoc]:
    """The rows of documents, made without the database: most of the work of `put`."""
    return [_row(section, document) for document in {d.key: d for d in documents}.values()]


@transaction.atomic
def drop(section: Section, keys: Iterable[UUID]) -> int:
    """Take documents out."""
    gone = 0
    keys = list(keys)
    for start in range(0, len(keys), BATCH):
        rows = SearchDoc.objects.filter(
            key__in=keys[start : start + BATCH], id__range=(section.first, section.last)
        )
        gone += rows.delete()[0]
    return gone


def keep_only(section: Section, keys: set[UUID]) -> int:
    """Take out every document whose thing is not among `keys`."""
    known = SearchDoc.objects.filter(id__range=(section.first, section.last))
    return drop(section, [key for key in known.values_list("key", flat=True) if key not in keys])


def empty(section: Section) -> None:
    """Take all documents of a section out."""
    SearchDoc.objects.filter(id__range=(section.first, section.last)).delete()


def optimise() -> None:
    """After a bulk load: merge the index and let the database count its rows."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO core_searchfts(core_searchfts) VALUES ('optimize')")
        elif not connection.in_atomic_block:
            cursor.execute("VACUUM (ANALYZE) core_searchdoc")


def number(section: Section, weight: int, key: UUID) -> int:
    """A document's number: its section, its weight, then a hash that mixes the things evenly.

    Documents of one rank are listed in this order, so it does not depend on the database or
    on when the index was last rebuilt.
    """
    mixed = int.from_bytes(blake2b(key.bytes, digest_size=HASH_BITS // 8).digest(), "big")
    return section.first | (weight << HASH_BITS) | mixed


@transaction.atomic
def put_prepared(section: Section, rows: list[SearchDoc]) -> int:
    """Write prepared rows, replacing what was there under the same keys."""
    keys = {row.id: row.key for row in rows}
    taken = dict(SearchDoc.objects.filter(id__in=list(keys)).values_list("id", "key"))
    numbers: set[int] = set()
    for row in rows:
        while row.id in numbers or taken.get(row.id, row.key) != row.key:
            row.id += 1
            if row.id not in taken and (
                other := SearchDoc.objects.filter(id=row.id).values_list("key", flat=True).first()
            ):
                taken[row.id] = other
        numbers.add(row.id)
    (
        SearchDoc.objects.filter(
            key__in=list(keys.values()), id__range=(section.first, section.last)
        )
        .exclude(id__in=numbers)
        .delete()
    )
    SearchDoc.objects.bulk_create(
        rows,
        batch_size=200,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["key", "name", "names", "words", "body", "tokens"],
    )
    return len(rows)


def _row(section: Section, document: Document) -> SearchDoc:
    name = grams.bracketed([document.name])
    names = grams.bracketed(document.names)
    wordy = grams.plain(dict.fromkeys(document.words))
    body = grams.plain(document.body)
    return SearchDoc(
        id=number(section, document.weight, document.key),
        key=document.key,
        name=name,
        names=names,
        words=wordy,
        body=body,
        tokens=grams.tokens(name, names, wordy, body),
    )
