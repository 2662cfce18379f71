from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "tomoni.core"
    label = "core"

    def ready(self) -> None:
        from tomoni.core import checks  # noqa: F401  (Importing registers them.)
