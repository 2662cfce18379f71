"""`tomoni backup FILE`: everything but the secret keys in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from tomoni.core import backup
from tomoni.core.errors import Refused


class Command(BaseCommand):
    help = "Write the database and the data folder into one file, while the program goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"].resolve()
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
            "秘密の鍵（TOMONI_SECRET_KEY、secret.key、keys/）は入っていません。別の場所にしまってください。"
        )
