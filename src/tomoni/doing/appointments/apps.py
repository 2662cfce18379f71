from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

NOTICES = (
    ("appointments.booked", _("予約の受付票"), "booked"),
    ("appointments.moved", _("予約の変更"), "moved"),
    ("appointments.cancelled", _("予約の取りやめ"), "cancelled"),
    ("appointments.choose", _("ほかの日時を選ぶお願い"), "choose"),
    ("appointments.reminder", _("前もってのお知らせ"), "reminder"),
    ("appointments.offer", _("空きのお知らせ"), "offer"),
    ("appointments.talk", _("ふれあいトークのお返事"), "talk"),
    ("appointments.talk_received", _("ふれあいトークの受付票"), "talk_received"),
)


class AppointmentsConfig(AppConfig):
    name = "tomoni.doing.appointments"
    label = "appointments"

    def ready(self) -> None:
        from tomoni.doing.appointments import freed, retained, tasks  # noqa: F401  (The timetable's entries.)
        from tomoni.doing.appointments.access import Ability
        from tomoni.doing.appointments.actions import absences, waiting
        from tomoni.ground.notices import kinds as notices
        from tomoni.web.doors import DeskDoor, Door, register, register_desk

        for code, name, template in NOTICES:
            notices.register(
                code, name, f"appointments/notices/{template}.txt", may_be_switched_off=False
            )
        notices.register(
            "appointments.staff",
            _("自分の予約の知らせ"),
            "appointments/notices/staff.txt",
            channels=("mail", "push"),
            for_staff=True,
        )
        retained.retain()
        self._matters()
        for act, hooks in ((waiting.promote, freed.on_freed), (absences.settled, freed.on_settled)):
            if act not in hooks:
                hooks.append(act)
        register(
            Door(
                "consult",
                "appointments:any_trouble",
                _("相談を申し込む"),
                "message-circle",
                _("どこに行けばよいか分からないときも。会う、電話、ビデオ、家に来てもらう"),
                5,
            )
        )
        register(
            Door(
                "consult",
                "appointments:start",
                _("会う時間を予約する"),
                "calendar",
                _("窓口・電話・訪問。登録はいりません"),
                20,
            )
        )
        register(
            Door(
                "go",
                "appointments:talks",
                _("ふれあいトークをたのむ"),
                "megaphone",
                _("集まりに、市の職員が話しに行きます"),
                60,
            )
        )
        register_desk(DeskDoor(Ability.WORK, "appointments:day", _("予約"), "calendar", 8))

    def _matters(self) -> None:
        """A group's request for a talk, and the bookings an absence leaves behind, hold batons."""
        from django.urls import reverse

        from tomoni.doing.appointments.actions import absences, talks
        from tomoni.doing.appointments.models import TalkRequest, Worklist
        from tomoni.ground.batons import kinds, matters

        kinds.register(
            kinds.KindSpec(
                talks.KIND, "ふれあいトークの申し込み", "Request for a talk", "appointments",
                answer_days=5, finish_days=20,
            )
        )  # fmt: skip
        kinds.register(
            kinds.KindSpec(
                absences.KIND, "不在で動かす予約", "Bookings to move", "appointments",
                answer_days=1, finish_days=5,
            )
        )  # fmt: skip
        matters.register(
            TalkRequest,
            kinds=[talks.KIND],
            url=lambda one: reverse("appointments:talk", kwargs={"pk": one.pk}),
            is_ended_by_room=True,
            words={
                "group": matters.GONE,
                "contact": {},
                "wishes": [],
                "place": "",
                "needs": "",
                "from_hash": "",
            },
            keeps=("digest", "language"),
        )
        matters.register(
            Worklist,
            kinds=[absences.KIND],
            url=lambda one: reverse("appointments:worklist", kwargs={"pk": one.pk}),
            is_ended_by_room=True,
        )
