"""`tomoni audit verify`: is the record as it was written?"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from tomoni.core import cli
from tomoni.core.chain.verifying import verify


class Command(BaseCommand):
    help = "Look through every chained record; ends with 1 and names the first bad row."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--language", choices=("ja", "en"), help="else the locale's")

    def handle(self, *args: Any, **options: Any) -> None:
        with cli.spoken(options["language"]):
            self._verify(options)

    def _verify(self, options: dict[str, Any]) -> None:
        report = verify()
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        else:
            for bad in report.bad:
                self.stdout.write(f"× {bad.sentence}")
            for note in report.notes:
                self.stdout.write(f"△ {note}")
            for table, count in report.tables.items():
                self.stdout.write(f"{table}: {count:,}")
            self.stdout.write(
                f"checkpoints: {report.checkpoints:,} ({report.last_checkpoint or '-'}), "
                f"rows before one: {report.proven:,} / {report.rows:,}"
            )
            if report.ok:
                self.stdout.write(_("○ 記録は書いたときのままです。"))
        if not report.ok:
            raise SystemExit(1)
