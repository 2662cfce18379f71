from django.apps import AppConfig


class PointsConfig(AppConfig):
    name = "tomoni.doing.points"
    label = "points"

    def ready(self) -> None:
        from tomoni.doing.points import checks, tasks  # noqa: F401  (They register themselves.)
