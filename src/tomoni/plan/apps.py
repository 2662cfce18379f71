from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanConfig(AppConfig):
    name = "tomoni.plan"
    label = "plan"

    def ready(self) -> None:
        from tomoni.web import doors

        doors.register(
            doors.Door(
                need="plan",
                url_name="plan:index",
                title=_("まちの15の約束"),
                icon="lamp",
                example=_("あなたにできる小さなことを、きょう一つ"),
            )
        )
