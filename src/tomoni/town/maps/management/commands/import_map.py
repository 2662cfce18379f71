"""`tomoni import map FILE…`: an official border and OpenStreetMap in place of the sketch."""

import json
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from tqdm import tqdm

from tomoni.core.errors import Refused
from tomoni.town.maps import actions
from tomoni.town.maps.reports import Report


class Command(BaseCommand):
    help = "Replace the sketched map by a border (N03 GeoJSON) and OpenStreetMap (.osm.pbf, .osm, .gz)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--dry-run", action="store_true", help="build, say what is in it, keep nothing"
        )
        parser.add_argument("--report", type=Path, help="write the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        with (
            translation.override("ja"),
            tqdm(unit="", desc="地図", disable=not sys.stderr.isatty()) as bar,
        ):
            try:
                report = actions.import_map(
                    options["files"],
                    by=None,
                    at=timezone.now(),
                    dry_run=options["dry_run"],
                    progress=lambda number: bar.update(number - bar.n),
                )
            except Refused as refusal:
                raise CommandError(refusal.sentence) from refusal
        for file, path in zip(report.files, options["files"], strict=True):
            file.file = str(path)  # As it was given: two folders may hold one name.
        if options["report"]:
            text = json.dumps(report.as_json(), ensure_ascii=False, indent=1)
            options["report"].write_text(text, encoding="utf-8")
        self._tell(report, time.monotonic() - began, dry_run=options["dry_run"])

    def _tell(self, report: Report, seconds: float, *, dry_run: bool) -> None:
        for file in report.files:
            layers = "、".join(f"{layer} {count}" for layer, count in file.layers.items())
            self.stdout.write(
                f"{file.file}: {file.rows} 件を読み、{file.created + file.unchanged} 件を描き、"
                f"{file.rejected} 件を除きました（{layers}）。"
            )
            if file.note:
                self.stdout.write(self.style.WARNING(f"  {file.note}"))
            for row in file.rejections[:10]:
                self.stdout.write(f"  {row['row']}: {row['reason']}（{row['value']}）")
        if dry_run:
            self.stdout.write("ためしに読んだだけで、地図は変えていません。")
        else:
            state = "新しい地図に替えました" if report.changed else "今の地図と同じです"
            self.stdout.write(
                f"{state}：{report.version}、{report.bytes / 1e6:.1f} MB、{seconds:.1f} 秒"
            )
