from django.apps import AppConfig


class VolunteeringConfig(AppConfig):
    name = "tomoni.doing.volunteering"
    label = "volunteering"

    def ready(self) -> None:
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from tomoni.doing.volunteering import (  # noqa: F401  (The timetable's entries.)
            holdings,
            notices,
            retained,
            tasks,
        )
        from tomoni.doing.volunteering.access import Ability
        from tomoni.doing.volunteering.actions import forgetting
        from tomoni.doing.volunteering.actions.afterwards import KIND as INCIDENT
        from tomoni.doing.volunteering.actions.needs import KIND as NEED
        from tomoni.doing.volunteering.models import Incident, Need
        from tomoni.ground.batons import kinds, matters
        from tomoni.ground.batons.actions.forgetting import emptied_with
        from tomoni.web.doors import DeskDoor, Door, MyDoor, register, register_desk, register_mine

        notices.join()
        holdings.join()
        retained.retain()
        if forgetting.with_batons not in emptied_with:
            emptied_with.append(forgetting.with_batons)
        kinds.register(
            kinds.KindSpec(
                NEED, "手伝いの希望", "Wish for help", "volunteering",
                answer_days=2, finish_days=240,
            )
        )  # fmt: skip
        kinds.register(
            kinds.KindSpec(
                INCIDENT, "手伝い中の出来事", "Something that went wrong while helping",
                "volunteering", answer_days=1, finish_days=20,
            )
        )  # fmt: skip
        matters.register(
            Need,
            kinds=[NEED],
            url=lambda one: reverse("volunteering:need", kwargs={"pk": one.pk}),
            is_ended_by_room=True,
            words=forgetting.NEED_WORDS,
            keeps=["number", "activity", "training"],
        )
        matters.register(
            Incident,
            kinds=[INCIDENT],
            url=lambda one: reverse("volunteering:incident", kwargs={"pk": one.pk}),
            words=forgetting.INCIDENT_WORDS,
            keeps=["number"],
        )
        register(
            Door(
                "help", "volunteering:board", _("ボランティア"), "hand-helping",
                _("手伝う回をさがす、手伝ってほしいことを伝える"), 10,
            )
        )  # fmt: skip
        register_mine(
            MyDoor(
                "volunteering:mine", _("わたしの手伝い"), "hand-helping",
                _("出番・手伝った時間・証明書"), order=28,
            )
        )  # fmt: skip
        register_desk(
            DeskDoor(Ability.WORK, "volunteering:desk", _("ボランティア"), "hand-helping", 28)
        )
        register_desk(
            DeskDoor(
                Ability.COUNT, "volunteering:figures", _("ボランティアの数字"), "chart-column", 29
            )
        )
