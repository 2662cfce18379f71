"""`tomoni import events FILE…`: take calendars and event lists of others in."""

from argparse import ArgumentParser
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tomoni.doing.events.importing.running import EventReport, Options, import_file, write_json


class Command(BaseCommand):
    help = "Take iCalendar files and event tables in, each wholly or not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")
        parser.add_argument("--report", type=Path, help="write the report as JSON")
        parser.add_argument("--draft", action="store_true", help="publish nothing")
        parser.add_argument("--year", type=int, help="the year of tables that name none")
        parser.add_argument(
            "--horizon", type=date.fromisoformat, metavar="DAY", help="tell dates up to this day"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        zone = timezone.get_default_timezone()
        horizon = at + timedelta(days=400)
        if options["horizon"]:
            horizon = datetime.combine(options["horizon"], time(), zone)
        asked = Options(
            by=None,
            at=at,
            horizon=horizon,
            zone=zone,  # type: ignore[arg-type]
            dry_run=options["dry_run"],
            publish=not options["draft"],
            year=options["year"],
        )
        with translation.override("ja"):
            reports = []
            for path in options["files"]:
                if not path.is_file():
                    raise CommandError(f"{path}: no such file")
                reports.append(import_file(path, asked))
                self._tell(reports[-1], options)
        if options["report"]:
            write_json(options["report"], reports, horizon)

    def _tell(self, report: EventReport, options: dict[str, Any]) -> None:
        line = _(
            "%(rows)s行: 新規%(created)s・更新%(updated)s・変更なし%(unchanged)s・不可%(rejected)s"
        )
        trial = _("（試し）") if options["dry_run"] else ""
        told = line % {"rows": report.rows, **report.counts}
        self.stdout.write(f"{report.file} {told}{trial}")
        for note in [report.refused, *report.notes]:
            if note:
                self.stdout.write(f"  {note}")
        if options["verbosity"] < 1:
            return
        for item in report.rejections:
            where = _("%(row)s行目") % {"row": item["row"]}
            what = f"「{item['field']}」" if item["field"] else ""
            self.stdout.write(f"  {where}{what} {item['reason']}")
