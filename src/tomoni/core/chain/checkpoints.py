"""The newest hashes of all chains, signed and appended to a file outside the database.

One file a year, one JSON object a line. A line names the lanes that have grown since the line
before, carries the SHA-256 of that line and is signed with the ring's signing key (Ed25519).
Whoever takes rows from the end of a chain would have to change this file too, and cannot sign it.
"""

import base64
import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from tomoni.core import keyring
from tomoni.core.chain.lanes import end_of_lane
from tomoni.core.chain.rows import chained_models

FORMAT = 1
NOTHING = "0" * 64
RESTORED = "restored"

Place = tuple[str, int]  # A table and a lane of it.
Head = tuple[int, str]  # The number and the hash of a lane's last row.


@dataclass
class Mark:
    """What a checkpoint says about one lane."""

    number: int
    hash: str
    at: str


@dataclass
class Lost:
    """Rows that a restore from an older backup took away, as its own line says."""

    table: str
    lane: int
    first: int
    last: int
    restored_at: str


@dataclass
class Known:
    """Everything the checkpoint files say."""

    marks: dict[Place, list[Mark]] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)
    lines: int = 0
    last_at: str = ""
    problem: str = ""

    def take(self, line: dict[str, Any]) -> None:
        heads = {(table, lane): (number, digest) for table, lane, number, digest in line["heads"]}
        if line["reason"] == RESTORED:
            self._go_back(heads, line["at"])
        for place, (number, digest) in heads.items():
            known = self.marks.setdefault(place, [])
            if not known or known[-1].number != number:
                known.append(Mark(number, digest, line["at"]))
        self.lines += 1
        self.last_at = line["at"]

    def heads(self) -> dict[Place, Head]:
        return {
            place: (marks[-1].number, marks[-1].hash)
            for place, marks in self.marks.items()
            if marks
        }

    def _go_back(self, heads: dict[Place, Head], at: str) -> None:
        """After a restore the rows beyond the backup are gone, and everybody may know it."""
        for place, marks in self.marks.items():
            kept = heads.get(place, (0, NOTHING))[0]
            if marks and marks[-1].number > kept:
                self.lost.append(Lost(*place, kept + 1, marks[-1].number, at))
            marks[:] = [mark for mark in marks if mark.number <= kept]


def folder() -> Path:
    """Where the files lie: `TOMONI_CHECKPOINTS`."""
    return Path(settings.CHECKPOINTS_DIR)


def files() -> list[Path]:
    return sorted(folder().glob("checkpoints-*.jsonl"))


def write(*, at: datetime, reason: str = "tick", note: str = "") -> bool:
    """Append a line when a chain has grown; a restore always leaves one.

    Raises:
        KeyProblem: when there is no ring to sign with.
    """
    signer = keyring.ring().current("signing")
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(folder() / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _append(signer, at, reason, note)
    finally:
        os.close(lock)


def _append(signer: keyring.Key, at: datetime, reason: str, note: str) -> bool:
    file = folder() / f"checkpoints-{at:%Y}.jsonl"
    standing = files()
    before, known = NOTHING, {}
    if standing:
        newest = standing[-1]
        file = max(file, newest)  # A clock set back must not write into an older file.
        _mend_torn_end(newest)
        before = _hash_of_last_line(newest)
        if file == newest and reason != RESTORED:
            known = read([newest], trusted=True).heads()  # A new file begins with all lanes.
    heads = current_heads()
    grown = {place: head for place, head in heads.items() if known.get(place) != head}
    if not grown and reason != RESTORED:
        return False
    line: dict[str, Any] = {
        "format": FORMAT,
        "at": at.isoformat(),
        "reason": reason,
        "heads": [[*place, *head] for place, head in sorted(grown.items())],
        "before": before,
        "key": signer.name,
    }
    if note:
        line["note"] = note
    private = Ed25519PrivateKey.from_private_bytes(signer.secret)
    line["signature"] = base64.b64encode(private.sign(_plain(line))).decode()
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"
    descriptor = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, text.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return True


def current_heads() -> dict[Place, Head]:
    """The last row of every lane in the database."""
    lanes: Any = apps.get_model("core", "Lane")._base_manager
    found: dict[Place, Head] = {}
    if lanes.model._meta.db_table not in connection.introspection.table_names():
        return found  # A backup from before the chains was put back and is not migrated yet.
    tables = {model._meta.db_table for model in chained_models()}
    for lane, table in lanes.order_by("pk").values_list("pk", "table"):
        if table in tables:
            number, last = end_of_lane(connection, table, lane)
            if number:
                found[table, lane] = (number, last.hex())
    return found


def read(paths: Iterable[Path] | None = None, *, trusted: bool = False) -> Known:
    """What the files say; the first thing wrong with them is in `problem`.

    The lines hold each other by their hashes, so the signature of the last line covers all; only
    when it does not fit is every line tried, to say which one was touched.
    """
    known = Known()
    before, last = NOTHING, b""
    if paths is None:
        paths = files()
    for path in paths:
        for number, raw in enumerate(_lines(path), start=1):
            try:
                line = json.loads(raw)
                if not trusted and line["before"] != before:
                    raise ValueError
                known.take(line)
            except (ValueError, KeyError, TypeError):
                known.problem = known.problem or _(
                    "%(file)s の%(number)s行目が、前の行とつながりません。書きかえられたか、行が抜かれています。"
                ) % {"file": path, "number": number}
                return known
            before, last = sha256(raw.rstrip(b"\n")).hexdigest(), raw
    if last and not trusted and not _is_signed(last):
        known.problem = _why_unsigned(paths)
    return known


def _why_unsigned(paths: Iterable[Path]) -> str:
    try:
        keyring.ring()
    except keyring.KeyProblem as problem:
        return problem.sentence
    for path in paths:
        for number, raw in enumerate(_lines(path), start=1):
            if not _is_signed(raw):
                return _(
                    "%(file)s の%(number)s行目の署名が、鍵束の鍵と合いません。書きかえられたか、別の鍵束です。"
                ) % {"file": path, "number": number}
    return ""


def _is_signed(raw: bytes) -> bool:
    try:
        line = json.loads(raw)
        key = keyring.ring().key("signing", line["key"])
        public = Ed25519PrivateKey.from_private_bytes(key.secret).public_key()
        public.verify(base64.b64decode(line["signature"]), _plain(line))
    except (ValueError, KeyError, TypeError, InvalidSignature, keyring.KeyProblem):
        return False
    return True


def _plain(line: dict[str, Any]) -> bytes:
    """What is signed: the line without its signature, keys in order, no spaces."""
    rest = {name: value for name, value in line.items() if name != "signature"}
    return json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _lines(path: Path) -> Iterator[bytes]:
    """Whole lines; one that a power cut tore at the very end was never acknowledged."""
    with path.open("rb") as source:
        for raw in source:
            if raw.endswith(b"\n"):
                yield raw


def _hash_of_last_line(path: Path) -> str:
    last = b""
    for raw in _lines(path):
        last = raw
    return sha256(last.rstrip(b"\n")).hexdigest() if last else NOTHING


def _mend_torn_end(path: Path) -> None:
    """Cut off a half line left by a power cut, so that the next one begins on its own."""
    with path.open("rb+") as target:
        size = target.seek(0, os.SEEK_END)
        position = size
        while position:
            step = min(4096, position)
            target.seek(position - step)
            chunk = target.read(step)
            if (found := chunk.rfind(b"\n")) >= 0:
                keep = position - step + found + 1
                if keep < size:
                    target.truncate(keep)
                return
            position -= step
        target.truncate(0)
