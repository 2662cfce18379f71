from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "tomoni.web"
    label = "web"

    def ready(self) -> None:
        from tomoni.web import doors

        for order, (name, title, icon) in enumerate(
            (
                ("web:about", _("運営する人と連絡先"), "users"),
                ("web:accessibility", _("使いやすさの方針"), "accessibility"),
                ("web:privacy", _("個人情報の扱い"), "shield-check"),
                ("web:offline", _("停電・圏外のときの連絡先"), "wifi-off"),
            )
        ):
            doors.register_about(doors.AboutLink(name, title, icon, order=order * 10))
