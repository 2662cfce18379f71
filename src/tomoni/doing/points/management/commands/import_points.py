"""`tomoni import points FILE… --scheme WORD`: balances of paper cards, with a dry run and a report of every row."""

from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from tomoni.core.tables.rejected import beside
from tomoni.core.tables.report import write_json
from tomoni.doing.points import importing
from tomoni.doing.points.models import Scheme


class Command(BaseCommand):
    help = "Take over the balances of paper cards (CSV in UTF-8 or Shift_JIS, Excel)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--scheme", required=True, help="the scheme's word in addresses")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")
        parser.add_argument("--report", type=Path, help="write the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        scheme = Scheme.objects.filter(slug=options["scheme"]).first()
        if scheme is None:
            words = ", ".join(Scheme.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(f"no such scheme; there are: {words or 'none'}")
        reports = []
        for path in options["files"]:
            mend = beside(path)
            report = importing.take_in(
                path, scheme=scheme, by=None, at=now(), dry_run=options["dry_run"],
                rejected=partial(mend.open, "w", encoding="utf-8-sig", newline=""),
            )  # fmt: skip
            reports.append(report)
            if report.refused:
                self.stderr.write(f"{path.name}: {report.refused}")
                continue
            counts = ", ".join(f"{k} {v}" for k, v in report.counts.items() if k != "updated")
            self.stdout.write(f"{path.name}: rows {report.rows}, {counts}")
            for row in report.rejections:
                self.stdout.write(f"  {row['row']} {row['field']}: {row['reason']}")
            if report.counts["rejected"]:
                self.stdout.write(f"  {mend}")
        if options["report"]:
            write_json(options["report"], reports)
        if any(report.refused for report in reports):
            raise CommandError("Some files could not be read.")
