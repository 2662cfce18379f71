from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "tomoni.town.places"
    label = "places"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from tomoni.town.places.access import Ability
        from tomoni.web.doors import DeskDoor, register_desk

        register_desk(
            DeskDoor(Ability.IMPORT, "places:imports", _("一覧表の取り込み"), "upload", 40)
        )
