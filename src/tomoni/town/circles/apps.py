from django.apps import AppConfig


class CirclesConfig(AppConfig):
    name = "tomoni.town.circles"
    label = "circles"

    def ready(self) -> None:
        from django.db.models import Case, CharField, F, Value, When
        from django.db.models.functions import Cast, Concat
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _
        from django.utils.translation import gettext_noop

        from tomoni.ground.batons import kinds, matters
        from tomoni.ground.notices import kinds as notices
        from tomoni.town.circles import holdings
        from tomoni.town.circles.access import Ability
        from tomoni.town.circles.models import Decision
        from tomoni.web.doors import (
            DeskDoor,
            Door,
            MyDoor,
            register,
            register_desk,
            register_mine,
        )

        holdings.join()
        kinds.register(
            kinds.KindSpec(
                "circles.decision", gettext_noop("会議で決まったこと"), "Decision of a meeting", "circles",
                answer_days=5, finish_days=60,
            )
        )  # fmt: skip
        matters.register(
            Decision,
            kinds=["circles.decision"],
            url=lambda matter: reverse("circles:meeting", kwargs={"pk": matter.meeting_id}),
            # Two decisions of one meeting never say the same, so each keeps its number.
            words={
                "words": Concat(
                    Value(matters.GONE), Cast("number", CharField()), output_field=CharField()
                ),
                "plain_words": Case(
                    When(is_public=True, then=F("plain_words")),
                    default=Value(""),
                    output_field=CharField(),
                ),
            },
        )
        notices.register(
            "circles.word",
            _("ネットワークからのお知らせ"),
            "circles/notices/word.txt",
            by_letter=True,
        )
        # Whoever belongs to it has to know where to be, and that nobody will be there.
        notices.register(
            "circles.meeting",
            _("ネットワークの会議の案内と中止"),
            "circles/notices/word.txt",
            may_be_switched_off=False,
        )
        register(
            Door(
                "help",
                "circles:index",
                _("ネットワーク"),
                "handshake",
                _("カフェの会や、しあわせネットワークなど、いっしょに動く団体の集まり"),
                60,
            )
        )
        register_mine(
            MyDoor(
                "circles:mine",
                _("わたしのネットワーク"),
                "handshake",
                _("会議と、決まったこと"),
                60,
            )
        )
        register_desk(
            DeskDoor(Ability.KEEP, "circles:staff", _("ネットワークの管理"), "handshake", 60)
        )
