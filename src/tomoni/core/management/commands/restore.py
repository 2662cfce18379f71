"""`tomoni restore FILE`: the way back from `tomoni backup`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now
from django.utils.translation import gettext as _

from tomoni.core import backup, cli
from tomoni.core.errors import Refused


class Command(BaseCommand):
    help = "Put a backup in the place of this installation's data; stop the program first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="overwrite data that is here")

    def handle(self, *args: Any, **options: Any) -> None:
        with cli.spoken():
            try:
                manifest = backup.restore(
                    options["file"].resolve(), at=now(), force=options["force"]
                )
            except Refused as no:
                raise CommandError(no.sentence) from None
            self.stdout.write(f"{manifest['made_at']}: {len(manifest['sha256'])} files")
            if "keys" in manifest:
                self.stdout.write(f"! {manifest['keys']}")
                self.stdout.write(
                    _(
                        "! 鍵束を置くまで、封じた項目は読めません。置いたら `tomoni audit restored 控えから戻した` を実行してください。"
                    )
                )
            self.stdout.write(_("次に `tomoni migrate` と `tomoni doctor` を実行してください。"))
