"""Whatever somebody with all rights on the database does to the record, the proof notices."""

import itertools
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.flushing import guards_lifted
from tomoni.core import audit, chain
from tomoni.core.chain.verifying import verify
from tomoni.core.models import AuditRow
from tomoni.ground.people.models import Organisation

TABLE = "core_auditrow"
TEXTS = ("act", "thing", "thing_id", "changes", "note")
places = itertools.count()


@pytest.fixture
def record(db, settings, tmp_path_factory, at, mori):
    """Twelve acts by clerk and program, chained, the end signed."""
    settings.CHECKPOINTS_DIR = tmp_path_factory.mktemp("checkpoints")
    things = [Organisation(name=f"見本{n}") for n in range(12)]
    for n, thing in enumerate(things[:6]):
        audit.record(
            "people.tried", thing, by=mori if n % 2 else None, at=at + timedelta(seconds=n),
            changes={"name": ("", "小樽の「\"サロン\"」\n"), "n": (1.0, 1e22)}, note="見本\x1f",
        )  # fmt: skip
    audit.record_many("people.tried_many", [(each, None) for each in things[6:]], by=mori, at=at)
    assert chain.write_checkpoints(at)
    return at


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def all_rows():
    return [
        pk for (pk,) in sql(f"SELECT id FROM {TABLE} WHERE act LIKE 'people.tried%%' ORDER BY id")
    ]


def test_an_honest_record_is_whole(record):
    report = verify()
    assert report.ok and report.tables[TABLE] == AuditRow.objects.count() >= 12
    assert report.proven == report.tables[TABLE] and report.checkpoints == 1


def alter(draw, keys):
    key, column = draw(st.sampled_from(keys)), draw(st.sampled_from([*TEXTS, "at", "by_id", "id"]))
    if column == "at":
        value = AuditRow.objects.get(pk=key).at + timedelta(
            microseconds=draw(st.integers(1, 10**9))
        )
        AuditRow.objects.filter(pk=key).update(at=value)
    elif column == "by_id":
        old = AuditRow.objects.get(pk=key).by_id
        other = None if old else AuditRow.objects.exclude(by=None).first().by_id
        AuditRow.objects.filter(pk=key).update(by=other)
    elif column == "id":
        sql(f"UPDATE {TABLE} SET id = %s WHERE id = %s", max(keys) + draw(st.integers(1, 999)), key)
    else:
        old = sql(f"SELECT {column} FROM {TABLE} WHERE id = %s", key)[0][0]
        new = draw(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40))
        new = f'{{"a":["{len(new)}",null]}}' if column == "changes" else new
        sql(f"UPDATE {TABLE} SET {column} = %s WHERE id = %s", new, key)
        return old != new
    return True


def remove(draw, keys):
    gone = draw(st.lists(st.sampled_from(keys), min_size=1, unique=True))
    for key in gone:
        sql(f"DELETE FROM {TABLE} WHERE id = %s", key)
    return True


def cut_the_tail(draw, keys):
    sql(f"DELETE FROM {TABLE} WHERE id >= %s", draw(st.sampled_from(keys)))
    return True


def swap(draw, keys):
    one, other = draw(st.lists(st.sampled_from(keys), min_size=2, max_size=2, unique=True))
    columns = draw(
        st.sampled_from([("number",), ("number", "previous", "hash"), (*TEXTS, "at", "by_id"), ("hash",), ("id",)])
    )  # fmt: skip
    if columns == ("id",):
        sql(f"UPDATE {TABLE} SET id = -1 WHERE id = %s", one)
        sql(f"UPDATE {TABLE} SET id = %s WHERE id = %s", one, other)
        sql(f"UPDATE {TABLE} SET id = %s WHERE id = -1", other)
        return True
    names = ", ".join(columns)
    mine, theirs = (
        sql(f"SELECT {names} FROM {TABLE} WHERE id = %s", key)[0] for key in (one, other)
    )
    fill = ", ".join(f"{name} = %s" for name in columns)
    if "number" in columns:  # Two rows cannot stand at one place, not even for a moment.
        sql(f"UPDATE {TABLE} SET number = -number WHERE id = %s", other)
    sql(f"UPDATE {TABLE} SET {fill} WHERE id = %s", *theirs, one)
    sql(f"UPDATE {TABLE} SET {fill} WHERE id = %s", *mine, other)
    return mine != theirs


def insert(draw, keys):
    """A row of one's own at the end or in place of another, with whatever links one likes."""
    key = draw(st.sampled_from(keys))
    lane, number, previous, own = sql(
        f"SELECT lane, number, previous, hash FROM {TABLE} WHERE id = %s", key
    )[0]
    end = sql(f"SELECT max(number) FROM {TABLE} WHERE lane = %s", lane)[0][0]
    kind = draw(st.sampled_from(["end", "far", "lane", "instead"]))
    number = {"end": end + 1, "far": end + 5, "lane": 1, "instead": number}[kind]
    lane = lane + 1000 if kind == "lane" else lane
    if kind == "instead":
        sql(f"DELETE FROM {TABLE} WHERE id = %s", key)
    columns = "id, at, act, thing, thing_id, changes, note, lane, number, previous, hash"
    sql(
        f"INSERT INTO {TABLE} ({columns}) SELECT %s, at, act, thing, thing_id, changes, 'forged', "
        f"%s, %s, %s, %s FROM {TABLE} WHERE id = %s",
        max(keys) + 1, lane, number, previous, own, keys[0] if keys[0] != key else keys[1],
    )  # fmt: skip
    return True


def rewrite_from(draw, keys):
    """The clever way: change a row and make every later hash fit. Only the checkpoint knows."""
    from tomoni.core.chain import rows

    key = draw(st.sampled_from(keys))
    lane, number, before = sql(
        f"SELECT lane, number, previous FROM {TABLE} WHERE id = %s", key
    )[0]  # fmt: skip
    sql(f"UPDATE {TABLE} SET note = 'rewritten' WHERE id = %s", key)
    columns = rows.as_text(AuditRow, connection.vendor)
    wanted = ", ".join(text for _name, text in columns)
    later = sql(
        f"SELECT id, number, {wanted} FROM {TABLE} WHERE lane = %s AND number >= %s ORDER BY number",
        lane, number,
    )  # fmt: skip
    last = bytes(before)
    for pk, place, *values in later:
        names = [name for name, _text in columns]
        own = rows.digest(last, TABLE, lane, place, rows.content(names, values))
        sql(f"UPDATE {TABLE} SET previous = %s, hash = %s WHERE id = %s", last, own, pk)
        last = own
    return True


WAYS = [alter, remove, cut_the_tail, swap, insert, rewrite_from]


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data(), way=st.sampled_from(WAYS))
def test_every_touch_is_noticed(record, data, way):
    with transaction.atomic():
        with guards_lifted(connection):
            touched = way(data.draw, all_rows())
        report = verify()
        transaction.set_rollback(True)
    assert report.ok is not touched, way.__name__
    if touched:
        assert report.bad[0].sentence and report.bad[0].table == TABLE


def test_the_first_bad_row_is_named(record, capsys):
    from django.core.management import call_command

    keys = all_rows()
    with guards_lifted(connection):
        sql(f"UPDATE {TABLE} SET note = 'x' WHERE id IN (%s, %s)", keys[4], keys[7])
    report = verify()
    assert [bad.key for bad in report.bad] == [str(keys[4])] and report.bad[0].code == "altered"
    with pytest.raises(SystemExit) as end:
        call_command("audit_verify", "--json")
    assert end.value.code == 1 and f'"key": "{keys[4]}"' in capsys.readouterr().out


def test_text_that_is_no_text_is_noticed(record):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL takes only text into a text column")
    with guards_lifted(connection):
        sql(f"UPDATE {TABLE} SET note = x'ff00' WHERE id = %s", all_rows()[3])
    assert not verify().ok


def test_the_signed_file_cannot_be_touched_either(record, settings, at):
    audit.record("people.tried", Organisation(name="あと"), by=None, at=at)
    assert chain.write_checkpoints(at + timedelta(minutes=5))
    assert not chain.write_checkpoints(at + timedelta(minutes=10))  # Nothing new to sign.
    (file,) = settings.CHECKPOINTS_DIR.glob("*.jsonl")
    first, second = file.read_text().splitlines()

    for forged in (
        [first.replace('"tick"', '"tack"'), second],
        [second],
        [first, second.replace(":05:", ":06:")],
    ):
        file.write_text("\n".join(forged) + "\n")
        assert verify().bad[0].code == "checkpoints"
    file.write_text(f'{first}\n{second}\n{{"half a li')  # A power cut tore the last line.
    assert verify().ok
    audit.record("people.tried", Organisation(name="また"), by=None, at=at)
    assert chain.write_checkpoints(at + timedelta(minutes=15))
    assert verify().ok and verify().checkpoints == 3


def test_a_new_year_begins_a_new_file_with_every_lane(record, settings, at):
    audit.record("people.tried", Organisation(name="新年"), by=None, at=at)
    chain.write_checkpoints(at + timedelta(days=60))
    assert [f.name for f in sorted(settings.CHECKPOINTS_DIR.glob("*.jsonl"))] == [
        "checkpoints-2026.jsonl",
        "checkpoints-2027.jsonl",
    ]
    chain.write_checkpoints(at)  # The clock went back: the newer file goes on.
    assert verify().ok
