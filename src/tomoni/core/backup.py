"""One file that holds the whole installation, and the way back.

The file is a gzipped tar: `manifest.json` with the sha-256 of everything, the database
(`database.sqlite3` by SQLite's online backup, `database.pgdump` by pg_dump) and, under `files/`,
the data folder. Secret keys and the key ring are left out on purpose: whoever finds the file must
not be able to forge sessions with it or read what is sealed.
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from tomoni.core import keyring
from tomoni.core.chain import checkpoints
from tomoni.core.errors import Refused

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE_NAME, POSTGRES_NAME = "database.sqlite3", "database.pgdump"
# What is made again, belongs to this machine only, or must not leave it.
LEFT_OUT = {"static", "mail", "secret.key", "keys", "tmp", "cache", "locks"}


def write(file: Path, *, at: datetime) -> dict[str, Any]:
    """Write the backup while the program goes on working; gives its manifest.

    Raises:
        Refused: when the file exists, or pg_dump is missing.
    """
    if file.exists():
        raise Refused(_("%(file)s はもうあります。別の名前にしてください。") % {"file": file})
    part = file.with_name(file.name + ".part")
    with tempfile.TemporaryDirectory(prefix="tomoni-backup-", dir=file.parent) as there:
        dump = _dump(Path(there))
        manifest: dict[str, Any] = {
            "format": FORMAT,
            "engine": connection.vendor,
            "made_at": at.isoformat(),
            "migrations": sorted(
                f"{a}.{n}" for a, n in MigrationRecorder(connection).applied_migrations()
            ),
            "sha256": {},
        }
        try:
            with (
                open(part, "wb", opener=_private) as raw,
                tarfile.open(fileobj=raw, mode="w:gz", compresslevel=4) as tar,
            ):
                for path, name in [(dump, dump.name), *_files()]:
                    manifest["sha256"][name] = _digest(path)
                    tar.add(path, name, recursive=False)
                text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
                entry = tarfile.TarInfo(MANIFEST)
                entry.size = len(text)
                tar.addfile(entry, io.BytesIO(text))
            with open(part, "rb") as done:
                os.fsync(done.fileno())
            part.rename(file)
        finally:
            part.unlink(missing_ok=True)
    return manifest


def restore(file: Path, *, at: datetime, force: bool = False) -> dict[str, Any]:
    """Put a backup in the place of this installation's data; gives its manifest.

    Everything is unpacked and checked before the first byte of the installation changes.

    Raises:
        Refused: when the file is damaged or of another kind, or there is data already.
    """
    with tempfile.TemporaryDirectory(prefix="tomoni-restore-", dir=settings.DATA_DIR) as there:
        folder = Path(there)
        manifest = _unpack(file, folder)
        if manifest["engine"] != connection.vendor:
            raise Refused(
                _("この控えは %(engine)s のものです。DATABASE_URL を同じ種類にしてください。")
                % {"engine": manifest["engine"]}
            )
        if unknown := _unknown(manifest["migrations"]):
            raise Refused(
                _(
                    "この控えは、もっと新しいプログラムのものです（%(name)s）。先にプログラムを新しくしてください。"
                )
                % {"name": unknown}
            )
        if connection.vendor == "sqlite":
            _check_sqlite(folder / SQLITE_NAME)
        if not force and (found := _what_is_here()):
            raise Refused(
                _(
                    "ここにはもうデータがあります（%(found)s）。上書きしてよければ --force を付けてください。"
                )
                % {"found": found}
            )
        _load(folder)
        _put_files(folder / "files")
        try:
            # Rows written since the backup are gone; the checkpoints say so from now on.
            checkpoints.write(at=at, reason=checkpoints.RESTORED, note=manifest["made_at"])
        except keyring.KeyProblem as problem:
            manifest["keys"] = problem.sentence
    return manifest


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _files() -> Iterator[tuple[Path, str]]:
    """The data folder's files with their names in the backup."""
    root = settings.DATA_DIR
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if inside.parts[0] in LEFT_OUT or inside.parts[0].startswith(("tomoni-", ".")):
            continue
        if path.is_symlink() or not path.is_file() or ".sqlite3" in path.name:
            continue
        if path == keyring.path().resolve() or path.name.startswith("."):
            continue
        yield path, f"files/{inside.as_posix()}"


def _digest(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _dump(folder: Path) -> Path:
    """The database as one file in `folder`, taken while others write."""
    if connection.vendor == "sqlite":
        path = folder / SQLITE_NAME
        connection.ensure_connection()
        copy = sqlite3.connect(path)
        try:
            connection.connection.backup(copy)
            # A single file: the copy must not wait for a write-ahead log beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
        finally:
            copy.close()
        return path
    path = folder / POSTGRES_NAME
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")
    return path


def _run(program: str, *words: str) -> None:
    """One of PostgreSQL's programs on our database; the password goes by the environment."""
    found = shutil.which(program) or next(
        (
            str(p)
            for p in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)
        ),
        None,
    )
    if found is None:
        raise Refused(
            _("%(program)s が見つかりません。postgresql-client を入れてください。")
            % {"program": program}
        )
    known = connection.settings_dict
    env = os.environ | {
        "PGHOST": known["HOST"] or "",
        "PGPORT": str(known["PORT"] or ""),
        "PGUSER": known["USER"] or "",
        "PGPASSWORD": known["PASSWORD"] or "",
        "PGDATABASE": known["NAME"],
    }
    env = {name: value for name, value in env.items() if value or not name.startswith("PG")}
    done = subprocess.run([found, *words], env=env, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise Refused(
            _("%(program)s が終わりませんでした：%(said)s")
            % {"program": program, "said": done.stderr.strip()[-400:]}
        )


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file, "r:gz") as tar:
            for member in tar:
                _take_out(tar, member, folder)
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, tarfile.TarError, EOFError, ValueError) as problem:
        raise Refused(
            _("%(file)s は控えのファイルではないか、こわれています（%(problem)s）。")
            % {"file": file, "problem": type(problem).__name__}
        ) from None
    if manifest.get("format") != FORMAT:
        raise Refused(_("この控えの形式は読めません。"))
    for name, digest in manifest["sha256"].items():
        path = folder / name
        if not path.is_file() or _digest(path) != digest:
            raise Refused(
                _("控えの中の %(name)s がこわれています。別の控えを使ってください。")
                % {"name": name}
            )
    return manifest


def _take_out(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Plain files and folders that stay inside `folder`; everything else is refused.

    Python's own filter for this came with 3.11.4, and Debian 12 has 3.11.2.
    """
    path = (folder / member.name).resolve()
    if not path.is_relative_to(folder.resolve()) or not (member.isfile() or member.isdir()):
        raise tarfile.TarError(member.name)
    if member.isdir():
        path.mkdir(parents=True, exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    content = tar.extractfile(member)
    if content is None:
        raise tarfile.TarError(member.name)
    with content, path.open("wb") as target:
        shutil.copyfileobj(content, target)


def _unknown(migrations: list[str]) -> str:
    from django.db.migrations.loader import MigrationLoader

    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    return next((name for name in migrations if name not in known), "")


def _check_sqlite(path: Path) -> None:
    copy = sqlite3.connect(path)
    try:
        said = copy.execute("PRAGMA integrity_check").fetchone()[0]
        loose = copy.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as problem:
        said, loose = str(problem), None
    finally:
        copy.close()
    if said != "ok" or loose:
        raise Refused(
            _("控えの中のデータベースがこわれています（%(said)s）。別の控えを使ってください。")
            % {"said": said}
        )


def _what_is_here() -> str:
    """What an empty installation would not have; '' when there is nothing to lose."""
    tables = set(connection.introspection.table_names())
    for table in ("people_user", "people_organisation", "core_auditrow"):
        if table in tables:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
                if count := cursor.fetchone()[0]:
                    return f"{table}: {count}"
    return ""


def _load(folder: Path) -> None:
    if connection.vendor == "sqlite":
        copy = sqlite3.connect(folder / SQLITE_NAME)
        try:
            connection.ensure_connection()
            copy.backup(connection.connection)
        finally:
            copy.close()
        connection.close()
        return
    connection.close()
    _run(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges",
        "--single-transaction", "--exit-on-error",
        f"--dbname={connection.settings_dict['NAME']}", str(folder / POSTGRES_NAME),
    )  # fmt: skip


def _put_files(files: Path) -> None:
    if not files.is_dir():
        return
    for path in sorted(files.rglob("*")):
        if path.is_file():
            target = settings.DATA_DIR / path.relative_to(files)
            if target.exists() and target.is_relative_to(checkpoints.folder()):
                continue  # The checkpoints that lie here know more than those of the backup.
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, target)
