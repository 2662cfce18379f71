"""The drawn features of a base map, kept in memory for the pictures."""

import json
from functools import lru_cache
from typing import Any

from shapely.geometry import shape

from tomoni.town.maps import store


@lru_cache(maxsize=2)
def features(version: str) -> list[dict[str, Any]]:
    """The overview of one version with ready shapes; empty when the version is gone."""
    base = store.version(version)
    if base is None:
        return []
    collection = json.loads(base.path(store.OVERVIEW).read_text(encoding="utf-8"))
    return [
        {"properties": item["properties"], "shape": shape(item["geometry"])}
        for item in collection["features"]
        if item["geometry"]
    ]
