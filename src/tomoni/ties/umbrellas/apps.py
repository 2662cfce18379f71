from django.apps import AppConfig


class UmbrellasConfig(AppConfig):
    name = "tomoni.ties.umbrellas"
    label = "umbrellas"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from tomoni.ground.notices import kinds
        from tomoni.ties.umbrellas import (
            holdings,
            tasks,  # noqa: F401  (The timetable's entries.)
        )
        from tomoni.ties.umbrellas.access import Ability
        from tomoni.ties.umbrellas.actions.calling import KIND
        from tomoni.ties.umbrellas.queries import search
        from tomoni.town.places.queries import beside, live
        from tomoni.web.doors import DeskDoor, Door, MyDoor, register, register_desk, register_mine

        kinds.register(
            KIND, _("傘の寄付の呼びかけ"), "umbrellas/notices/call.txt",
            channels=("mail", "push", "line", "letter"), digest=True,
            by_letter=True,
        )  # fmt: skip
        holdings.join()
        beside.register(search.found)
        live.register(search.at_entry)
        register(
            Door(
                "help", "umbrellas:index", _("傘の輪"), "umbrella",
                _("だれでも借りられる傘、いま何本あるか"), 20,
            )
        )  # fmt: skip
        register_mine(
            MyDoor("umbrellas:mine", _("傘の輪"), "umbrella", _("店の置き場、寄付の知らせ"), 45)
        )
        register_desk(DeskDoor(Ability.WORK, "umbrellas:desk", _("傘の置き場"), "umbrella", 66))
