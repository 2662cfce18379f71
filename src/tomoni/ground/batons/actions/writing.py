"""Messages about a matter: written once, told once to each reader, opened and answered by each."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit, shredding
from tomoni.core.errors import Refused
from tomoni.ground.batons import access
from tomoni.ground.batons.actions import links, stepping
from tomoni.ground.batons.actions import telling_of_words as telling
from tomoni.ground.batons.models import Baton, Link, Message, Party, Receipt, Step
from tomoni.ground.batons.models.offers import Way
from tomoni.ground.batons.queries.messages import received_by
from tomoni.ground.batons.rules import hands
from tomoni.ground.people.models import Team
from tomoni.ground.people.queries.teams import members_of

LINK_DAYS = hands.LONGEST_LINK_DAYS
MOST_AN_HOUR = 20  # Through one link; a conversation by telephone is quicker by then.


@transaction.atomic
def write(
    *, baton: Baton, to: Party | Team, text: str, by: Any, at: datetime, token: UUID
) -> Message:
    """The holder writes to a party or a team; a team that was written to writes to the holder.

    Args:
        to: The other side of the conversation, whoever writes.
        token: Made with the form: a second press of its button is the same message.

    Raises:
        Refused: when the matter is over, the writer is on neither side, or nobody can be reached.
    """
    held = stepping.in_hand(baton, by=by, at=at, must_hold=False)
    on = timezone.localdate(at)
    holds = access.holds(by, held, on=on)
    is_theirs = isinstance(to, Team) and access.works_in(by, to.pk, on=on)
    if why := hands.why_not_holder(holds=holds or is_theirs):
        raise Refused(why)
    if isinstance(to, Party) and not to.can_be_reached:
        raise Refused(
            _(
                "この人の連絡先がありません。「リンクを作る」で連絡先を入れるか、電話か手紙で伝えてください。"
            ),
            field="to",
        )
    message, is_new = _keep(held, to, text, token, by=by, at=at, is_from_holder=holds)
    if is_new and not holds:
        _tell_holder(message, at)
    elif is_new and isinstance(to, Team):
        _tell_staff(message, list(members_of(to, on)), at)
    elif is_new and isinstance(to, Party):
        Receipt.objects.create(message=message, party=to)
        _link, key = links.make(party=to, by=by, at=at, days=LINK_DAYS)
        telling.written(message, url=links.url_of(key), by=by, at=at)
    return message


@transaction.atomic
def write_back(*, link: Link, text: str, token: UUID, at: datetime) -> Message:
    """Somebody without an account writes to the holder, through their link."""
    message, is_new = _from_party(_party(link), text, token, by=None, at=at)
    if is_new:
        links.touch(link=link, at=at)
    return message


@transaction.atomic
def write_as_party(*, party: Party, text: str, token: UUID, by: Any, at: datetime) -> Message:
    """Somebody whom the matter concerns writes to the holder from their own page."""
    return _from_party(party, text, token, by=by, at=at)[0]


@transaction.atomic
def read(*, baton: Baton, by: Any, at: datetime) -> int:
    """Somebody at a desk opens what was written to their side; gives how many were new to them."""
    mine = received_by(by, baton, timezone.localdate(at))
    return _opened(baton, mine, {"user": by}, by=by, at=at)


@transaction.atomic
def read_behind(*, link: Link, at: datetime) -> int:
    """The party presses the button and reads; a mail scanner only looks and presses nothing."""
    party = _party(link)
    mine = Message.objects.filter(party=party, is_from_holder=True)
    return _opened(link.baton, mine, {"party": party}, by=None, at=at)


@transaction.atomic
def read_as_party(*, party: Party, by: Any, at: datetime) -> int:
    """Somebody whom the matter concerns opens their own page of it."""
    mine = Message.objects.filter(party=party, is_from_holder=True)
    return _opened(party.baton, mine, {"party": party}, by=by, at=at)


def _from_party(
    party: Party, text: str, token: UUID, *, by: Any, at: datetime
) -> tuple[Message, bool]:
    """A message of a party to the holder, who is told of it; too many in an hour are refused."""
    held = stepping.in_hand(party.baton, by=by, at=at, must_hold=False)
    hour = party.messages.filter(at__gt=at - timedelta(hours=1), is_from_holder=False)
    if hour.count() >= MOST_AN_HOUR:
        raise Refused(_("短い間にたくさん届いています。急ぐときは、お電話ください。"))
    message, is_new = _keep(held, party, text, token, by=by, at=at, is_from_holder=False)
    if is_new:
        _tell_holder(message, at)
    return message, is_new


def _keep(
    held: Baton, other: Party | Team, text: str, token: UUID, *,
    by: Any, at: datetime, is_from_holder: bool,
) -> tuple[Message, bool]:  # fmt: skip
    """The message, and whether it is new; what its writer has read is answered by it."""
    if twin := Message.objects.filter(pk=token).first():
        if twin.baton_id == held.pk:
            return twin, False
        token = uuid4()
    if not text.strip():
        raise Refused(_("文を書いてください。"), field="text")
    side = {"party": other} if isinstance(other, Party) else {"team": other}
    is_party = isinstance(other, Party) and not is_from_holder
    through_link = by is None and is_party
    words = shredding.sealed(stepping.SCOPE, held.pk, text.strip(), runs_from=at)
    message = Message.objects.create(
        id=token, baton=held, text=words, at=at, by=by,
        is_from_holder=is_from_holder, way=Way.LINK if through_link else Way.SCREEN, **side,
    )  # fmt: skip
    reader = {"party": other} if is_party else {"user": by}
    theirs = {f"message__{name}": value for name, value in side.items()}
    Receipt.objects.filter(
        message__baton=held, opened_at__isnull=False, answered_at=None, **theirs, **reader
    ).update(answered_at=at)
    stepping.step(
        held, Step.Act.SAID, by=by, by_name=str(other) if is_party else "", at=at, way=message.way,
        team=other if isinstance(other, Team) else None,
    )  # fmt: skip
    return message, True


def _tell_holder(message: Message, at: datetime) -> None:
    """The person in hand, else everybody of the holding team."""
    held = message.baton
    people = [held.person] if held.person else members_of(held.hand, timezone.localdate(at))
    _tell_staff(message, list(people), at)


def _tell_staff(message: Message, people: list[Any], at: datetime) -> None:
    others = [person for person in people if person != message.by]
    Receipt.objects.bulk_create([Receipt(message=message, user=person) for person in others])
    telling.written_to_staff(message, others, at=at)


def _opened(baton: Baton, mine: Any, reader: dict[str, Any], *, by: Any, at: datetime) -> int:
    """Mark these messages as opened by this reader; who was not told of one is noted all the same."""
    known = Receipt.objects.filter(message__in=mine, **reader)
    new = known.filter(opened_at=None).update(opened_at=at)
    untold = mine.filter(~Q(pk__in=known.values("message")))
    late = [Receipt(message=one, opened_at=at, **reader) for one in untold]
    Receipt.objects.bulk_create(late, ignore_conflicts=True)
    if new or late:
        audit.record("batons.messages_opened", baton, by=by, at=at)
    return new + len(late)


def _party(link: Link) -> Party:
    if link.party is None:
        raise Refused(_("このリンクでは返事を書けません。"))
    return link.party
