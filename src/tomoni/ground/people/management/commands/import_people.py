"""`tomoni import people FILE…`: a list of persons, with a dry run and a report of every row."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from tomoni.ground.people import importing


class Command(BaseCommand):
    help = "Take in lists of persons (CSV, UTF-8 or Shift_JIS)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")
        parser.add_argument("--report", type=Path, help="write the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        reports, refused = [], False
        for path in options["files"]:
            try:
                report = importing.take_in(path, by=None, at=now(), dry_run=options["dry_run"])
            except importing.FileRefused as no:
                refused = True
                self.stderr.write(f"{path.name}: {no}")
                continue
            reports.append(report)
            counts = ", ".join(f"{k} {v}" for k, v in report.items() if isinstance(v, int))
            self.stdout.write(f"{path.name}: {counts}")
            for row in report["rejections"]:
                self.stdout.write(f"  {row['row']} {row['field']}: {row['reason']}")
        if options["report"]:
            text = json.dumps({"files": reports}, ensure_ascii=False, indent=2)
            options["report"].write_text(text, encoding="utf-8")
        if refused:
            raise CommandError("Some files could not be read.")
