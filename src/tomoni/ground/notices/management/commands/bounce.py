"""`tomoni bounce < mail`: a mail that came back; `--maildir` reads a folder of them."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import now

from tomoni.ground.notices.actions import bouncing


class Command(BaseCommand):
    help = "Take in mails that came back, from standard input or from a maildir."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--maildir", type=Path, help="read new/, move what was read to cur/")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["maildir"]:
            self.stdout.write(bouncing.take_in(data=sys.stdin.buffer.read(), at=now()))
            return
        folder: Path = options["maildir"]
        (folder / "cur").mkdir(exist_ok=True)
        for path in sorted((folder / "new").iterdir()):
            done = bouncing.take_in(data=path.read_bytes(), at=now())
            path.rename(folder / "cur" / f"{path.name}:2,S")
            self.stdout.write(f"{path.name}: {done}")
