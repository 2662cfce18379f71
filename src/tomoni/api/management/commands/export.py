"""`tomoni export FOLDER`: all open data as files."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate

from tomoni.api.export import parts
from tomoni.api.export.writing import export
from tomoni.core import cli
from tomoni.core.city import city
from tomoni.core.errors import Refused


class Command(BaseCommand):
    help = "Write every open-data list (CSV, Excel), places.geojson and HSDS 3.0 into a folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument(
            "--only",
            nargs="+",
            default=[],
            metavar="PART",
            help=f"{', '.join(parts.KINDS)} or the name of a list such as public_toilet",
        )
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day from which seasons and exceptions are counted (else today)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"].absolute()
        try:
            with cli.spoken():
                manifest = export(
                    folder,
                    town=city(),
                    site=settings.SITE_URL,
                    today=options["on"] or localdate(),
                    only=tuple(options["only"]),
                )
        except Refused as no:
            raise CommandError(no.sentence) from None
        except OSError as problem:
            raise CommandError(f"{problem.filename or folder}: {problem.strerror}") from None
        for entry in manifest["files"]:
            self.stdout.write(f"{entry['path']}: {entry['rows']:,} rows, {entry['bytes']:,} bytes")
        self.stdout.write(f"{folder}: {len(manifest['files'])} files and manifest.json")
