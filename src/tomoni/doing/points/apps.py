from django.apps import AppConfig


class PointsConfig(AppConfig):
    name = "tomoni.doing.points"
    label = "points"

    def ready(self) -> None:
        from django.urls import reverse

        from tomoni.doing.points import checks, tasks  # noqa: F401  (They register themselves.)
        from tomoni.doing.points.actions.claims import KIND
        from tomoni.doing.points.models import Claim
        from tomoni.ground.batons import kinds, matters

        kinds.register(
            kinds.KindSpec(
                KIND, "ポイントの交換", "Exchange of points", "points",
                answer_days=5, finish_days=30,
            )
        )  # fmt: skip
        matters.register(
            Claim,
            kinds=[KIND],
            url=lambda one: reverse("points:claim", kwargs={"pk": one.pk}),
            is_ended_by_room=True,
        )
