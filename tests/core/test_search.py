"""The index answers as plain Python would, in the same order, on both databases."""

import random
from dataclasses import replace
from uuid import UUID, uuid5

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tomoni.core.models import SearchDoc
from tomoni.core.search import (
    Document,
    Section,
    drop,
    empty,
    find,
    finding,
    parse,
    postgres,
    put,
    reference,
    schema,
)
from tomoni.core.search.finding import near_names, weight_of

SALONS = Section(9)
SPACE = UUID(int=7)
PARTS = [
    "銭函",
    "小樽",
    "朝里",
    "松ケ枝",
    "松が枝",
    "サロン",
    "さろん",
    "ｻﾛﾝ",
    "小学校",
    "中学校",
    "公園",
    "会館",
    "ヴァイオリン",
    "バイオリン",
    "高橋",
    "髙橋",
    "宮﨑",
    "一丁目",
    "1丁目",
    "ランチ",
    "喫茶",
    "体操",
    "の",
    "ー",
    "東",
    "𠮷野",
    "Otaru",
    "salon",
    "AED",
    "3ヶ所",
    "3か所",
]
HOSTILE = [
    "NEAR(", '"', "*", "^銭函", "銭函*", "name:銭函", "' OR 1=1 --", "a AND b OR c", "%", "_",
    "\x00", "\x00銭函", "\ud800", "⟨銭函", "銭函⟩", "·", "0銭函", "{}", "%s", "%(a)s", "\\", "ー",
    "\u202e銭函", "𠮷", "𠮷野", "ً", "नमस्ते", "ที่นี่", "emoji ☕ 喫茶", "あ" * 10_000_000, "  ", "AND", "NOT 銭函",
    "(((((", "銭函 銭函 銭函", " ".join(chr(0x4E00 + i) for i in range(300)), "e\u0301cole", "ﾞ",
]  # fmt: skip


def made(count, seed=1):
    pick = random.Random(seed)
    documents = []
    for i in range(count):
        name = "".join(pick.choices(PARTS, k=pick.randint(1, 3)))
        documents.append(
            Document(
                key=uuid5(SPACE, str(i)),
                name=name,
                names=(pick.choice(["ぜにばこさろん", "", "Zenibako Salon", "おたる かいかん"]),),
                words=tuple(pick.choices(PARTS, k=2)),
                body=(" ".join(pick.choices(PARTS, k=6)), "毎週木曜日に開きます"),
                weight=int(pick.random() < 0.2),
            )
        )
    return documents


def queries(documents, count, seed=2):
    pick = random.Random(seed)
    asked = []
    for _ in range(count):
        one = pick.choice(documents)
        text = pick.choice([one.name, one.body[0], one.words[0], one.names[0] or "銭"])
        start = pick.randrange(len(text))
        asked.append(text[start : start + pick.randint(1, 5)])
        if pick.random() < 0.3:
            asked[-1] += " " + pick.choice(PARTS)
    return [*asked, *HOSTILE, *PARTS]


def truth(query):
    """Everything that matches, in order, by brute force over the stored fields."""
    rows = list(SearchDoc.objects.values_list("id", "name", "names", "words", "body"))
    ranks = reference.find_all(rows, query)
    names = {row[0]: row[1] for row in rows}
    if len(ranks) <= finding.FINE:
        order = sorted(
            reference.order_key(rank, doc, names[doc], weight_of(doc))
            for doc, rank in ranks.items()
        )
        return [key[-1] for key in order]
    return [doc for doc, _rank in sorted(ranks.items(), key=lambda item: (item[1], item[0]))]


@pytest.mark.parametrize("size", [60, 700])
def test_the_database_finds_what_plain_python_finds_in_the_same_order(db, size):
    documents = made(size)
    put(SALONS, documents)
    keys = dict(SearchDoc.objects.values_list("id", "key"))

    for text in queries(documents, 250):
        query = parse(text)
        found = find(SALONS, query, size=1000)
        expected = truth(query) if query else []
        assert list(found.keys) == [keys[doc] for doc in expected], text[:80]
        assert found.count == len(expected)


@pytest.mark.parametrize("cap", [30, 400])
def test_a_page_is_the_same_however_frequent_the_word(db, cap, monkeypatch):
    """Frequent words, which never have all their hits fetched, stay right as rows come and go."""
    monkeypatch.setattr(finding, "CAP", cap)
    monkeypatch.setattr(finding, "FINE", 10)
    documents = made(700)
    put(SALONS, documents)
    put(SALONS, [replace(d, name=f"{d.name}改め", weight=1 - d.weight) for d in documents[:150]])
    put(SALONS, [replace(d, words=("銭函",), body=()) for d in documents[150:300]])
    drop(SALONS, [document.key for document in documents[300:350]])
    keys = dict(SearchDoc.objects.values_list("id", "key"))
    assert len(keys) == 650
    some = SearchDoc.objects.filter(key__lt=UUID("c" + "0" * 31))
    some_keys = set(some.values_list("key", flat=True))

    for text in queries(documents, 60, seed=3):
        query = parse(text)
        expected = [keys[doc] for doc in truth(query)] if query else []
        for start, size in ((0, 1), (0, 3), (5, 20), (20, 40)):
            found = find(SALONS, query, start=start, size=size)
            assert list(found.keys) == expected[:cap][start : start + size], (text[:80], start)
            assert found.count == min(len(expected), cap)
            assert found.is_capped == (len(expected) > cap)
        fitting = [key for key in expected if key in some_keys]
        if len(fitting) > finding.FINE:
            inside = find(SALONS, query, start=2, size=5, within=some.values("key"))
            assert list(inside.keys) == fitting[2:7], text[:80]
            assert inside.count == min(len(fitting), cap)
            known = find(SALONS, query, start=2, size=5, within=some.values("key"), known=fitting)
            assert known == inside, text[:80]


def test_a_section_of_resting_things_alone_is_searched_like_any_other(db, monkeypatch):
    """None of its numbers is among those that the head and the front hold on PostgreSQL."""
    monkeypatch.setattr(finding, "CAP", 30)
    monkeypatch.setattr(finding, "FINE", 10)
    put(SALONS, [replace(document, weight=1) for document in made(300)])
    keys = dict(SearchDoc.objects.values_list("id", "key"))
    for text in ("小樽", "の", "銭函 サロン", "会館"):
        found = find(SALONS, parse(text))
        assert list(found.keys) == [keys[doc] for doc in truth(parse(text))][:20]


def test_postgresql_answers_from_the_smallest_part_that_has_enough(db):
    """The query must say a part in the words of its index, or the planner does not see it."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite reads its index in order.")
    put(SALONS, made(300))
    where, params = postgres._by_index([(3, ("小樽",))], (SALONS.first, SALONS.last), None)
    for part, index in (
        (schema.HEAD, "core_searchdoc_head"),
        (f"{schema.FRONT} AND NOT {schema.HEAD}", "core_searchdoc_front"),
        (f"{postgres.WHOLE} AND NOT {schema.FRONT}", "core_searchdoc_grams"),
    ):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(
                f"EXPLAIN SELECT id FROM core_searchdoc WHERE {part} AND {where} LIMIT 20", params
            )
            assert f"Bitmap Index Scan on {index} " in "\n".join(row[0] for row in cursor)


def test_the_index_over_the_first_documents_goes_and_comes_with_its_migration(db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite reads its index in order.")
    put(SALONS, made(100))
    before = find(SALONS, parse("小樽"))
    operation = schema.SearchParts()
    with connection.schema_editor() as editor:
        operation.database_backwards("core", editor, None, None)
    assert find(SALONS, parse("小樽")) == before
    with connection.schema_editor() as editor:
        operation.database_forwards("core", editor, None, None)
    assert find(SALONS, parse("小樽")) == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'core_searchdoc'")
        assert {row[0] for row in cursor} >= set(schema.INDEXES)


def test_pages_are_pieces_of_one_list(db):
    put(SALONS, made(700))
    for text in ("小樽", "の", "銭函 サロン"):
        whole = find(SALONS, parse(text), size=700).keys
        pages = [
            key
            for start in range(0, 720, 20)
            for key in find(SALONS, parse(text), start=start, size=20).keys
        ]
        assert pages == list(whole)


@given(st.text(max_size=30))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_typed_is_an_error(db, typed):
    assert find(SALONS, parse(typed)).count == 0


def test_better_hits_come_first(db):
    texts = {
        "exact": Document(uuid5(SPACE, "exact"), "ぜにばこ"),
        "begins": Document(uuid5(SPACE, "begins"), "ぜにばこサロン"),
        "inside": Document(uuid5(SPACE, "inside"), "ふれあいぜにばこサロン"),
        "kana": Document(uuid5(SPACE, "kana"), "銭函会館", names=("ゼニバコカイカン",)),
        "word": Document(uuid5(SPACE, "word"), "茶の間", words=("銭函", "ぜにばこ")),
        "body": Document(uuid5(SPACE, "body"), "バス停", body=("ぜにばこ行き",)),
    }
    put(SALONS, reversed(texts.values()))

    found = find(SALONS, parse("ゼニバコ"))

    assert list(found.keys) == [text.key for text in texts.values()]


def test_what_rests_comes_after_what_runs(db):
    running = Document(uuid5(SPACE, "a"), "銭函サロンの長い名前")
    resting = Document(uuid5(SPACE, "b"), "銭函サロン2", weight=1)
    put(SALONS, [resting, running])
    assert list(find(SALONS, parse("銭函")).keys) == [running.key, resting.key]


def test_a_changed_document_is_found_by_its_new_words_only(db):
    key = uuid5(SPACE, "a")
    put(SALONS, [Document(key, "銭函サロン")])
    put(SALONS, [Document(key, "朝里会館", weight=3)])
    assert find(SALONS, parse("銭函")).count == 0
    assert find(SALONS, parse("朝里")).keys == (key,)
    drop(SALONS, [key])
    assert find(SALONS, parse("朝里")).count == 0


def test_sections_do_not_mix(db):
    put(SALONS, made(20))
    other = Section(10)
    put(other, [Document(uuid5(SPACE, "x"), "銭函のお知らせ")])
    assert find(other, parse("銭函")).count == 1
    empty(SALONS)
    assert find(SALONS, parse("小樽")).count == 0
    assert find(other, parse("銭函")).count == 1


def test_two_things_with_one_hash_both_keep_their_place(db, monkeypatch):
    from tomoni.core.search import writing

    monkeypatch.setattr(
        writing, "number", lambda section, weight, key: section.first | weight << writing.HASH_BITS
    )
    keys = [uuid5(SPACE, str(i)) for i in range(3)]
    for _again in range(2):
        for key in keys:
            put(SALONS, [Document(key, "銭函")])
    assert set(find(SALONS, parse("銭函")).keys) == set(keys)
    assert SearchDoc.objects.count() == 3


def test_only_keys_within_a_queryset_are_found(db):
    put(SALONS, made(400))
    some = SearchDoc.objects.filter(key__lt=UUID("8" + "0" * 31)).values("key")
    for text in ("小樽", "銭函 の"):
        inside = find(SALONS, parse(text), size=400, within=some).keys
        assert sorted(inside) == sorted(
            key for key in find(SALONS, parse(text), size=400).keys if key < UUID("8" + "0" * 31)
        )
    assert find(SALONS, parse("小樽"), within=SearchDoc.objects.none().values("key")).count == 0


def test_names_that_share_a_pair_are_offered(db):
    put(
        SALONS, [Document(uuid5(SPACE, "a"), "お茶の間サロン"), Document(uuid5(SPACE, "b"), "公園")]
    )
    assert [name for _key, name in near_names(SALONS, "お茶のまさろん")] == ["⟨お茶の間さろん⟩ "]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("again", [1, 2])
def test_a_flushed_table_leaves_no_ghost_in_the_index(again):
    """Runs twice: the second run would find what the first left behind."""
    assert find(SALONS, parse("銭函")).count == 0
    put(SALONS, [Document(uuid5(SPACE, str(again)), "銭函サロン")])
    assert find(SALONS, parse("銭函")).count == 1
