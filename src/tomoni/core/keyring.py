"""The key ring: every secret key of this installation's data, in one file outside the database.

A key has a purpose: `fields` seals what is secret, `index` makes sealed values findable, `signing`
signs the checkpoints. Each purpose has one current key and keeps its older ones, so that what
they sealed or signed stays readable. The name of a key is taken from the key itself; a key that
was cut short or mistyped is therefore noticed when the ring is read.
"""

import base64
import fcntl
import json
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

FORMAT = 1
PURPOSES = ("fields", "index", "signing")
SIZE = 32
NAME = 4  # Bytes of a key's name; it stands before every sealed value.


class KeyProblem(Exception):
    """The key ring is not there, or not the one that is needed. Never holds a key."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Key:
    """One secret. Its `repr` must never show it, because tracebacks and logs show reprs."""

    purpose: str
    made_at: str
    secret: bytes = field(repr=False)

    @property
    def name(self) -> str:
        return name_of(self.purpose, self.secret)


@dataclass(frozen=True)
class Ring:
    """All keys, the oldest first, and the current one of each purpose by name."""

    keys: tuple[Key, ...]
    current_names: dict[str, str]
    by_name: dict[tuple[str, str], Key] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # A page opens dozens of values; the keys' names are not reckoned out for each.
        known = {(key.purpose, key.name): key for key in self.keys}
        object.__setattr__(self, "by_name", known)

    def current(self, purpose: str) -> Key:
        return self.key(purpose, self.current_names.get(purpose, ""))

    def of(self, purpose: str) -> list[Key]:
        return [key for key in self.keys if key.purpose == purpose]

    def key(self, purpose: str, name: str) -> Key:
        """The key of that name.

        Raises:
            KeyProblem: when it is not on the ring; says where the ring is and what to do.
        """
        if found := self.by_name.get((purpose, name)):
            return found
        raise KeyProblem(
            _(
                "鍵 %(name)s が鍵束 %(file)s にありません。この記録を封じたときの鍵束を、"
                "しまってある場所から戻してください（docs/operations.md）。"
            )
            % {"name": name or "?", "file": path()}
        )


def path() -> Path:
    """Where the ring lies: `TOMONI_KEYS`."""
    return Path(settings.KEYS_FILE)


def name_of(purpose: str, secret: bytes) -> str:
    return sha256(b"tomoni key " + purpose.encode() + b" " + secret).digest()[:NAME].hex()


def ring() -> Ring:
    """The ring as it is now; read again only when the file has changed."""
    global _last
    file = settings.KEYS_FILE
    try:
        known = os.stat(file)
    except OSError:
        raise KeyProblem(
            _(
                "鍵束 %(file)s がありません。控えから戻したときは、別にしまってある鍵束をここへ置いてください。"
                "初めて使うときだけ `tomoni keys new` で作ります。"
            )
            % {"file": file}
        ) from None
    mark = (file, known.st_mtime_ns, known.st_size, known.st_ino)
    if _last is None or _last[0] != mark:
        _last = (mark, _read(path()))
    return _last[1]


def to_open(name: str) -> Key:
    """The key a value was sealed with. A key never changes its meaning, so the file is looked at
    again only for one that is not known yet."""
    same = _last is not None and _last[0][0] is settings.KEYS_FILE
    if _last is not None and same and (found := _last[1].by_name.get(("fields", name))):
        return found
    return ring().key("fields", name)


Mark = tuple[Any, int, int, int]
_last: tuple[Mark, Ring] | None = None


def _read(file: Path) -> Ring:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        keys = []
        for entry in data["keys"]:
            key = Key(entry["purpose"], entry["made_at"], base64.b64decode(entry["secret"]))
            if key.name != entry["name"] or len(key.secret) != SIZE:
                raise ValueError(entry["name"])
            keys.append(key)
        if data["format"] != FORMAT:
            raise ValueError("format")
        return Ring(tuple(keys), dict(data["current"]))
    except (OSError, ValueError, KeyError, TypeError):
        # The cause is left out on purpose: it could quote a key.
        raise KeyProblem(
            _("鍵束 %(file)s がこわれています。しまってある写しから戻してください。")
            % {"file": file}
        ) from None


def create(*, at: datetime) -> Ring:
    """A new ring with one key of each purpose.

    Raises:
        KeyProblem: when there is a ring already; it is never overwritten.
    """
    with _held():
        if path().exists():
            raise KeyProblem(
                _("鍵束 %(file)s はもうあります。上書きはしません。") % {"file": path()}
            )
        keys = tuple(Key(each, at.isoformat(), secrets.token_bytes(SIZE)) for each in PURPOSES)
        _write(Ring(keys, {key.purpose: key.name for key in keys}))
    return ring()


def add(purpose: str, *, at: datetime, current: bool = True) -> Key:
    """One more key; what was sealed or signed with the older ones stays readable."""
    with _held():
        old = ring()
        key = Key(purpose, at.isoformat(), secrets.token_bytes(SIZE))
        names = old.current_names | ({purpose: key.name} if current else {})
        _write(Ring((*old.keys, key), names))
    return key


def make_current(purpose: str, name: str) -> None:
    with _held():
        old = ring()
        old.key(purpose, name)
        _write(Ring(old.keys, old.current_names | {purpose: name}))


def remove(purpose: str, name: str) -> None:
    """Take a key away for good; the caller has made sure that nothing needs it any more."""
    with _held():
        old = ring()
        if old.current_names.get(purpose) == name:
            raise KeyProblem(_("いま使っている鍵は外せません。"))
        gone = old.key(purpose, name)
        _write(Ring(tuple(key for key in old.keys if key != gone), old.current_names))


def others_may_read() -> bool:
    """Whether anybody but the program's own user can read the ring."""
    return bool(path().stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


@contextmanager
def _held() -> Iterator[None]:
    """One change of the ring at a time, also between processes."""
    folder = path().parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(folder / ".ring.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _write(new: Ring) -> None:
    """The whole ring or nothing: a machine that stops here keeps the old one."""
    data = {
        "format": FORMAT,
        "current": new.current_names,
        "keys": [
            {
                "name": key.name,
                "purpose": key.purpose,
                "made_at": key.made_at,
                "secret": base64.b64encode(key.secret).decode(),
            }
            for key in new.keys
        ],
    }
    file = path()
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as target:
            json.dump(data, target, indent=1)
            target.flush()
            os.fsync(target.fileno())
        os.replace(part, file)
    finally:
        part.unlink(missing_ok=True)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
