"""`tomoni serve`: the web server, the worker and the timetable together, or one of them."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import now

from tomoni.core import keyring


class Command(BaseCommand):
    help = "Serve the pages on 127.0.0.1:${PORT:-8000}, do the jobs and keep the timetable."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("TOMONI_BIND", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument(
            "--only-web",
            action="store_true",
            help="the web server alone; `tomoni work` and `tomoni tick --loop` run elsewhere",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PRODUCTION and not keyring.path().exists():
            keyring.create(at=now())  # In production somebody has to decide where it lies.
        if options["only_web"]:
            _web(options["host"], options["port"], options["workers"])
            return
        from tomoni.core.supervisor import Child, Supervisor

        web = ["serve", "--only-web", "--host", options["host"]]
        web += ["--port", str(options["port"]), "--workers", str(options["workers"])]
        Supervisor(
            [Child("web", web), Child("work", ["work"]), Child("tick", ["tick", "--loop"])],
            self.stderr.write,
        ).run()


def _web(host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        respawn_failed_workers=True,
        log_access=False,
    ).serve()
