"""`tomoni keys`: the key ring outside the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tomoni.core import cli, keyring
from tomoni.core.keyring import KeyProblem
from tomoni.core.models import AuditRow
from tomoni.core.sealed import rotation

PURPOSES = {
    "fields": gettext_lazy("封じた項目の鍵"),
    "index": gettext_lazy("封じた項目をさがす鍵"),
    "signing": gettext_lazy("写しに署名する鍵"),
}


class Command(BaseCommand):
    help = "Make the key ring, list it, change keys. No key is ever printed."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        new = verbs.add_parser("new", help="make the ring; an existing one is never overwritten")
        new.add_argument("--if-missing", action="store_true")
        verbs.add_parser("list", help="names, purposes and dates of the keys")
        rotate = verbs.add_parser("rotate", help="a new key, and every value under it")
        rotate.add_argument("purpose", nargs="?", default="fields", choices=keyring.PURPOSES)
        verbs.add_parser("reseal", help="go on with a rotation that was interrupted")
        forget = verbs.add_parser("forget", help="take an old key that nothing uses off the ring")
        forget.add_argument("name")

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

    def rotate(self, options: dict[str, Any]) -> None:
        key = keyring.add(options["purpose"], at=now())
        AuditRow.objects.create(
            at=now(), act="core.key_added", thing="core.KeyRing", thing_id=key.name,
            note=options["purpose"],
        )  # fmt: skip
        self.stdout.write(
            _("新しい鍵 %(name)s を加えました。鍵束の写しを、もう一度しまってください：%(file)s")
            % {"name": key.name, "file": keyring.path()}
        )
        self.reseal(options)

    def reseal(self, options: dict[str, Any]) -> None:
        tally = rotation.reseal()
        self.stdout.write(
            _("封じ直した値：%(changed)s、前の鍵のままの値：%(left)s")
            % {"changed": tally.changed, "left": tally.left}
        )
        self.stdout.write(_("前の鍵は鍵束に残してあります。それより前の控えを読むのに要ります。"))

    def forget(self, options: dict[str, Any]) -> None:
        name = options["name"]
        if count := rotation.in_use().get(name):
            raise CommandError(
                _(
                    "鍵 %(name)s で封じた値がまだ%(count)sあります。先に `tomoni keys reseal` を実行してください。"
                )
                % {"name": name, "count": count}
            )
        purpose = next((key.purpose for key in keyring.ring().keys if key.name == name), "fields")
        if purpose == "signing":
            raise CommandError(_("署名の鍵は外せません。前の署名を確かめるのに要ります。"))
        keyring.remove(purpose, name)
        AuditRow.objects.create(
            at=now(), act="core.key_removed", thing="core.KeyRing", thing_id=name, note=purpose
        )
        self.stdout.write(_("鍵 %(name)s を外しました。") % {"name": name})
