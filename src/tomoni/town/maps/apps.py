from django.apps import AppConfig


class MapsConfig(AppConfig):
    name = "tomoni.town.maps"
    label = "maps"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from tomoni.town.maps import checks  # noqa: F401  (Checks register themselves.)
        from tomoni.web import doors

        doors.register(
            doors.Door(
                "find", "maps:index", _("町の地図"), "map", _("町の名前・住所・駅から"), order=60
            )
        )
