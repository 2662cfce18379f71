from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "tomoni.home"
    label = "home"

    def ready(self) -> None:
        from tomoni.home import directory, slots
        from tomoni.web import doors

        for door in directory.DOORS:
            doors.register(door)
        slots.fill_now(directory.open_now)
        slots.fill_today(directory.this_week)
        doors.register(
            doors.Door(
                "prepare",
                "web:offline",
                _("停電・圏外のときの連絡先"),
                "wifi-off",
                _("電話にとっておくページ"),
                60,
            )
        )
