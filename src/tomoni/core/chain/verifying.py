"""Looking through every chain: is each row as it was written, in its place, and none missing?

The rows stream through in the order of their lanes; memory does not grow with their number.
All is read as it stood at one moment, so writers need not stop.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from tomoni.core.chain import checkpoints
from tomoni.core.chain.checkpoints import Mark
from tomoni.core.chain.lanes import BEGINNING
from tomoni.core.chain.rows import as_text, chained_models
from tomoni.core.one_moment import one_moment

BATCH = 2000


@dataclass
class Bad:
    """The first thing wrong in a lane."""

    code: str
    table: str
    lane: int
    number: int
    key: str
    sentence: str


@dataclass
class Report:
    """What was looked through and what was found."""

    rows: int = 0
    tables: dict[str, int] = field(default_factory=dict)
    bad: list[Bad] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    checkpoints: int = 0
    last_checkpoint: str = ""
    proven: int = 0  # Rows that stand before a checkpoint.

    @property
    def ok(self) -> bool:
        return not self.bad

    def as_json(self) -> dict[str, Any]:
        return {"ok": self.ok, "first_bad": asdict(self.bad[0]) if self.bad else None} | asdict(
            self
        )


def verify() -> Report:
    """Look through all chains of the database and compare them with the checkpoints."""
    report = Report()
    known = checkpoints.read()  # Before the rows: a line written meanwhile is simply not asked for.
    report.checkpoints, report.last_checkpoint = known.lines, known.last_at
    if known.problem:
        report.bad.append(Bad("checkpoints", "", 0, 0, "", known.problem))
    with one_moment():
        lanes: Any = apps.get_model("core", "Lane")._base_manager
        there = set(lanes.values_list("table", "pk"))
        for model in chained_models():
            table = model._meta.db_table
            marks = {lane: list(found) for (t, lane), found in known.marks.items() if t == table}
            try:
                _look_through(model, {lane for t, lane in there if t == table}, marks, report)
            except (DatabaseError, TypeError) as problem:
                # Text that is no text any more, or a column that is gone, stops the reading.
                sentence = _("%(table)s は終わりまで読めません（%(problem)s）。") % {
                    "table": table,
                    "problem": type(problem).__name__,
                }
                report.bad.append(Bad("unreadable", table, 0, 0, "", sentence))
    for lost in known.lost:
        report.notes.append(
            _(
                "%(at)s に古い控えから戻したため、%(table)s の列%(lane)s の%(first)s〜%(last)s番は、このデータベースにはありません。"
            )
            % {
                "at": lost.restored_at,
                "table": lost.table,
                "lane": lost.lane,
                "first": lost.first,
                "last": lost.last,
            }
        )
    if not known.lines:
        report.notes.append(
            _(
                "まだ署名つきの写し（checkpoint）がありません。最後の行が抜かれても分かりません。`tomoni tick` が作ります。"
            )
        )
    return report


def _look_through(
    model: Any, lanes: set[int], marks: dict[int, list[Mark]], report: Report
) -> None:
    """One table: every lane from its first row to its last."""
    table = model._meta.db_table
    columns = as_text(model, connection.vendor)
    keys = [f'"{name}":' for name, _sql in columns]
    quote, new = encode_basestring, sha256
    own = [name for name, _sql in columns].index(model._meta.pk.column)
    lane: int | None = None
    number, last, broken, count = 0, BEGINNING, False, 0
    due: list[Mark] = []
    for row in _rows(table, columns):
        count += 1
        if row[0] != lane:
            if lane is not None and not broken:
                _end(report, table, lane, number, due)
            lane, number, last, broken = row[0], 0, BEGINNING, False
            due = marks.pop(lane, [])
            due.reverse()
            if lane not in lanes:
                broken = True
                _bad(report, "lane", table, row, own)
        if broken:
            continue
        number += 1
        values = row[4:]
        try:
            text = ",".join(
                [k + quote(v) for k, v in zip(keys, values, strict=True) if v is not None]
            )
        except TypeError:  # SQLite keeps bytes in a text column when told to.
            text = ""
        found = new(last + f"{table} {lane} {row[1]} {{{text}}}".encode()).digest()
        if row[1] != number:
            broken = True
            _bad(report, "missing" if row[1] > number else "twice", table, row, own, number)
        elif row[3] != found:
            broken = True
            code = "altered" if row[2] == last else "order"
            _bad(report, code, table, row, own)
        elif row[2] != last:
            broken = True
            _bad(report, "order", table, row, own)
        elif due and due[-1].number == number:
            mark = due.pop()
            report.proven += number if not due else 0
            if mark.hash != found.hex():
                broken = True
                _bad(report, "rewritten", table, row, own, at=mark.at)
        last = found
    if lane is not None and not broken:
        _end(report, table, lane, number, due)
    for gone, missing in sorted(marks.items()):
        if missing:
            _end(report, table, gone, 0, list(reversed(missing)))
    report.tables[table] = count
    report.rows += count


def _rows(table: str, columns: list[tuple[str, str]]) -> Iterator[tuple[Any, ...]]:
    wanted = ", ".join(sql for _name, sql in columns)
    query = (
        f'SELECT lane, number, previous, hash, {wanted} FROM "{table}" '  # noqa: S608
        "ORDER BY lane, number"
    )
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while chunk := cursor.fetchmany(BATCH):
            yield from chunk


def _end(report: Report, table: str, lane: int, number: int, due: list[Mark]) -> None:
    """A checkpoint knows rows that are not there."""
    if not due:
        return
    mark = due[0]
    report.bad.append(
        Bad(
            "behind", table, lane, number + 1, "",
            _(
                "%(table)s の列%(lane)s は%(number)s番で終わっていますが、%(at)s の署名つきの写しは%(known)s番まで知っています。"
                "最後の行が抜かれたか、`tomoni restore` を使わずに古い控えから戻されています。"
                "戻したのなら `tomoni audit restored` でそのことを書き残してください。"
            )
            % {"table": table, "lane": lane, "number": number, "at": mark.at, "known": mark.number},
        )
    )  # fmt: skip


def _bad(
    report: Report,
    code: str,
    table: str,
    row: tuple[Any, ...],
    own: int,
    wanted: int = 0,
    at: str = "",
) -> None:
    said = {
        "altered": _("中身が、書いたときと違います。書きかえられたか、プログラムを通さずに足された行です。"),
        "order": _("前の行とつながりません。前の行が変えられたか、順番が入れかえられています。"),
        "missing": _("この前の行がありません（%(wanted)s番から抜けています）。") % {"wanted": wanted},
        "twice": _("同じ番号の行が、もうあります。"),
        "lane": _("プログラムの知らない列の行です。プログラムを通さずに足されています。"),
        "rewritten": _("%(at)s の署名つきの写しと違います。ここまでのどこかが、つじつまを合わせて書き直されています。") % {"at": at},
    }[code]  # fmt: skip
    where = _("%(table)s の列%(lane)s・%(number)s番（id %(key)s）：") % {
        "table": table,
        "lane": row[0],
        "number": row[1],
        "key": row[4 + own],
    }
    report.bad.append(Bad(code, table, row[0], row[1], str(row[4 + own]), where + said))
