"""`tomoni audit checkpoint`: sign the newest hashes now, without waiting for the tick."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from tomoni.core import cli
from tomoni.core.chain import checkpoints
from tomoni.core.keyring import KeyProblem


class Command(BaseCommand):
    help = "Sign the newest hashes of all chains into the checkpoint file."

    def handle(self, *args: Any, **options: Any) -> None:
        with cli.spoken():
            try:
                written = checkpoints.write(at=now(), reason="command")
            except KeyProblem as problem:
                raise CommandError(problem.sentence) from None
        self.stdout.write(f"{checkpoints.folder()}: {'+1' if written else '±0'}")
