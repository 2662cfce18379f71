"""`tomoni jobs`: what waits, what runs, what failed for the last time; and once more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localtime, now
from django_tasks_db.models import DBTaskResult

from tomoni.core import jobs
from tomoni.core.models import DeadLetter


class Command(BaseCommand):
    help = "Show the jobs; --again ID asks once more for one that failed for the last time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", metavar="ID")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"]:
            letter = DeadLetter.objects.filter(pk=options["again"]).first()
            if letter is None:
                raise CommandError("no dead letter has this id")
            self.stdout.write(str(jobs.revive(letter, at=now())))
            return
        all_jobs = DBTaskResult.objects
        self.stdout.write(
            f"waiting {all_jobs.filter(status='READY').count()}, "
            f"running {all_jobs.running().count()}, "
            f"dead {DeadLetter.objects.filter(again_at=None).count()}"
        )
        for letter in DeadLetter.objects.filter(again_at=None).order_by("at"):
            self.stdout.write(f"× {letter.job} {letter.name} {localtime(letter.at):%m-%d %H:%M}")
            self.stdout.write(f"   {letter.problem}")
