"""`tomoni keys`: the key ring outside the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tomoni.core import cli, keyring
from tomoni.core.keyring import KeyProblem

PURPOSES = {
    "fields": gettext_lazy("封じた項目の鍵"),
    "index": gettext_lazy("封じた項目をさがす鍵"),
    "signing": gettext_lazy("写しに署名する鍵"),
}


class Command(BaseCommand):
    help = "Make the key ring or list what is on it. No key is ever printed."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        new = verbs.add_parser("new", help="make the ring; an existing one is never overwritten")
        new.add_argument("--if-missing", action="store_true")
        verbs.add_parser("list", help="names, purposes and dates of the keys")

    def handle(self, *args: Any, **options: Any) -> None:
        with cli.spoken():
            try:
                getattr(self, options["verb"])(options)
            except KeyProblem as problem:
                raise CommandError(problem.sentence) from None

    def new(self, options: dict[str, Any]) -> None:
        if options["if_missing"] and keyring.path().exists():
            return
        keyring.create(at=now())
        self.stdout.write(
            _(
                "鍵束を作りました：%(file)s。写しを、データベースの控えとは別の場所にしまってください。"
            )
            % {"file": keyring.path()}
        )

    def list(self, options: dict[str, Any]) -> None:
        known = keyring.ring()
        self.stdout.write(str(keyring.path()))
        for key in known.keys:
            mark = "*" if known.current_names.get(key.purpose) == key.name else " "
            self.stdout.write(f"{mark} {key.name}  {PURPOSES[key.purpose]}  {key.made_at}")
