"""The links of a matter that still open something, and what a new one may be for."""

from datetime import datetime

from django.db.models import QuerySet

from tomoni.ground.batons.models import Baton, Link, Offer, Question


def live(baton: Baton, at: datetime) -> QuerySet[Link]:
    """The newest first, with the names that a list shows."""
    rows = Link.objects.live(at).filter(baton=baton)
    return rows.select_related(
        "party__user", "offer__to_team", "question__to_team", "made_by"
    ).order_by("-made_at", "id")


def purposes(baton: Baton) -> dict[str, Offer | Question | None]:
    """What somebody outside can be asked for: what waits for them, or simply to write."""
    offers = baton.offers.open().filter(to_team=None)  # type: ignore[attr-defined]
    questions = baton.questions.open().filter(to_team=None)  # type: ignore[attr-defined]
    waiting = {f"offer:{one.pk}": one for one in offers}
    return {**waiting, **{f"question:{one.pk}": one for one in questions}, "talk": None}
