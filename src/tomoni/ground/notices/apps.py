from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "tomoni.ground.notices"
    label = "notices"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from tomoni.ground.notices import checks, kinds  # noqa: F401  (Checks register themselves.)
        from tomoni.ground.notices.access import Ability
        from tomoni.web.doors import DeskDoor, MyDoor, register_desk, register_mine

        register_mine(MyDoor("notices:mine", _("お知らせ"), "bell", order=20))
        register_desk(DeskDoor(Ability.SEE, "notices:staff", _("お知らせの送信"), "send", 70))
        register_desk(DeskDoor(Ability.POST_LETTERS, "notices:letters", _("手紙"), "mail", 71))

        kinds.register(
            "notices.digest",
            _("まとめのお知らせ"),
            "notices/mails/digest.txt",
            channels=("mail", "line", "push"),
            may_be_switched_off=False,
        )
        kinds.register(
            "notices.trial",
            _("お知らせのためし"),
            "notices/mails/trial.txt",
            may_be_switched_off=False,
        )

        from tomoni.ground.notices import below, retained

        below.join()
        retained.retain()
