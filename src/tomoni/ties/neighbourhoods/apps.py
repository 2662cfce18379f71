from django.apps import AppConfig


class NeighbourhoodsConfig(AppConfig):
    name = "tomoni.ties.neighbourhoods"
    label = "neighbourhoods"

    def ready(self) -> None:
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _
        from django.utils.translation import gettext_noop

        from tomoni.ground.batons import kinds, matters
        from tomoni.ground.notices import kinds as notices
        from tomoni.ties.neighbourhoods import (
            holdings,
            tasks,  # noqa: F401  (The timetable's entries.)
        )
        from tomoni.ties.neighbourhoods.access import Ability
        from tomoni.ties.neighbourhoods.models import DispatchRequest
        from tomoni.web.doors import (
            DeskDoor,
            Door,
            MyDoor,
            register,
            register_desk,
            register_mine,
        )

        holdings.join()
        kinds.register(
            kinds.KindSpec(
                "neighbourhoods.dispatch", gettext_noop("町会への職員の派遣"), "Staff for a neighbourhood association",
                "neighbourhoods", answer_days=3, finish_days=40,
            )
        )  # fmt: skip
        matters.register(
            DispatchRequest,
            kinds=["neighbourhoods.dispatch"],
            url=lambda matter: reverse("neighbourhoods:request", kwargs={"pk": matter.pk}),
            words={"what": matters.GONE, "place": ""},
        )
        for code, name in (
            ("neighbourhoods.meeting", _("町会の総会の案内")),
            ("neighbourhoods.term_ends", _("町会の役の任期の終わり")),
        ):
            template = f"neighbourhoods/notices/{code.split('.')[1]}.txt"
            notices.register(code, name, template, may_be_switched_off=False)
        register(
            Door(
                "help", "neighbourhoods:index", _("町内会"), "house-heart",
                _("自分の町の町内会、午後だけの手伝い"), 40,
            )
        )  # fmt: skip
        register_mine(
            MyDoor(
                "neighbourhoods:mine",
                _("わたしの町会"),
                "house-heart",
                _("役員の仕事、総会への参加"),
                40,
            )
        )
        register_desk(
            DeskDoor(Ability.SUPPORT, "neighbourhoods:staff", _("町会の管理"), "house-heart", 62)
        )
