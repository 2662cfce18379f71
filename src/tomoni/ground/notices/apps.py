from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "tomoni.ground.notices"
    label = "notices"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from tomoni.ground.notices import kinds

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
