"""`tomoni tick`: runs what is due of the timetable."""

import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.utils.timezone import localtime, now

from tomoni.core import timetable, worker
from tomoni.core.models import TimetableRun


class Command(BaseCommand):
    help = "Run what is due of the timetable; safe at any time, twice, or in two places at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on, once a minute")
        parser.add_argument("--list", action="store_true", help="show the timetable")
        parser.add_argument("--only", nargs="+", metavar="NAME", help="run these, due or not")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            return self._show()
        if not options["loop"]:
            if self._once(options["only"]):
                raise SystemExit(1)
            return None
        worker.stop_when_told()
        parent = os.getppid()
        while not worker.stopping() and os.getppid() == parent:
            try:
                self._once(None)
            except DatabaseError:
                connection.close()  # It is tried again in a minute.
            worker.rest(60 - time.time() % 60)
        return None

    def _once(self, names: list[str] | None) -> bool:
        """One tick; whether something failed."""
        at = now()
        known = {line.name for line in timetable.lines()}
        if names and (unknown := set(names) - known):
            raise CommandError("not in the timetable: " + ", ".join(sorted(unknown)))
        outcomes = timetable.run_due(at=at, names=names)
        worker.beat("tick", at=at)
        for outcome in outcomes:
            if outcome.problem:
                self.stderr.write(f"× {outcome.name}: {outcome.problem}")
            elif names or not os.environ.get("TOMONI_SUPERVISED"):
                self.stdout.write(f"○ {outcome.name}")
        return any(outcome.problem for outcome in outcomes)

    def _show(self) -> None:
        runs = {run.name: run for run in TimetableRun.objects.all()}
        for line in timetable.lines():
            run = runs.get(line.name)
            last = f"{localtime(run.ran_at):%Y-%m-%d %H:%M}" if run and run.ran_at else "-"
            said = f"  × {run.problem}" if run and run.problem else ""
            self.stdout.write(f"{line.name:40} {line.when:>8}  {last}{said}")
