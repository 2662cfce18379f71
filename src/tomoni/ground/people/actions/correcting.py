"""Somebody asks us to correct, or to stop using, what we hold about them (個人情報保護法90条・98条)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.ground.people import hooks, queries
from tomoni.ground.people.models import Person, User
from tomoni.ground.people.rules import my_number


@transaction.atomic
def ask(*, person: Person, words: str, by: User, at: datetime) -> str:
    """Hand the request to whoever joined for it.

    Returns:
        The number under which it is dealt with.

    Raises:
        Refused: without words, or when nobody is there to take it in hand.
    """
    if not words.strip():
        raise Refused(_("どこが違うかを書いてください。"), field="words")
    if my_number.holds_one(words):
        raise Refused(
            _("個人番号（マイナンバー）は登録できません。この項目から消してください。"), field="words"
        )  # fmt: skip
    for function in hooks.on_correction_asked:
        if number := function(person=person, words=words.strip(), by=by, at=at):
            audit.record("people.correction_asked", person, by=by, at=at, note=number)
            return str(number)
    raise Refused(
        _("いま、画面では受け付けられません。総合窓口（%(phone)s）にお電話ください。")
        % {"phone": queries.desk_phone()}
    )
