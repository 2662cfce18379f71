from typing import Any

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "tomoni.town.places"
    label = "places"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from tomoni.town.places import checks  # noqa: F401  (Checks register themselves.)
        from tomoni.town.places.access import Ability
        from tomoni.web.doors import (
            AboutLink,
            DeskDoor,
            Door,
            MyDoor,
            register,
            register_about,
            register_desk,
            register_mine,
        )

        self._matters()
        register(
            Door(
                "find",
                "places:districts",
                _("地区からさがす"),
                "map",
                _("町の名前から、近くにあるものをさがします"),
                30,
            )
        )
        register_desk(DeskDoor(Ability.STAFF, "places:staff", _("掲載の管理"), "list-checks", 10))
        register_mine(
            MyDoor(
                "places:mine", _("わたしの掲載"), "map-pin", order=15,
                is_for=edits_something,
            )
        )  # fmt: skip
        register_desk(
            DeskDoor(Ability.IMPORT, "places:imports", _("一覧表の取り込み"), "upload", 40)
        )
        register_about(AboutLink("places:open_data", _("オープンデータ"), "download", order=45))
        register_about(
            AboutLink("places:voice_statistics", _("声の統計"), "message-circle", order=46)
        )

    def _matters(self) -> None:
        """What people tell us, and entries due for re-checking, hold batons."""
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _
        from django.utils.translation import gettext_noop

        from tomoni.ground.batons import kinds, links_pages, matters
        from tomoni.ground.notices import kinds as notices
        from tomoni.town.places import (
            retained,
            tasks,  # noqa: F401  (The timetable's entries.)
        )
        from tomoni.town.places.models import Feedback, ListingReview, Suggestion
        from tomoni.town.places.views.holder import review_page

        sorts = (
            (
                "suggestion",
                Suggestion,
                kinds.KindSpec(
                    "places.suggestion", gettext_noop("掲載のご指摘"), "Word about an entry", "places",
                    answer_days=5, finish_days=15,
                ),
            ),
            (
                "feedback",
                Feedback,
                kinds.KindSpec(
                    "places.feedback", "運営への声", "Word to a provider", "places",
                    answer_days=5, finish_days=20,
                ),
            ),
            (
                "review",
                ListingReview,
                kinds.KindSpec(
                    "places.review", "掲載の確かめ", "Entry to be checked again", "places",
                    answer_days=10, finish_days=30,
                ),
            ),
        )  # fmt: skip
        for name, model, spec in sorts:
            kinds.register(spec)
            told = {"text": matters.GONE, "contact": "", "from_hash": "", "token": None}
            matters.register(
                model,
                kinds=[spec.code],
                url=lambda matter, name=name: reverse(f"places:{name}", kwargs={"pk": matter.pk}),
                is_ended_by_room=True,
                words={} if model is ListingReview else told,
                keeps=("about",),  # Which part of an entry: a code of ours.
            )
        links_pages.register("places.review", review_page)
        retained.retain()
        notices.register(
            "places.asked",
            _("掲載についてのおたずね"),
            "places/notices/asked.txt",
            may_be_switched_off=False,
        )
        notices.register(
            "places.please_confirm",
            _("掲載の内容を確かめるお願い"),
            "places/notices/please_confirm.txt",
            may_be_switched_off=False,
        )


def edits_something(user: Any) -> bool:
    """Whether somebody keeps the entries of any body today."""
    from django.utils import timezone

    today = timezone.localdate()
    return user.is_authenticated and user.memberships.in_force(today).filter(part="editor").exists()
