from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "tomoni.ground.retention"
    label = "retention"

    def ready(self) -> None:
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from tomoni.ground.batons import kinds, matters
        from tomoni.ground.retention import checks  # noqa: F401  (Checks register themselves.)
        from tomoni.ground.retention.access import Ability
        from tomoni.ground.retention.actions.proposing import KIND
        from tomoni.ground.retention.models import Proposal
        from tomoni.web.doors import DeskDoor, register_desk

        kinds.register(
            kinds.KindSpec(
                KIND,
                "保存期間が過ぎた記録の破棄",
                "Destruction of records past their term",
                "retention",
                answer_days=10,
                finish_days=30,
            )
        )
        matters.register(
            Proposal,
            kinds=[KIND],
            url=lambda matter: reverse("retention:proposal", kwargs={"pk": matter.pk}),
            is_ended_by_room=True,
        )
        register_desk(DeskDoor(Ability.SEE, "retention:index", _("保存期間と破棄"), "history", 93))
