"""Where the base map lies on the disk: whole versions beside each other, one of them in force.

A version is a folder named after its contents. It is built beside, renamed into place, and
only then does the small file `current` name it. Whoever pulls the plug at any moment leaves
the old map in force and nothing half-made to be served.
"""

import hashlib
import json
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

OVERVIEW = "overview.geojson"
TILES = "base.pmtiles"
KEPT_VERSIONS = 2  # The one in force, and the one that open pages may still be reading.


@dataclass(frozen=True)
class BaseMap:
    """One version of the base map, as its `manifest.json` describes it."""

    version: str
    kind: str  # "sketch" or "imported".
    made_at: str
    bounds: tuple[float, float, float, float]  # West, south, east, north.
    credits: tuple[str, ...]
    files: dict[str, int]  # Name → bytes.
    counts: dict[str, int] = field(default_factory=dict)
    sketched: tuple[str, ...] = ()  # The layers that are drawn by hand or guessed.

    @property
    def has_tiles(self) -> bool:
        return TILES in self.files

    def path(self, name: str) -> Path:
        return folder() / self.version / name


def folder() -> Path:
    return Path(settings.DATA_DIR) / "maps"


def current() -> BaseMap | None:
    """The version in force, or None before the first one was made."""
    try:
        version = (folder() / "current").read_text(encoding="ascii").strip()
        return _read(folder() / version)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def version(name: str) -> BaseMap | None:
    """A version that is still on the disk, for pages opened before the last change."""
    if not name.isalnum():
        return None
    try:
        return _read(folder() / name)
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def building() -> Iterator[Path]:
    """A fresh folder beside the versions; gone afterwards, whatever happens."""
    folder().mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix=".building-", dir=folder()))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def finish(
    build: Path,
    *,
    kind: str,
    at: datetime,
    bounds: tuple[float, float, float, float],
    credits: tuple[str, ...],
    counts: dict[str, int],
    sketched: tuple[str, ...],
) -> BaseMap:
    """Give the built folder its name and place, without putting it in force."""
    files = {path.name: path.stat().st_size for path in sorted(build.iterdir())}
    base = BaseMap(
        version=_fingerprint(build, credits),
        kind=kind,
        made_at=at.isoformat(),
        bounds=bounds,
        credits=credits,
        files=files,
        counts=counts,
        sketched=sketched,
    )
    if known := version(base.version):
        return known
    text = json.dumps(asdict(base), ensure_ascii=False, indent=1)
    (build / "manifest.json").write_text(text, encoding="utf-8")
    for path in build.iterdir():
        _sync(path)
    target = folder() / base.version
    shutil.rmtree(target, ignore_errors=True)  # A folder without a readable manifest.
    build.chmod(0o755)
    build.rename(target)
    return base


def put_in_force(base: BaseMap) -> None:
    """From now on pages draw this version; one rename, so never neither of the two."""
    # Two readers' first visits may draw at once, in two processes or in one.
    part = folder() / f".current-{os.getpid()}-{threading.get_ident()}"
    part.write_text(base.version, encoding="ascii")
    _sync(part)
    part.replace(folder() / "current")
    _forget_old(base.version)


def _forget_old(kept: str) -> None:
    versions = [path for path in folder().iterdir() if path.is_dir() and path.name.isalnum()]
    versions.sort(key=lambda path: (path.name == kept, path.stat().st_mtime), reverse=True)
    for path in versions[KEPT_VERSIONS:]:
        shutil.rmtree(path, ignore_errors=True)


def sweep(older_than: float) -> int:
    """Remove what a killed build left behind; returns how many folders went."""
    gone = 0
    for path in folder().glob(".building-*"):
        if path.stat().st_mtime < older_than:
            shutil.rmtree(path, ignore_errors=True)
            gone += 1
    return gone


def _read(place: Path) -> BaseMap:
    data: dict[str, Any] = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    data |= {name: tuple(data[name]) for name in ("bounds", "credits", "sketched")}
    return BaseMap(**data)


def _fingerprint(build: Path, credits: tuple[str, ...]) -> str:
    digest = hashlib.sha256("\n".join(credits).encode())
    for path in sorted(build.iterdir()):
        digest.update(path.name.encode() + b"\0")
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()[:16]


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
