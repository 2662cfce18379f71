"""Sending what waits: claimed, sent, written down; never twice as far as the other side lets us.

A heap of deliveries is claimed in one transaction (`ready` to `sending`, in our name), sent, and
settled in another. Our name is held while we live (core/holding.py), so the heap of a sender
that was killed is known at once and looked through by `recover`.
"""

import time
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from secrets import token_hex
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, QuerySet

from tomoni.core import audit, worker
from tomoni.core.holding import Hold, is_held
from tomoni.ground.notices import queries, rules, states
from tomoni.ground.notices.actions.failing import fail, shut, went_well
from tomoni.ground.notices.channels import Answer, Finish, Parcel, journal, mail
from tomoni.ground.notices.models import Attempt, Delivery, PushSubscription

HEAP = 2000  # Two commits to disk for each; what a killed sender had in hand, the journal tells.
UNTRIED = {rules.TROUBLE, rules.UNSENT}
LONGEST = 240.0  # Seconds; then the job asks for itself again, so that others get their turn.


def _begin(channel: str) -> Callable[[list[Parcel], datetime, journal.Journal], Finish]:
    if channel == "mail":
        return mail.begin
    from tomoni.ground.notices.channels import line, push, sms

    return {"push": push.begin, "line": line.begin, "sms": sms.begin}[channel]


def send_waiting(*, channel: str, at: datetime, heap: int = HEAP) -> bool:
    """Send what is due on one channel; whether something is left for another turn.

    Nothing is left for now when the channel's other side is shut: the timetable comes back.
    """
    if channel in queries.shut_channels(at):
        return False
    name = f"{channel}-{token_hex(8)}"
    hold = Hold(f"outbox:{name}")
    try:
        book = journal.Journal(name)  # On a full disk this fails before anything is claimed.
        try:
            return _send_heaps(channel, name, at, heap, book)
        finally:
            mail.end()
            mail.forget_words()
            if not Delivery.objects.filter(status="sending", claimed_by__startswith=name).exists():
                book.close(name)
    finally:
        hold.let_go()


def _send_heaps(channel: str, name: str, at: datetime, heap: int, book: journal.Journal) -> bool:
    """Heap after heap: while one is on its way, the one before is written down."""
    begun, begin = time.monotonic(), _begin(channel)
    before: tuple[str, Finish] | None = None
    for number in count():
        now = at + timedelta(seconds=time.monotonic() - begun)
        out_of_time = worker.stopping() or time.monotonic() - begun > LONGEST
        token = f"{name}.{number}"
        parcels = [] if out_of_time else _claim(channel, token, now, heap)
        following: tuple[str, Finish] | None = None
        if parcels:
            mail.prepare(parcels)
            following = (token, begin(parcels, now, book))
        if before is not None and not _finish(*before, channel, now):
            if following is not None:
                settle(following[0], following[1](), now)
            return False
        if following is None:
            return out_of_time
        before = following
    return False


def _finish(token: str, finish: Finish, channel: str, at: datetime) -> bool:
    """Write down how a heap went; False when the other side is shut."""
    answers = finish()
    settle(token, answers, at)
    trouble = next((a for _p, a in answers if a.outcome == rules.TROUBLE), None)
    if trouble is not None:
        shut(channel, trouble.said, at)
        return False
    went_well(channel)
    return True


def _claim(channel: str, token: str, at: datetime, heap: int) -> list[Parcel]:
    """Take the next heap in hand, so that no other sender does."""
    waiting = Delivery.objects.filter(
        channel=channel, status="ready", not_before__lte=at, for_digest=False
    )
    if not waiting.exists():
        return []
    with transaction.atomic():
        next_ones = waiting.select_for_update(skip_locked=True).order_by("not_before")
        mine = Delivery.objects.filter(
            pk__in=next_ones.values("pk")[:heap], status__in=states.CLAIM.start
        )
        mine.update(status=states.CLAIM.end, claimed_by=token)
    rows = _in_hand(token, channel).values_list(
        "pk", "address", "tries", "notice_id", "notice__wording_id", "notice__name", "notice__kind"
    )
    return [Parcel(*row) for row in rows]


def _in_hand(token: str, channel: str) -> QuerySet[Delivery]:
    """What this heap still holds; the channel is named because the index begins with it."""
    return Delivery.objects.filter(status="sending", channel=channel, claimed_by=token)


def settle(token: str, answers: list[tuple[Parcel, Answer]], at: datetime) -> None:
    """Write down a heap of answers in one transaction; every parcel has exactly one."""
    heaps: dict[str, list[tuple[Parcel, Answer]]] = defaultdict(list)
    for parcel, answer in answers:
        heaps[answer.outcome].append((parcel, answer))
    untried = [p.id for p, a in answers if a.outcome in UNTRIED]
    channel = token.split("-")[0]
    with transaction.atomic():
        if untried:
            _in_hand(token, channel).filter(pk__in=untried).update(
                status=states.GIVE_BACK.end, claimed_by=""
            )
        for parcel, answer in heaps[rules.SOFT] + heaps[rules.UNCLEAR]:
            _again(token, parcel, answer, at)
        for parcel, answer in heaps[rules.HARD]:
            fail(parcel.id, answer.said, at=at, bad_address=answer.bad_address, name=token)
        # What this heap still holds now has been accepted.
        _in_hand(token, channel).update(
            status=states.SEND.end, settled_at=at, claimed_by="", tries=F("tries") + 1
        )
        _note([(p.id, a.outcome, a.said[:200]) for p, a in answers if a.outcome not in UNTRIED], at)
        if gone := [pk for _p, a in answers for pk in a.gone]:
            PushSubscription.objects.filter(pk__in=gone).delete()


def _note(tried: list[tuple[UUID, str, str]], at: datetime) -> None:
    """Append the attempts of a heap. One statement with many rows of values: making an object
    of each took a fifth of all the time of sending."""
    if not tried:
        return
    table, fields = Attempt._meta.db_table, Attempt._meta.concrete_fields
    columns = ", ".join(f'"{f.column}"' for f in fields if not f.primary_key)
    when = connection.ops.adapt_datetimefield_value(at)
    as_stored = Delivery._meta.pk.get_db_prep_save
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{table}" ({columns}) VALUES (%s, %s, %s, %s)',  # noqa: S608
            [(as_stored(pk, connection), when, outcome, said) for pk, outcome, said in tried],
        )


def _again(name: str, parcel: Parcel, answer: Answer, at: datetime) -> None:
    """Later once more, or given up after five days."""
    row = Delivery.objects.filter(pk=parcel.id, status="sending", claimed_by=name).first()
    if row is None:
        return
    first = row.first_at or at
    if at - first > rules.GIVE_UP_AFTER:
        fail(parcel.id, answer.said, at=at, bad_address=False, name=name)
        return
    wait = answer.wait or rules.wait_before(row.tries + 1)
    Delivery.objects.filter(pk=row.pk, status="sending", claimed_by=name).update(
        status=states.GIVE_BACK.end,
        claimed_by="",
        first_at=first,
        tries=F("tries") + 1,
        not_before=at + wait,
    )


def recover(*, at: datetime) -> int:
    """Look through what senders that are no more had in hand; gives how many deliveries.

    What never left is given back. What the mail server took is sent. Of a mail whose body was on
    the way nobody knows: it goes out once more as the same mail (same Message-ID), because a
    lost message is worse than a copy that mail servers recognise. The other channels have keys by
    which the other side knows a second try.
    """
    rows = Delivery.objects.filter(status="sending").order_by("claimed_by")
    names = list(rows.values_list("claimed_by", flat=True).distinct())
    found = 0
    for name in sorted({token.split(".")[0] for token in names}):
        if is_held(f"outbox:{name}"):
            continue
        with transaction.atomic():
            found += _look_through(name, at)
        journal.path_of(name).unlink(missing_ok=True)
    return found


def _look_through(name: str, at: datetime) -> int:
    answers = journal.read(name)
    left = list(
        Delivery.objects.select_for_update()
        .filter(status="sending", claimed_by__startswith=name)
        .values_list("pk", flat=True)
    )
    taken = [pk for pk in left if 200 <= answers.get(str(pk), -1) < 300]
    unclear = [pk for pk in left if answers.get(str(pk)) == 0]
    Delivery.objects.filter(pk__in=taken).update(
        status=states.SEND.end, settled_at=at, claimed_by="", tries=F("tries") + 1
    )
    Delivery.objects.filter(pk__in=left, status="sending").update(
        status=states.GIVE_BACK.end, claimed_by=""
    )
    Attempt.objects.bulk_create(
        [Attempt(delivery_id=pk, at=at, outcome="accepted", said="journal") for pk in taken]
        + [Attempt(delivery_id=pk, at=at, outcome="unclear", said="journal") for pk in unclear]
    )
    if left:
        audit.record_many(
            "notices.recovered", [(Delivery(pk=left[0]), None)], by=None, at=at, note=str(len(left))
        )
    return len(left)
