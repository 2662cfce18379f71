"""What an import did, in the form every importer uses, and why a file was refused."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _


@dataclass
class FileReport:
    """One file: every object read is drawn (created or unchanged) or rejected with a reason."""

    file: str
    kind: str = ""  # "boundary" or "osm".
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    rejections: list[dict[str, Any]] = field(default_factory=list)
    layers: dict[str, int] = field(default_factory=dict)
    note: str = ""


@dataclass
class Report:
    """All files of one import, and the map that came of it."""

    files: list[FileReport] = field(default_factory=list)
    version: str = ""
    bytes: int = 0
    changed: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "files": [vars(file) for file in self.files],
            "version": self.version,
            "bytes": self.bytes,
            "changed": self.changed,
        }


def why_not_boundary(reason: str, value: str, city: str) -> str:
    """The sentence for a border file that cannot be used."""
    sentences = {
        "too_big": _("ファイルが大きすぎます。都道府県か市町村ごとのファイルを使ってください。"),
        "not_utf8": _(
            "文字コードがUTF-8ではありません。国土数値情報のGeoJSONをそのまま使ってください。"
        ),
        "broken_json": _(
            "JSONとして読めません。途中で切れていないか、もう一度ダウンロードして確かめてください。"
        ),
        "no_features": _(
            "GeoJSONのFeatureCollectionではありません。国土数値情報 N03 のGeoJSONを使ってください。"
        ),
        "other_city": _("%(city)sの行政区域が入っていません（入っているコード：%(value)s）。")
        % {"city": city, "value": value},
        "no_code": _(
            "行政区域コード（N03_007）がありません。国土数値情報 N03 のGeoJSONを使ってください。"
        ),
        "no_area": _("面（Polygon）の形がありません。行政区域のファイルか確かめてください。"),
        "swapped": _("緯度と経度が逆のようです。GeoJSONは経度、緯度の順です。"),
        "not_degrees": _(
            "座標が日本の経度・緯度ではありません。JGD2011の経緯度のファイルを使ってください。"
        ),
    }
    return sentences[reason]


def why_not_osm(name: str) -> str:
    return _(
        "%(name)sは地図のファイルとして読めません。OpenStreetMapの .osm.pbf か .osm（.gz、.bz2）、"
        "または国土数値情報 N03 のGeoJSONを選んでください。途中で切れたファイルは、もう一度ダウンロードしてください。"
    ) % {"name": name}


def elsewhere(city: str) -> str:
    return _(
        "この地図の範囲には%(city)sが入っていません。試しに使うときのほかは、市の範囲のファイルを使ってください。"
    ) % {"city": city}


def broken_object() -> str:
    return _("形が不完全です（点の位置が足りないなど）。この一つを除いて取り込みました。")
