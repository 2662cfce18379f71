from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "tomoni.ground.people"
    label = "people"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from tomoni.ground.people import (  # noqa: F401  (Checks register themselves.)
            acting,
            checks,
            hearing,
            own_holdings,
            providers,
            retained,
            tasks,
        )
        from tomoni.ground.people.access import Ability
        from tomoni.web import behalf
        from tomoni.web.doors import DeskDoor, MyDoor, register_desk, register_mine

        providers.known()  # A provider that is named wrongly stops the program here.
        hearing.listen()
        behalf.provide(acting.shown)
        retained.retain()
        own_holdings.join()
        for door in (
            DeskDoor(Ability.MANAGE_ACCOUNTS, "people:accounts", _("アカウント"), "users", 80),
            DeskDoor(
                Ability.KEEP_ORGANISATIONS,
                "people:organisations",
                _("団体・事業者"),
                "building-2",
                60,
            ),
            DeskDoor(Ability.SEE_PERSONS, "people:persons", _("人をさがす"), "user", 20),
            DeskDoor(
                Ability.MERGE_PERSONS, "people:duplicates", _("重なっている登録"), "layers", 25
            ),
            DeskDoor(Ability.IMPORT_PERSONS, "people:imports", _("名簿の取り込み"), "upload", 26),
            DeskDoor(Ability.KEEP_TEAMS, "people:teams", _("チーム"), "users", 65),
            DeskDoor(Ability.READ_AUDIT, "people:audit", _("操作の記録"), "history", 90),
            DeskDoor(
                Ability.READ_AUDIT, "people:emergencies", _("緊急の閲覧の点検"), "history", 91
            ),
            DeskDoor(Ability.BREAK_GLASS, "people:emergency", _("緊急の閲覧"), "history", 92),
        ):
            register_desk(door)
        register_mine(MyDoor("people:my_consents", _("わたしの同意"), "check", order=41))
        register_desk(
            DeskDoor(Ability.CONSENT_TEXTS, "people:consent_texts", _("同意の文"), "pencil", 66)
        )
        register_mine(MyDoor("people:my_mandates", _("代わりの人"), "users", order=40))
