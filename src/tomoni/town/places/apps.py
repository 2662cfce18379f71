from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "tomoni.town.places"
    label = "places"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from tomoni.town.places import checks  # noqa: F401  (Checks register themselves.)
        from tomoni.town.places.access import Ability
        from tomoni.web.doors import (
            AboutLink,
            DeskDoor,
            Door,
            register,
            register_about,
            register_desk,
        )

        register(
            Door(
                "find",
                "places:districts",
                _("地区からさがす"),
                "map",
                _("町の名前から、近くにあるものをさがします"),
                30,
            )
        )
        register_desk(DeskDoor(Ability.STAFF, "places:staff", _("掲載の管理"), "list-checks", 10))
        register_desk(
            DeskDoor(Ability.IMPORT, "places:imports", _("一覧表の取り込み"), "upload", 40)
        )
        register_about(AboutLink("places:open_data", _("オープンデータ"), "download", order=45))
