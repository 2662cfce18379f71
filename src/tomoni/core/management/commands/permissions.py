"""`tomoni permissions`: the table of who may open what; `--write` puts it into docs/."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from tomoni.core import permissions


class Command(BaseCommand):
    help = "Print the table of who may open what; with --write, renew docs/permissions.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        text = permissions.as_markdown()
        if options["write"]:
            path = settings.BASE_DIR / "docs" / "permissions.md"
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"{path.relative_to(settings.BASE_DIR)}: {len(text.splitlines())}")
        else:
            self.stdout.write(text)
