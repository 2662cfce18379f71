"""`tomoni work`: does the jobs that actions asked for."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tomoni.core import worker


class Command(BaseCommand):
    help = "Do jobs until told to stop; with --batch, do what is waiting and end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", action="store_true")
        parser.add_argument("--interval", type=float, default=0.5, help="seconds between looks")

    def handle(self, *args: Any, **options: Any) -> None:
        worker.stop_when_told()
        one = worker.Worker(batch=options["batch"], interval=options["interval"])
        one.run()
        if options["batch"]:
            self.stdout.write(f"{one.done} 件の仕事をしました。")
