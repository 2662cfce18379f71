"""`tomoni doctor`: is this installation sound and safe?"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tomoni.core import cli, doctor

MARKS = {doctor.OK: "○", doctor.WARN: "△", doctor.FAIL: "×"}


class Command(BaseCommand):
    help = "Ask whether this installation is sound and safe; ends with 1 when it is not."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--language", choices=("ja", "en"), help="else the locale's")

    def handle(self, *args: Any, **options: Any) -> None:
        with cli.spoken(options["language"]):
            findings = doctor.examine()
            report = doctor.report(findings)
            if options["json"]:
                self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
            else:
                for finding in findings:
                    self.stdout.write(f"{MARKS[finding.level]} {finding.sentence} [{finding.code}]")
                    if finding.advice:
                        self.stdout.write(f"   → {finding.advice}")
        if not report["ok"]:
            raise SystemExit(1)
