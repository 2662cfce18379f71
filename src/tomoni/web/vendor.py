"""Where the parts made by others lie: `vendor.json` knows the version of each."""

import json
from functools import cache
from pathlib import Path


@cache
def versions() -> dict[str, str]:
    path = Path(__file__).resolve().parent / "vendor.json"
    return json.loads(path.read_text(encoding="utf-8"))


def path_of(package: str, file: str) -> str:
    """The static path of a vendored file: `vendor/leaflet/1.9.4/leaflet.js`."""
    return f"vendor/{package}/{versions()[package]}/{file}"
