"""Telling somebody, or many, something: once, by the way they chose."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit, jobs
from tomoni.core.errors import Refused
from tomoni.core.rows import insert_values
from tomoni.ground.notices import kinds, rules, wording
from tomoni.ground.notices.kinds import Kind
from tomoni.ground.notices.models import Delivery, Mailing, Notice, Preference, Wording
from tomoni.ground.notices.reach import Known, known_of, reach
from tomoni.ground.notices.recipients import Recipient

HEAP = 1000
NOTICE = ("id", "kind", "key", "recipient", "user_id", "person_id", "name", "wording_id", "mailing_id",
          "at", "by_id")  # fmt: skip
DELIVERY = ("id", "notice_id", "channel", "round", "address", "status", "later", "not_before",
            "for_digest", "tries", "claimed_by")  # fmt: skip


@transaction.atomic
def tell(
    *,
    kind: str,
    to: Recipient,
    values: Mapping[str, Any] | None = None,
    key: str,
    at: datetime,
    by: Any = None,
) -> Notice:
    """Tell one person something; a second call with the same kind, key and person changes nothing.

    Args:
        kind: A code registered with `kinds.register`.
        values: For the kind's template; `url` is the page to open.
        key: What makes this message this one, such as ``offer:<uuid>``.

    Returns:
        The notice, new or from before. It goes out after the caller's transaction commits.
    """
    what = kinds.get(kind)
    written = _write(what, [to], dict(values or {}), key, by=by, at=at)
    if not written:
        return Notice.objects.get(kind=kind, key=key, recipient__in=[to.identity, to.former])
    notice = Notice.from_db(None, NOTICE, written[0])
    audit.record("notices.told", notice, by=by, at=at, note=kind)
    return notice


def tell_many(
    *,
    kind: str,
    to: Iterable[Recipient],
    values: Mapping[str, Any] | None = None,
    key: str,
    at: datetime,
    by: Any = None,
) -> Mailing:
    """Tell many people the same, in heaps of some hundred, with memory for one heap only.

    Each heap is a transaction of its own. After a crash call it again with the same key: who
    has been told already is passed over.
    """
    what = kinds.get(kind)
    mailing = _begin(what, values or {}, key, by=by, at=at)
    people = iter(to)
    while heap := list(islice(people, HEAP)):
        _tell_heap(mailing, what, heap, values or {}, by=by, at=at)
    return _finish(mailing, by=by, at=at)


@transaction.atomic
def _begin(what: Kind, values: Mapping[str, Any], key: str, *, by: Any, at: datetime) -> Mailing:
    words = wording.render(what, "ja", values)
    mailing, new = Mailing.objects.get_or_create(
        kind=what.code,
        key=key,
        defaults={
            "subject": words["subject"],
            "at": at,
            "by": by if getattr(by, "pk", None) else None,
        },
    )
    if new:
        audit.record("notices.mailing_begun", mailing, by=by, at=at)
    return mailing


@transaction.atomic
def _tell_heap(
    mailing: Mailing,
    what: Kind,
    heap: list[Recipient],
    values: Mapping[str, Any],
    *,
    by: Any,
    at: datetime,
) -> None:
    _write(what, heap, dict(values), mailing.key, by=by, at=at, mailing=mailing)


@transaction.atomic
def _finish(mailing: Mailing, *, by: Any, at: datetime) -> Mailing:
    mailing.told = mailing.notices.count()
    mailing.finished_at = mailing.finished_at or at
    mailing.save(update_fields=["told", "finished_at"])
    audit.record("notices.mailing_written", mailing, by=by, at=at, note=str(mailing.told))
    return mailing


def _write(
    what: Kind,
    heap: list[Recipient],
    values: dict[str, Any],
    key: str,
    *,
    by: Any,
    at: datetime,
    mailing: Mailing | None = None,
) -> list[tuple[Any, ...]]:
    """The notices that were not there before (the values of NOTICE), each with its first delivery."""
    new = _not_told_yet(what, heap, key)
    if not new:
        return []
    known = known_of(new.values(), what)
    words = {
        speaks: _wording(what, speaks, values) for speaks in {to.speaks for to in new.values()}
    }
    author, mailed = getattr(by, "pk", None), mailing.pk if mailing else None
    notices = [
        (
            uuid4(), what.code, key, identity, to.account.pk if to.account else None,
            to.human.pk if to.human else None, to.called[:100], words[to.speaks].pk, mailed, at,
            author,
        )
        for identity, to in new.items()
    ]  # fmt: skip
    count = insert_values(Notice, NOTICE, notices, pass_over_known=True)
    if count < len(notices):
        # Somebody else told the same person the same at this moment; then theirs stands.
        keys = [row[0] for row in notices]
        ours = set(Notice.objects.filter(pk__in=keys).values_list("pk", flat=True))
        notices = [row for row in notices if row[0] in ours]
    deliveries = [
        delivery
        for row in notices
        if (delivery := _first_way(what, row[0], row[3], new[row[3]], known, at))
    ]
    insert_values(Delivery, DELIVERY, deliveries)
    for channel in sorted({row[2] for row in deliveries if row[7] <= at}):
        if channel != "letter":
            jobs.later("notices.send", channel)
    return notices


def _not_told_yet(what: Kind, heap: list[Recipient], key: str) -> dict[str, Recipient]:
    """Those of the heap who have not been told under this key, each once."""
    people: dict[str, Recipient] = {}
    for to in heap:
        people.setdefault(to.identity, to)
    names = [word for to in people.values() for word in (to.identity, to.former) if word]
    told = set(
        Notice.objects.filter(kind=what.code, key=key, recipient__in=names).values_list(
            "recipient", flat=True
        )
    )
    return {
        identity: to
        for identity, to in people.items()
        if identity not in told and to.former not in told
    }


def _wording(what: Kind, language: str, values: Mapping[str, Any]) -> Wording:
    words = wording.render(what, language, values)
    row, _new = Wording.objects.get_or_create(digest=wording.digest(words), defaults=words)
    return row


def _first_way(
    what: Kind, notice: UUID, identity: str, to: Recipient, known: Known, at: datetime
) -> tuple[Any, ...] | None:
    """The delivery that goes out first (the values of DELIVERY); None for what is only shown on
    the person's page."""
    preference = known.preferences.get(identity) or known.preferences.get(to.former)
    choice = known.choices.get(identity) or known.choices.get(to.former)
    ways = reach(to, known)
    order = rules.route(
        allowed=what.channels,
        reach=ways,
        chosen=choice.channel if choice else "",
        wanted=preference.channels if preference else (),
        must_arrive=not what.may_be_switched_off,
        by_letter=what.by_letter,
    )
    if not order:
        return None
    digest = what.digest if choice is None or choice.digest is None else choice.digest
    first, *rest = order
    later = [[channel, ways[channel]] for channel in rest]
    return (
        uuid4(), notice, first, 1, ways[first], Delivery.Status.READY.value, later,
        _when(what, first, digest, preference, at), digest and first != "letter", 0, "",
    )  # fmt: skip


def _when(
    what: Kind, channel: str, digest: bool, preference: Preference | None, at: datetime
) -> datetime:
    """Now, in the morning after the quiet hours, or with the next daily mail."""
    local = timezone.localtime(at)
    if digest and channel != "letter":
        return rules.next_digest(local, preference.digest_at if preference else 8 * 60)
    own = preference is not None and preference.quiet_from is not None
    if what.urgent or channel == "letter" or not (own or channel in rules.LOUD):
        return at
    start = preference.quiet_from if own and preference else rules.QUIET_FROM
    end = preference.quiet_until if own and preference else rules.QUIET_UNTIL
    return rules.not_before(local, start or 0, end or 0)


@transaction.atomic
def send_again(*, delivery: Delivery, by: Any, at: datetime, address: str = "") -> Delivery:
    """Send once more what failed or came back, to the same or a corrected address.

    Raises:
        Refused: when this notice is under way or has arrived by another way.
    """
    notice = Notice.objects.select_for_update().get(pk=delivery.notice_id)
    open_ones = notice.deliveries.exclude(status__in=["failed", "bounced", "withdrawn"])
    if open_ones.exists():
        raise Refused(_("このお知らせは、ほかの送り方で送っています。二重には送りません。"))
    rounds = notice.deliveries.filter(channel=delivery.channel).count()
    again = Delivery.objects.create(
        notice=notice,
        channel=delivery.channel,
        round=rounds + 1,
        address=address.strip() or delivery.address,
        later=delivery.later,
        not_before=at,
    )
    audit.record("notices.sent_again", notice, by=by, at=at, note=delivery.channel)
    if delivery.channel != "letter":
        jobs.later("notices.send", delivery.channel)
    return again
