"""The colours of the map in each theme: quiet paper, a clear shore, words that survive a copier."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """One theme; names say what is painted, not how."""

    sea: str
    ripple: str
    beyond: str
    land: str
    coast: str
    border: str
    town: str
    chome: str
    green: str
    water: str
    building: str
    road: str
    road_edge: str
    main_road: str
    path: str
    rail: str
    rail_gap: str
    label: str
    label_quiet: str
    sea_label: str
    halo: str
    point: str
    point_edge: str
    point_word: str
    vague: str
    active: str
    active_word: str
    me: str


LIGHT = Palette(
    sea="#dfecee", ripple="#a9c8cd", beyond="#f0eee8", land="#fdfcf8", coast="#1f5f6b",
    border="#8c8471", town="#b9b09a", chome="#ddd6c6", green="#e4ecd8", water="#cfe2e7",
    building="#ebe4d6", road="#ffffff", road_edge="#cfc7b6", main_road="#fff1c9", path="#a08d6c",
    rail="#4a5557", rail_gap="#fdfcf8", label="#1d2a2b", label_quiet="#4d5a5a",
    sea_label="#3c6a73", halo="#fdfcf8", point="#004c59", point_edge="#ffffff",
    point_word="#ffffff", vague="#004c59", active="#ffc94d", active_word="#2b1f00", me="#0055d4",
)  # fmt: skip

DARK = Palette(
    sea="#08191e", ripple="#24505a", beyond="#141d1f", land="#1b2629", coast="#7fc4cf",
    border="#8d8a7c", town="#4a5a5c", chome="#2f3d3f", green="#1f3026", water="#0e2830",
    building="#253134", road="#33454a", road_edge="#10191b", main_road="#5a5436", path="#8f8262",
    rail="#c4d1d1", rail_gap="#1b2629", label="#f2f5f4", label_quiet="#c4d1d1",
    sea_label="#8fc3cc", halo="#10191b", point="#84d6e0", point_edge="#00232a",
    point_word="#00232a", vague="#84d6e0", active="#ffc94d", active_word="#2b1f00", me="#8ab8ff",
)  # fmt: skip

CONTRAST = Palette(
    sea="#000000", ripple="#666666", beyond="#000000", land="#000000", coast="#ffffff",
    border="#ffffff", town="#8a8a8a", chome="#4d4d4d", green="#0a1a0a", water="#101c2c",
    building="#1c1c1c", road="#b0b0b0", road_edge="#000000", main_road="#ffffff", path="#b0b0b0",
    rail="#ffffff", rail_gap="#000000", label="#ffffff", label_quiet="#ffffff",
    sea_label="#ffffff", halo="#000000", point="#ffe14d", point_edge="#000000",
    point_word="#000000", vague="#ffe14d", active="#ffffff", active_word="#000000", me="#7fd0ff",
)  # fmt: skip

PRINT = Palette(
    sea="#ffffff", ripple="#9a9a9a", beyond="#ffffff", land="#ffffff", coast="#000000",
    border="#555555", town="#777777", chome="#bbbbbb", green="#ffffff", water="#eeeeee",
    building="#e6e6e6", road="#ffffff", road_edge="#888888", main_road="#ffffff", path="#777777",
    rail="#000000", rail_gap="#ffffff", label="#000000", label_quiet="#000000",
    sea_label="#333333", halo="#ffffff", point="#000000", point_edge="#ffffff",
    point_word="#ffffff", vague="#000000", active="#000000", active_word="#ffffff", me="#000000",
)  # fmt: skip

THEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST, "print": PRINT}


def of(theme: str) -> Palette:
    return THEMES.get(theme, LIGHT)
