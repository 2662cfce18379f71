"""`tomoni audit restored`: say, signed, that an older state of the database was put back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now
from django.utils.translation import gettext as _

from tomoni.core import cli
from tomoni.core.chain import checkpoints
from tomoni.core.keyring import KeyProblem


class Command(BaseCommand):
    help = "After a restore by other means than `tomoni restore`: leave a signed line about it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reason", help="who restored what, and why")

    def handle(self, *args: Any, **options: Any) -> None:
        with cli.spoken():
            try:
                checkpoints.write(at=now(), reason=checkpoints.RESTORED, note=options["reason"])
            except KeyProblem as problem:
                raise CommandError(problem.sentence) from None
            self.stdout.write(_("書き残しました。"))
