"""Search over more than 100,000 entries: is it right, and how fast, beside three peers.

    python benchmarks/search.py --corpus A.jsonl.gz B.jsonl.gz [--db-url URL] [--scale 1,4,16]

Every line of the corpus becomes an entry with its place; the index is written by
`places.actions.index` and asked by `core.search.find`, the code of the search page. Truth is
a substring search in plain Python over the texts handed to the index. A line needs a `name`;
`kana`, `address` (or its parts), `kind`, `hazards` and `note` are used where they are. Without
`--db-url` the run is made on SQLite and, where a PostgreSQL can be started, on PostgreSQL. The
last line for each database is the summary.
"""

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
ONE = 5_000  # Entries of the reference city.
LENGTHS = (1, 2, 3, 4, 5)
PAGE = 20
TIMES = 5  # Each query is asked so often; the quickest counts, as others use the machine too.
SLOW_SAMPLE = 100  # A peer that reads the whole table is asked so many of the queries.
PATIENCE = 60  # Seconds; a peer that has taken longer is not asked everything once more.
TRIES = 200  # A small corpus may not have as many different pieces as were asked for.


def main() -> None:
    known = argparse.ArgumentParser(description=__doc__)
    known.add_argument("--corpus", nargs="+", required=True, type=Path)
    known.add_argument("--db-url", default="")
    known.add_argument("--scale", default="1,4,16", help="growth steps in units of 5,000 entries")
    known.add_argument("--queries", type=int, default=120, help="for each length")
    known.add_argument("--seed", type=int, default=20261123)
    known.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    args = known.parse_args()
    if args.here:
        run(args)
        return
    if args.db_url:
        again(args.db_url)
        return
    with tempfile.TemporaryDirectory(prefix="tomoni-bench-") as folder:
        again(f"sqlite:///{folder}/search.sqlite3")
    from tests import postgres

    try:
        cluster = postgres.start()
    except (OSError, subprocess.SubprocessError, RuntimeError, SystemExit) as problem:
        print(f"PostgreSQL could not be started: {problem}", file=sys.stderr)
        return
    try:
        again(os.environ["DATABASE_URL"])
    finally:
        postgres.stop(*cluster)


def again(url: str) -> None:
    """This file once more, with Django set to one database."""
    with tempfile.TemporaryDirectory(prefix="tomoni-bench-") as data:
        subprocess.run(
            [sys.executable, __file__, *sys.argv[1:], "--here"],
            check=True,
            env={**os.environ, "DATABASE_URL": url, "TOMONI_DATA": data},
        )


def run(args: argparse.Namespace) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    vendor = connection.vendor
    clear()
    lines = list(corpus(args.corpus))
    if not lines:
        raise SystemExit("There is no line with a name in the corpus.")
    random.Random(args.seed).shuffle(lines)
    steps = sorted({min(len(lines), ONE * int(step)) for step in args.scale.split(",") if step})
    texts: dict[object, str] = {}
    for size in [*steps, len(lines)]:
        begun, before = perf_counter(), len(texts)
        load(lines[len(texts) : size], texts)
        if len(texts) == before:
            continue
        say(
            database=vendor,
            documents=len(texts),
            indexed_per_s=round((len(texts) - before) / (perf_counter() - begun)),
            **growth(texts, args),
        )
    asked = queries(texts, args)
    exact = correctness(texts, asked)
    timed = [text for text, _kind in asked]
    by_kind = {
        kind: timing(ours, [text for text, this in asked if this == kind])["p95_ms"]
        for kind in dict.fromkeys(kind for _text, kind in asked)
    }
    whole = timing(ours, timed)
    some = random.Random(2).sample(timed, min(len(timed), SLOW_SAMPLE))
    peers = {
        name: timing(peer, some if name == "sql_like" else timed)
        for name, peer in {"sql_like": like, **own_peers(vendor), **tantivy(texts)}.items()
    }
    say(database=vendor, p95_ms_by_kind=by_kind, p50_ms=whole["p50_ms"], rows=timing(rows, timed))
    say(
        database=vendor,
        documents=len(texts),
        recall=exact["recall"],
        precision=exact["precision"],
        p95_ms=whole["p95_ms"],
        peers={name: figures["p95_ms"] for name, figures in peers.items()},
    )


def say(**figures: object) -> None:
    print(json.dumps(figures, ensure_ascii=False), flush=True)


def clear() -> None:
    """Take out what an earlier run left in this database; a town's own entries stay untouched."""
    from django.db import connection

    from tomoni.core.models import SearchDoc
    from tomoni.town.places.models import Listing, ListingAt, Place

    if Listing.objects.exclude(source="corpus").exists():
        raise SystemExit("This database holds a town. Give the benchmark one of its own.")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_trgm")
    for model in (SearchDoc, ListingAt, Listing, Place):
        model.objects.all()._raw_delete(connection.alias)


def corpus(files: list[Path]) -> Iterator[dict[str, str]]:
    """Name, kana, address and the other words of every line."""
    for file in files:
        with file.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
        with (gzip.open if packed else open)(file, "rt", encoding="utf-8") as stream:
            for line in stream:
                row = json.loads(line) if line.strip() else {}
                if not row.get("name"):
                    continue
                address = row.get("address") or "".join(
                    row.get(part) or "" for part in ("prefecture", "city", "neighborhood", "banchi")
                )
                yield {
                    "name": row["name"],
                    "kana": row.get("kana") or "",
                    "address": address,
                    "about": " ".join([row.get("kind") or "", *(row.get("hazards") or [])]).strip(),
                    "note": row.get("note") or "",
                }


def load(lines: list[dict[str, str]], texts: dict[object, str]) -> None:
    """Entries with their places, written to the tables, then indexed by our own action."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from tomoni.core import search
    from tomoni.core.text import search_key
    from tomoni.town.places.actions import index
    from tomoni.town.places.models import Listing, ListingAt, Place

    at = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
    stamps = {"created_at": at, "updated_at": at}
    for start in range(0, len(lines), 2000):
        some = lines[start : start + 2000]
        places = [
            Place(name=line["name"][:200], address=line["address"][:300], **stamps) for line in some
        ]
        number = len(texts)
        listings = [
            Listing(
                slug=f"b{number + i}",
                name=line["name"][:200],
                name_kana=line["kana"][:300],
                summary=line["about"][:200],
                description=line["note"],
                status="published",
                source="corpus",
                checked_on=at.date(),
                published_at=at,
                **stamps,
            )
            for i, line in enumerate(some)
        ]
        Place.objects.bulk_create(places, batch_size=500)
        Listing.objects.bulk_create(listings, batch_size=500)
        ListingAt.objects.bulk_create(
            [ListingAt(listing=li, place=p) for li, p in zip(listings, places, strict=True)],
            batch_size=500,
        )
        handed = index.document_of

        def noted(listing: Listing, handed: Any = handed) -> Any:
            document = handed(listing)
            fields = (document.name, *document.names, *document.words, *document.body)
            texts[listing.pk] = "\n".join(map(search_key, fields))
            return document

        index.document_of = noted
        index.refresh(listings)
        index.document_of = handed
    search.optimise()


def queries(texts: dict[object, str], args: argparse.Namespace) -> list[tuple[str, str]]:
    """Pieces of real texts in every length, and the same in other spellings."""
    from tomoni.core.search import parse
    from tomoni.core.text import katakana
    from tomoni.town.places.models import Listing

    pick = random.Random(args.seed + len(texts))
    raw: list[str] = []
    for name, kana, address in Listing.objects.values_list(
        "name", "name_kana", "at__place__address"
    ):
        raw += [part for part in (name, address, kana) if part]
    found: list[tuple[str, str]] = []
    for length in LENGTHS:
        seen: set[str] = set()
        for _try in range(args.queries * TRIES):
            if len(seen) == args.queries:
                break
            text = pick.choice(raw)
            start = pick.randrange(max(1, len(text) - length + 1))
            piece = text[start : start + length]
            typed = parse(piece).typed
            if len(typed) == 1 and len(typed[0]) == length:
                seen.add(piece)
        found += [(piece, str(length)) for piece in sorted(seen)]
    spelled = [text for text, kind in found if kind in "2345"]
    for kind, change in {"katakana": katakana, "wide": wide, "narrow": narrow}.items():
        other = sorted({change(text) for text in spelled} - set(spelled))
        found += [(text, kind) for text in pick.sample(other, min(len(other), args.queries // 2))]
    return found


def wide(text: str) -> str:
    """Full-width letters and digits."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def narrow(text: str) -> str:
    """Half-width katakana, where there is one."""
    import unicodedata

    table = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}
    split = unicodedata.normalize("NFD", text)
    marks = {"\u3099": "ﾞ", "\u309a": "ﾟ"}
    made = "".join(marks.get(c, table.get(c, c)) for c in split)
    return made if any(c in table.values() for c in made) else text


def correctness(texts: dict[object, str], asked: list[tuple[str, str]]) -> dict[str, float]:
    """Everything found against everything there is, and pages that agree with the whole."""
    from tomoni.core import search
    from tomoni.core.models import SearchDoc
    from tomoni.core.search.finding import CAP
    from tomoni.town.places.queries.search import SECTION

    keys = dict(SearchDoc.objects.values_list("id", "key"))
    right = found_count = true_count = 0
    for text, _kind in asked:
        query = search.parse(text)
        forms = query.words[0]
        truth = {key for key, line in texts.items() if any(form in line for form in forms)}
        found = {keys[number] for number in search.matching_numbers(SECTION, query)}
        page = search.find(SECTION, query)
        assert set(page.keys) <= truth, text
        assert page.count == min(len(truth), CAP), text
        assert len(page.keys) == min(len(truth), PAGE), text
        right += len(truth & found)
        found_count += len(found)
        true_count += len(truth)
    return {
        "recall": round(right / max(true_count, 1), 6),
        "precision": round(right / max(found_count, 1), 6),
    }


def growth(texts: dict[object, str], args: argparse.Namespace) -> dict[str, float]:
    figures = timing(ours, [text for text, _kind in queries(texts, args)])
    return {"p50_ms": figures["p50_ms"], "p95_ms": figures["p95_ms"]}


def timing(ask: Callable[[str], object], asked: list[str]) -> dict[str, float]:
    """Milliseconds for each query, in a mixed order; the first queries only warm up."""
    mixed = random.Random(1).sample(asked, len(asked))
    for text in mixed[:40]:
        ask(text)
    taken: dict[str, list[float]] = {}
    started = perf_counter()
    for again in range(TIMES):
        if again and perf_counter() - started > PATIENCE:
            break
        for text in mixed:
            begun = perf_counter()
            ask(text)
            taken.setdefault(text, []).append((perf_counter() - begun) * 1000)
    middle = sorted(min(times) for times in taken.values())
    return {
        "p50_ms": round(middle[len(middle) // 2], 3),
        "p95_ms": round(middle[int(len(middle) * 0.95)], 3),
    }


def ours(text: str) -> object:
    """The first page: twenty keys in their order and the count up to a thousand."""
    from tomoni.core import search
    from tomoni.town.places.queries.search import SECTION

    return search.find(SECTION, search.parse(text), size=PAGE)


def rows(text: str) -> object:
    """The same, and the entries with their places as the page's rows need them."""
    from tomoni.town.places.models import Listing

    keys = ours(text).keys  # type: ignore[attr-defined]
    return list(
        Listing.objects.filter(pk__in=keys).select_related("category").prefetch_related("places")
    )


def like(text: str) -> object:
    """SQL LIKE over the normalised text, without an index: the first twenty in no rank."""
    return _ids(
        "SELECT id FROM core_searchdoc WHERE"
        " name || ' ' || names || ' ' || words || ' ' || body LIKE %s ORDER BY id LIMIT 20",
        text,
    )


def own_peers(vendor: str) -> dict[str, Callable[[str], object]]:
    """What the database itself brings for substrings: pg_trgm, or FTS5's trigrams with LIKE."""
    from django.db import DatabaseError, connection

    whole = "name || ' ' || names || ' ' || words || ' ' || body"
    with connection.cursor() as cursor:
        if vendor == "postgresql":
            try:
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            except DatabaseError as problem:
                print(f"pg_trgm left out: {problem}", file=sys.stderr)
                return {}
            cursor.execute("SELECT show_trgm('小樽市銭函')")
            assert cursor.fetchone()[0], "the database's ctype is C: pg_trgm sees no Japanese"
            cursor.execute(
                f"CREATE TABLE bench_trgm AS SELECT id, {whole} AS t FROM core_searchdoc"
            )
            cursor.execute("CREATE INDEX ON bench_trgm USING gin (t gin_trgm_ops)")
            cursor.execute("VACUUM ANALYZE bench_trgm")
            sql = "SELECT id FROM bench_trgm WHERE t LIKE %s ORDER BY id LIMIT 20"
            return {"pg_trgm": lambda text: _ids(sql, text)}
        cursor.execute("CREATE VIRTUAL TABLE bench_trgm USING fts5(t, tokenize='trigram')")
        cursor.execute(f"INSERT INTO bench_trgm(rowid, t) SELECT id, {whole} FROM core_searchdoc")
    sql = "SELECT rowid FROM bench_trgm WHERE t LIKE %s ORDER BY rowid LIMIT 20"
    return {"fts5_trigram": lambda text: _ids(sql, text)}


def _ids(sql: str, text: str) -> list[int]:
    from django.db import connection

    from tomoni.core.search import parse

    with connection.cursor() as cursor:
        cursor.execute(sql, [f"%{parse(text).typed[0]}%"])
        return [row[0] for row in cursor.fetchall()]


def tantivy(texts: dict[object, str]) -> dict[str, Callable[[str], object]]:
    """tantivy with our two-character tokens split at spaces, asked as phrases (its best form)."""
    try:
        import tantivy as engine
    except ImportError as problem:
        print(f"tantivy left out: {problem}", file=sys.stderr)
        return {}
    from tomoni.core.search import parse
    from tomoni.core.text import words

    schema = engine.SchemaBuilder()
    schema.add_text_field("t", stored=False, tokenizer_name="whitespace", index_option="position")
    schema.add_text_field("k", stored=True, tokenizer_name="raw")
    folder = tempfile.mkdtemp(dir=os.environ["TOMONI_DATA"])
    index = engine.Index(schema.build(), path=folder)
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    for key, text in texts.items():
        tokens = []
        for run in words(text):
            tokens += [run[i : i + 2] for i in range(len(run) - 1)] + [run[-1]]
        letters = " ".join(sorted(set(text) - {"\n", " "}))
        writer.add_document(engine.Document(t=[" ".join(tokens), letters], k=str(key)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    shape = index.schema

    def ask(text: str) -> object:
        word = parse(text).typed[0]
        if len(word) < 3:
            query = engine.Query.term_query(shape, "t", word)
        else:
            pairs = [word[i : i + 2] for i in range(len(word) - 1)]
            query = engine.Query.phrase_query(shape, "t", pairs)
        return searcher.search(query, PAGE).hits

    return {"tantivy": ask}


if __name__ == "__main__":
    main()
