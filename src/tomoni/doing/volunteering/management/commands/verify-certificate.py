"""`tomoni verify-certificate FILE`: whether a certificate of hours or years is real, without any server."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tomoni.doing.volunteering import signing
from tomoni.doing.volunteering.rules import certificates as rules


class Command(BaseCommand):
    help = "Check the signature of a certificate of hours or of years with points. Needs no database and no network."
    requires_system_checks: list[str] = []  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", help="what the code says, as text: TOMONI1… or the whole address"
        )
        parser.add_argument(
            "--key", default="", help="the public key as printed on the paper (64 hex digits)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = Path(options["file"]).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as problem:
            raise CommandError(f"cannot read {options['file']}: {problem}") from None
        if "?" in text:
            text = parse_qs(urlsplit(text).query).get("c", [""])[0]
        try:
            facts, name, signature = rules.read(text)
        except rules.Unreadable:
            raise CommandError("this is no certificate's code; take all of it") from None
        printed = "".join(options["key"].split())
        public = printed or signing.public_keys().get(name, "")
        if not public:
            raise CommandError(f"the key {name} is not known here; give it with --key as printed")
        try:
            known = bytes.fromhex(public)
        except ValueError:
            raise CommandError("--key takes the 64 hex digits printed on the paper") from None
        if not rules.is_signed(facts, signature, known):
            raise CommandError("NOT real: the facts or the signature were changed")
        self.stdout.write(json.dumps(json.loads(facts), ensure_ascii=False, indent=2))
        self.stdout.write("real")
