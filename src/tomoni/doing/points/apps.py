from django.apps import AppConfig


class PointsConfig(AppConfig):
    name = "tomoni.doing.points"
    label = "points"

    def ready(self) -> None:
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from tomoni.doing.points import (  # noqa: F401  (They register themselves.)
            checks,
            holdings,
            notices,
            retained,
            tasks,
        )
        from tomoni.doing.points.access import Ability
        from tomoni.doing.points.actions import forgetting
        from tomoni.doing.points.actions.claims import KIND
        from tomoni.doing.points.models import Claim
        from tomoni.ground.batons import kinds, matters
        from tomoni.ground.batons.actions.forgetting import emptied_with
        from tomoni.web.doors import DeskDoor, Door, MyDoor, register, register_desk, register_mine

        holdings.join()
        retained.retain()
        notices.join()
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
            words={"reason": "", "declared": []},
            keeps=["number"],
        )
        if forgetting.with_batons not in emptied_with:
            emptied_with.append(forgetting.with_batons)
        register(
            Door(
                "help", "points:about", _("ボランティアポイント"), "star",
                _("手伝うとたまり、交換できます"), 60,
            )
        )  # fmt: skip
        register_mine(
            MyDoor("points:mine", _("わたしのポイント"), "star", _("残高・明細・交換"), order=30)
        )
        register_desk(DeskDoor(Ability.SEE, "points:desk", _("ポイント"), "star", 30))
