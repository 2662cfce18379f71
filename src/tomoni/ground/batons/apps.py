from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

NOTICES = (
    ("batons.offered", _("引き継ぎの申し出"), "offered", True),
    ("batons.offer_answered", _("引き継ぎの返事"), "offer_answered", True),
    ("batons.assigned", _("担当になったこと"), "assigned", True),
    ("batons.asked", _("問い合わせ"), "asked", True),
    ("batons.answered", _("問い合わせの返事"), "answered", True),
    ("batons.late", _("遅れている案件"), "late", True),
    ("batons.morning", _("朝の一覧"), "morning", True),
    ("batons.emergency", _("緊急の閲覧"), "emergency", True),
    ("batons.message_staff", _("文が届いたこと"), "message_staff", True),
    ("batons.message", _("担当からの文"), "message", False),
    ("batons.link", _("外部の人へのリンク"), "link", False),
    ("batons.receipt", _("受け付けたこと"), "receipt", False),
    ("batons.outcome", _("結果のお知らせ"), "outcome", False),
)


class BatonsConfig(AppConfig):
    name = "tomoni.ground.batons"
    label = "batons"

    def ready(self) -> None:
        from tomoni.core import break_glass, guards, jobs
        from tomoni.ground.batons import (  # noqa: F401  (Checks register themselves.)
            checks,
            holding,
            kinds,
            own_holdings,
        )
        from tomoni.ground.batons.access import Ability
        from tomoni.ground.batons.actions import correcting, leaving, watching
        from tomoni.ground.batons.models import Baton
        from tomoni.ground.notices import kinds as notices
        from tomoni.ground.people import holdings, hooks
        from tomoni.web.doors import DeskDoor, MyDoor, register_desk, register_mine

        register_desk(DeskDoor(Ability.WORK, "batons:desk", _("受け持ち一覧"), "clipboard-list", 5))
        register_mine(
            MyDoor("batons:my_matters", _("わたしの相談と頼みごと"), "message-circle", order=10)
        )
        for code, name, template, for_staff in NOTICES:
            notices.register(
                code,
                name,
                f"batons/notices/{template}.txt",
                channels=("mail", "push") if for_staff else notices.CHANNELS,
                may_be_switched_off=False,
                for_staff=for_staff,
            )
        holdings.register(
            "batons", _("案件とやりとり"), own_holdings.mine, order=40, scopes=("read", "ask"),
            shows=("batons.Party.user", "batons.Party.person", "batons.Attachment.added_by"),
        )  # fmt: skip
        guards.BATONS = Baton._meta.db_table
        holding.retain()
        kinds.register(
            kinds.KindSpec(
                "desk.note", gettext_noop("窓口で受けた用件"), "Matter taken at the desk", "batons"
            )
        )
        if leaving.refuse_dissolving not in hooks.before_dissolving:
            hooks.before_dissolving.append(leaving.refuse_dissolving)
            hooks.before_leaving_team.append(leaving.refuse_leaving)
        kinds.register(
            kinds.KindSpec(
                watching.FAILED_JOB,
                gettext_noop("できなかった自動の仕事"),
                "Failed job",
                "core",
                1,
                5,
            )
        )
        kinds.register(
            kinds.KindSpec(
                watching.GLASS, "緊急の閲覧の点検", "Emergency access review", "core", 1, 5
            )
        )
        kinds.register(
            kinds.KindSpec(
                correcting.CORRECTION,
                "登録の訂正の希望",
                "Request to correct a record",
                "people",
                3,
                20,
            )
        )
        if correcting.asked not in hooks.on_correction_asked:
            hooks.on_correction_asked.append(correcting.asked)
        jobs.on_dead(watching.failed_job)
        break_glass.on_break(watching.glass_broken)
