"""What a delegate does on the pages about a person: open the records, ask for a correction."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.ground.people import queries
from tomoni.ground.people.actions import correcting, mandates
from tomoni.ground.people.models import ActFor, Person, Scope, User
from tomoni.ground.people.queries.mandates import Ground


@transaction.atomic
def open_records(*, person: Person, ground: Ground, scope: str, by: User, at: datetime) -> ActFor:
    """Open what is held about a person for today; they are told once a day, not once a look.

    Raises:
        Refused: when the mandate is over, or the records of this person are kept by one team.
    """
    if why := why_closed(person):
        raise Refused(why)
    with translation.override(person.language or "ja"):
        words = _("あなたについて登録されていることを開きました（持ち帰りもできます）")
    return mandates.acted(
        ground=ground, person=person, scope=scope, words=words,
        key=queries.opening_key(ground, at), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def ask_correction(*, person: Person, ground: Ground, words: str, by: User, at: datetime) -> str:
    """Ask in somebody's name that what is registered be corrected; gives the number of the matter.

    Raises:
        Refused: as `correcting.ask` and `mandates.acted` do.
    """
    if why := why_closed(person):
        raise Refused(why)
    number = correcting.ask(person=person, words=words, by=by, at=at)
    with translation.override(person.language or "ja"):
        told = _("登録の訂正を頼みました（受付番号 %(number)s）") % {"number": number}
    mandates.acted(
        ground=ground, person=person, scope=Scope.CORRECT, words=told,
        key=f"people.correction:{number}", by=by, at=at,
    )  # fmt: skip
    return number


def why_closed(person: Person) -> str:
    """Why no delegate sees this person's records on screen; '' when one may.

    Whoever hides from somebody is often hidden from the very person who holds a mandate.
    """
    if person.restricted_to_id is None:
        return ""
    return _("この人の記録は、画面では開けません。総合窓口（%(phone)s）にお電話ください。") % {
        "phone": queries.desk_phone()
    }
