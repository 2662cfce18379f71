"""`tomoni import places FILE…`: take outside lists into the directory."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from tqdm import tqdm

from tomoni.core.city import city
from tomoni.core.codes import is_municipality
from tomoni.core.errors import Refused
from tomoni.core.tables import FileRefused, rejected
from tomoni.core.tables.report import FileReport, write_json
from tomoni.ground.districts import actions as districts
from tomoni.ground.districts.models import Town
from tomoni.town.places.actions import categories
from tomoni.town.places.importing.running import Options, import_file
from tomoni.town.places.importing.specs import load
from tomoni.town.places.models import Category


class Command(BaseCommand):
    help = "Take CSV, Excel or GeoJSON lists of places into the directory, each wholly or not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, row by row"
        )
        parser.add_argument("--report", type=Path, help="write the report as JSON")
        parser.add_argument("--map", type=Path, dest="mapping", help="a mapping file (TOML)")
        parser.add_argument(
            "--city", default="", metavar="CODE", help="six-digit municipality code"
        )
        parser.add_argument("--licence", default="", help="the licence of the lists")
        parser.add_argument(
            "--rejected",
            type=Path,
            metavar="DIR",
            help="where to write rejected rows (else rejected/ in TOMONI_DATA)",
        )
        parser.add_argument("--draft", action="store_true", help="publish nothing")
        parser.add_argument("--publish", action="store_true", help="publish other cities' rows too")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["city"] and not is_municipality(options["city"]):
            raise CommandError("--city: not a six-digit municipality code")
        _code_tables()
        with translation.override("ja"):
            reports = [self._one(path, options) for path in options["files"]]
        if options["report"]:
            write_json(options["report"], reports)
        self._sum(reports)

    def _one(self, path: Path, options: dict[str, Any]) -> FileReport:
        try:
            mapping = load(options["mapping"]) if options["mapping"] else None
        except FileRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if not path.is_file():
            raise CommandError(f"{path}: no such file")
        asked = Options(
            city=city(),
            by=None,
            at=timezone.now(),
            dry_run=options["dry_run"],
            publish=options["publish"],
            keep_drafts=options["draft"],
            city_code=options["city"],
            mapping=mapping,
            licence=options["licence"],
        )
        with tqdm(unit="行", desc=path.name[:30], disable=not sys.stderr.isatty()) as bar:
            try:
                report = import_file(
                    path, asked, rejected=self._rejected(path, options), progress=bar.update
                )
            except Refused as no:
                raise CommandError(no.sentence) from no
        # The report is told apart by the path as it was given: two folders may hold one name.
        report.file = str(path)
        self._tell(report, options)
        return report

    def _rejected(self, path: Path, options: dict[str, Any]) -> Any:
        # Never beside the list itself: the next import of the whole folder would read it too.
        folder = options["rejected"] or Path(settings.DATA_DIR) / "rejected"
        if options["dry_run"] and not options["rejected"]:
            return None
        target = rejected.beside(folder / path.name)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"{target.parent}: {error.strerror}") from error

        def open_file() -> IO[str]:
            self.stdout.write(_("取り込めない行: %(file)s") % {"file": target})
            return target.open("w", encoding="utf-8-sig", newline="")

        return open_file

    def _tell(self, report: FileReport, options: dict[str, Any]) -> None:
        line = _(
            "%(rows)s行: 新規%(created)s・更新%(updated)s・変更なし%(unchanged)s・不可%(rejected)s"
        )
        told = line % {"rows": report.rows, **report.counts}
        trial = _("（試し）") if options["dry_run"] else ""
        self.stdout.write(f"{report.file} [{report.title} {report.edition}] {told}{trial}")
        for note in [report.refused, *report.notes]:
            if note:
                self.stdout.write(f"  {note}")
        if options["verbosity"] < 1 or report.refused:
            return
        for item in report.rejections:
            where = _("%(row)s行目") % {"row": item["row"]}
            what = f"「{item['field']}」" if item["field"] else ""
            self.stdout.write(f"  {where}{what} {item['reason']}")
        if options["dry_run"] or options["verbosity"] > 1:
            for item in report.repairs:
                where = _("%(row)s行目") % {"row": item["row"]}
                self.stdout.write(f"  {where}「{item['field']}」 {item['note']}")

    def _sum(self, reports: list[FileReport]) -> None:
        if len(reports) > 1:
            total = {k: sum(r.counts[k] for r in reports) for k in reports[0].counts}
            line = _(
                "合計 %(files)sファイル %(rows)s行: 新規%(created)s・更新%(updated)s・変更なし%(unchanged)s・不可%(rejected)s"
            )
            self.stdout.write(line % {"files": len(reports), "rows": sum(total.values()), **total})


def _code_tables() -> None:
    """An empty installation gets its taxonomy and towns first; entries refer to both."""
    if not Category.objects.exists():
        categories.load(by=None, at=timezone.now())
    if not Town.objects.exists():
        districts.load_towns(by=None, at=timezone.now())
