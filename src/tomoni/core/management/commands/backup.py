"""`tomoni backup FILE`: everything but the secret keys in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now
from django.utils.translation import gettext as _

from tomoni.core import backup, cli
from tomoni.core.errors import Refused


class Command(BaseCommand):
    help = "Write the database and the data folder into one file, while the program goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        with cli.spoken():
            self._write(options["file"].resolve())

    def _write(self, file: Path) -> None:
        try:
            manifest = backup.write(file, at=now())
        except Refused as no:
            raise CommandError(no.sentence) from None
        except OSError as problem:
            raise CommandError(f"{file}: {problem.strerror}") from None
        self.stdout.write(
            f"{file}: {file.stat().st_size:,} bytes, {len(manifest['sha256'])} files, "
            f"{manifest['engine']}"
        )
        self.stdout.write(
            _(
                "秘密の鍵（TOMONI_SECRET_KEY、secret.key、keys/）は入っていません。別の場所にしまってください。"
            )
        )
