"""`tomoni backup FILE`: everything but the secret keys and the key ring in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now
from django.utils.translation import gettext as _

from tomoni.core import backup, chain, cli, keyring
from tomoni.core.chain import checkpoints
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
                "秘密の鍵（TOMONI_SECRET_KEY、secret.key）と鍵束は入っていません。別の場所にしまってください。"
            )
        )
        self.stdout.write(
            _("鍵束：%(file)s（なくすと、封じた項目は二度と読めません）") % {"file": keyring.path()}
        )
        try:
            chain.write_checkpoints(now(), "backup")
        except keyring.KeyProblem as problem:
            self.stdout.write(f"! {problem.sentence}")
            return
        said = _("署名つきの写し：%(folder)s（控えとは別の機械へも写してください）")
        self.stdout.write(said % {"folder": checkpoints.folder()})
