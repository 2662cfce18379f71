from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "tomoni.core"
    label = "core"

    def ready(self) -> None:
        from tomoni.core import checks, jobs, reading_log  # noqa: F401  (Importing registers the checks.)
        from tomoni.core.chain import functions

        reading_log.retain()
        jobs.discover()
        functions.lend()
