"""Writing the folder: all of it or none, and the same data as the same bytes."""

import ctypes
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from tomoni.api.conditional import newest_change
from tomoni.api.export import parts
from tomoni.core.city import City
from tomoni.core.errors import Refused
from tomoni.core.one_moment import one_moment
from tomoni.town.places.opendata import datasets

MANIFEST = "manifest.json"
FORMAT = "tomoni-open-data 1"
AT_CWD, EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux.


def export(
    folder: Path, *, town: City, site: str, today: date, only: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Write what `only` names, or everything, into `folder`; gives the manifest.

    The folder changes in one step from its old content to the new. Nothing in it tells when
    it was written, so that the same data give the same bytes and copies can be compared; only
    the dates of seasons and exceptions in the HSDS files follow `today`.
    """
    _check(folder, only)
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
    try:
        new.chmod(0o755)  # A web server of another user shall read it.
        with one_moment():
            manifest = _fill(new, town, site, today, only)
        _put(new, folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return manifest


def _check(folder: Path, only: tuple[str, ...]) -> None:
    known = {*parts.KINDS, *(spec.slug for spec in datasets.exported())}
    if unknown := sorted(set(only) - known):
        raise Refused(
            _("%(names)s は書き出せません。使えるのは %(known)s です。")
            % {"names": "、".join(unknown), "known": "、".join(sorted(known))}
        )
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise Refused(_("%(folder)s はフォルダーではありません。") % {"folder": folder})
    if folder.is_dir() and any(folder.iterdir()) and not _is_ours(folder):
        raise Refused(
            _("%(folder)s にはほかのものが入っています。空のフォルダーを指定してください。")
            % {"folder": folder}
        )


def _is_ours(folder: Path) -> bool:
    """A folder that holds what its manifest names and nothing else may be replaced."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        named = {entry["path"] for entry in said["files"]} | {MANIFEST}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    here = {str(p.relative_to(folder)) for p in folder.rglob("*") if not p.is_dir()}
    return said.get("format") == FORMAT and here <= named


def _fill(
    folder: Path, town: City, site: str, today: date, only: tuple[str, ...]
) -> dict[str, Any]:
    terms = town.open_data
    with translation.override("ja"):
        files = [_described(folder, one, town) for one in _parts(folder, town, site, today, only)]
    changed = newest_change()
    manifest = {
        "format": FORMAT,
        "city": {"code": town.code, "name": town.name},
        "publisher": terms.publisher,
        "attribution": terms.attribution,
        "licence": {"id": terms.licence, "name": terms.licence_name, "url": terms.licence_url},
        "site": site,
        "modified": changed.isoformat() if changed else None,
        "files": sorted(files, key=lambda entry: str(entry["path"])),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    _keep(folder / MANIFEST)
    return manifest


def _parts(
    folder: Path, town: City, site: str, today: date, only: tuple[str, ...]
) -> Iterator[parts.Written]:
    chosen = frozenset(only) - set(parts.KINDS)
    if not only or chosen or parts.LISTS in only:
        yield from parts.lists(folder, town, frozenset() if parts.LISTS in only else chosen)
        yield from parts.catalogue(folder, town, site)
    if not only or parts.GEOJSON in only:
        yield from parts.places(folder, site)
    if not only or parts.HSDS in only:
        yield from parts.hsds(folder, site, today)


def _described(folder: Path, written: parts.Written, town: City) -> dict[str, Any]:
    path = folder / written.path
    _keep(path)
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    extra = {
        "licence": town.open_data.licence,
        "bytes": path.stat().st_size,
        "sha256": digest,
    }
    return parts.described(written, extra)


def _keep(path: Path) -> None:
    """On the disk before the folder is shown, whatever happens to the power."""
    path.chmod(0o644)
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _put(new: Path, folder: Path) -> None:
    """The new folder in the place of the old one; the old one is left under the name of `new`."""
    if not folder.exists():
        new.rename(folder)
        return
    libc = ctypes.CDLL(None, use_errno=True)
    swapped = hasattr(libc, "renameat2") and not libc.renameat2(
        AT_CWD, os.fsencode(new), AT_CWD, os.fsencode(folder), EXCHANGE
    )
    if not swapped:  # A file system that cannot exchange: for a moment there is no folder.
        old = new.with_suffix(".old")
        folder.rename(old)
        new.rename(folder)
        shutil.rmtree(old)
