from django.apps import AppConfig


class BatonsConfig(AppConfig):
    name = "tomoni.ground.batons"
    label = "batons"

    def ready(self) -> None:
        from tomoni.core import guards
        from tomoni.ground.batons import kinds
        from tomoni.ground.batons.actions import leaving
        from tomoni.ground.batons.models import Baton
        from tomoni.ground.people import hooks

        guards.BATONS = Baton._meta.db_table
        kinds.register(
            kinds.KindSpec("desk.note", "窓口で受けた用件", "Matter taken at the desk", "batons")
        )
        if leaving.refuse_dissolving not in hooks.before_dissolving:
            hooks.before_dissolving.append(leaving.refuse_dissolving)
            hooks.before_leaving_team.append(leaving.refuse_leaving)
