"""Who has a matter in hand now, as its sender may read it."""

from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from tomoni.core.city import city
from tomoni.ground.batons.models import Baton


@dataclass(frozen=True)
class Hand:
    """The team and its telephone, what comes next in whole words, and by when."""

    team: str
    phone: str
    next: str
    by: date
    is_late: bool


def in_hand(baton: Baton, *, on: date) -> Hand | None:
    """None once the matter is over; then the receipt shows its outcome."""
    if not baton.is_open:
        return None
    team = baton.hand
    english = translation.get_language() == "en" and team.name_en
    if asked := baton.questions.open().order_by("answer_by").first():  # type: ignore[attr-defined]
        words = _("運営している人にたずねて、返事を待っています。")
        by = asked.answer_by
    elif baton.offers.open().exists():  # type: ignore[attr-defined]
        words, by = _("別の担当に引き継ぐところです。"), baton.due
    else:
        words, by = _("担当の職員が確かめて、このページにお返事を書きます。"), baton.due
    return Hand(
        team=team.name_en if english else team.name,
        phone=team.phone or city().phone,
        next=words,
        by=by,
        is_late=by < on,
    )
