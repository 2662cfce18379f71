from django.apps import AppConfig


class TourismConfig(AppConfig):
    name = "tomoni.ties.tourism"
    label = "tourism"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from tomoni.ties.tourism.access import Ability
        from tomoni.web.doors import DeskDoor, Door, register, register_desk

        register(
            Door(
                "go", "tourism:here", _("小樽に来た方へ"), "footprints",
                _("ガイドと歩く、いまの町のようす"), 50,
            )
        )  # fmt: skip
        register_desk(DeskDoor(Ability.TELL, "tourism:desk", _("旅行者のページ"), "footprints", 64))
