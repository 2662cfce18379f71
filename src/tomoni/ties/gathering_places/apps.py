from django.apps import AppConfig


class GatheringPlacesConfig(AppConfig):
    name = "tomoni.ties.gathering_places"
    label = "gathering_places"

    def ready(self) -> None:
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from tomoni.ground.batons import kinds, matters
        from tomoni.ground.batons.actions.forgetting import emptied_with
        from tomoni.ground.notices import kinds as notices
        from tomoni.ties.gathering_places import holdings
        from tomoni.ties.gathering_places.access import Ability
        from tomoni.ties.gathering_places.actions import forgetting
        from tomoni.ties.gathering_places.actions.sending import VENUE, WISH
        from tomoni.ties.gathering_places.models import Venue, Wish
        from tomoni.web.doors import DeskDoor, Door, register, register_desk

        holdings.join()
        if forgetting.with_batons not in emptied_with:
            emptied_with.append(forgetting.with_batons)
        for code, name, english, model, page in (
            (WISH, "居場所の希望", "Wish for a place to gather", Wish, "wish_page"),
            (VENUE, "場所の申し出", "Offer of a room", Venue, "offer_page"),
        ):
            kinds.register(
                kinds.KindSpec(
                    code, name, english, "gathering_places", answer_days=5, finish_days=120
                )
            )
            matters.register(
                model,
                kinds=[code],
                url=lambda one, page=page: reverse(  # type: ignore[misc]
                    f"gathering_places:{page}", kwargs={"pk": one.pk}
                ),
                is_ended_by_room=True,
                words=forgetting.words_of(model),
            )
        notices.register(
            "gathering_places.match", _("居場所の紹介"), "gathering_places/notices/match.txt",
            may_be_switched_off=False,
        )  # fmt: skip
        register(
            Door(
                "help", "gathering_places:board", _("居場所をつくる"), "coffee",
                _("こんな場所がほしい、場所を貸せる、はじめ方"), 35,
            )
        )  # fmt: skip
        register_desk(
            DeskDoor(Ability.WORK, "gathering_places:desk", _("居場所の希望と場所"), "coffee", 60)
        )
