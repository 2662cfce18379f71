"""The sender's receipt, and the answer by the way they chose."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.ground.batons.actions import stepping, telling
from tomoni.ground.batons.actions.parties import add_sender
from tomoni.ground.batons.models import Baton, Step
from tomoni.ground.batons.models.offers import Way
from tomoni.town.places.models import Feedback, Suggestion
from tomoni.town.places.rules import replying

Told = Suggestion | Feedback


def keep_sender(
    told: Told, *, path: str, by: Any, at: datetime, name: str, postcode: str, address: str,
    language: str,
) -> None:  # fmt: skip
    """Remember how the sender wants to hear of it, and send the receipt where that is by mail.

    Who wants nothing is told nothing, though a number may be there for a question of ours. Who
    wants a letter gets one letter, with the outcome: the receipt stands on the screen.
    """
    wants = told.reply_by
    if wants == told.ReplyBy.NONE:
        return
    party = add_sender(
        told.baton, by=by, at=at, name=name, language=language,
        contact="" if wants == told.ReplyBy.LETTER else told.contact,
        postcode=postcode, address=address,
    )  # fmt: skip
    if party and party.email and not party.address:
        telling.receipt(party, url=settings.SITE_URL + path, at=at)


def before_end(told: Told, baton: Baton, *, called: str, by: Any, at: datetime) -> None:
    """Whoever asked for a call has had it; what came of it is a step of the matter.

    Raises:
        Refused: while nobody has rung.
    """
    wants = told.reply_by == told.ReplyBy.PHONE
    if why := replying.why_not_end(wants_call=wants, called=called, phone=told.contact):
        raise Refused(why, field="called")
    if wants:
        heard = called == replying.TOLD
        words = _("電話でお返事を伝えた。") if heard else _("電話をかけたが、つながらなかった。")
        stepping.step(baton, Step.Act.NOTED, by=by, at=at, way=Way.PHONE, note=words)
