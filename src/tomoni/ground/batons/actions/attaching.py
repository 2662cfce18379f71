"""Files come in, and go when their time is over."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.batons import cleaning, vault
from tomoni.ground.batons.actions import links, stepping
from tomoni.ground.batons.models import Attachment, Baton, FileRule, Link, Step
from tomoni.ground.batons.models.offers import Way
from tomoni.ground.batons.rules import files as rules

HEAD = 64  # Bytes; every signature is shorter.
ABANDONED = timedelta(days=1)  # No upload takes so long: such a file has lost its row.


def attach(
    *,
    baton: Baton,
    file: File[bytes],
    at: datetime,
    by: Any,
    words: str = "",
    link: Link | None = None,
) -> Attachment:
    """Keep a file with a matter; the same file a second time is the first one.

    Args:
        link: The link through which it came; `by` is then None.

    Raises:
        Refused: for what the rule of the day does not let in, or when the matter is full or over.
    """
    rule = FileRule.objects.in_force(timezone.localdate(at))
    head = file.read(HEAD)
    why = rules.why_not(head=head, size=file.size, most_bytes=rule.most_bytes, allowed=rule.formats)
    form = rules.sniff(head)
    if why or form is None:
        raise Refused(why or "", field="file")
    content = cleaning.clean(head + file.read(), form)
    key = uuid4()
    # The whole file lies on the disk before its row exists; without a row nobody is shown it.
    secret = vault.put(key, content)
    row = Attachment(
        id=key, baton=baton, name=rules.called(file.name or ""), words=words.strip(),
        format=form.code, size=len(content), sha256=hashlib.sha256(content).hexdigest(),
        secret=secret, added_at=at, added_by=by, party=link.party if link else None,
        by_name=link.receiver if link else "",
    )  # fmt: skip
    try:
        kept = _attach(row, most=rule.most_files, link=link)
    except Refused:  # After any other error nobody knows what was committed; the sweep will.
        vault.remove(key)
        raise
    if kept is not row:
        vault.remove(key)
    return kept


@transaction.atomic
def _attach(row: Attachment, *, most: int, link: Link | None) -> Attachment:
    held = stepping.in_hand(row.baton, by=row.added_by, at=row.added_at, must_hold=False)
    here = held.attachments.filter(gone_at=None)
    if twin := here.filter(sha256=row.sha256).first():
        return twin
    if why := rules.why_no_more(count=here.count(), most=most):
        raise Refused(why, field="file")
    if link:
        links.touch(link=link, at=row.added_at)
    row.save(force_insert=True)
    stepping.step(
        held, Step.Act.ATTACHED, by=row.added_by, by_name=row.by_name, at=row.added_at,
        way=Way.LINK if link else Way.SCREEN,
    )  # fmt: skip
    return row


def sweep(*, at: datetime) -> tuple[int, int]:
    """Let go of files whose time is over, then of files that lost their row.

    Returns:
        How many of each. Killed in between, the next run does the rest.
    """
    keep_days = FileRule.objects.in_force(timezone.localdate(at)).keep_days
    until = at - timedelta(days=keep_days)
    over = Attachment.objects.filter(gone_at=None, baton__closed_at__lte=until)
    gone = sum(_let_go(row, keep_days, at) for row in over.order_by("pk").iterator())
    lost = [path for path, written in vault.lying() if written <= at - ABANDONED]
    known = set(_known(key for path in lost if (key := vault.key_of(path))))
    left = [path for path in lost if vault.key_of(path) not in known]
    for path in left:
        path.unlink(missing_ok=True)
    return gone, len(left)


@transaction.atomic
def _let_go(row: Attachment, keep_days: int, at: datetime) -> bool:
    baton = lock(row.baton)  # It may have been begun again since the list was made.
    held = lock(row)
    if held.gone_at or not rules.is_over(closed_at=baton.closed_at, keep_days=keep_days, at=at):
        return False
    held.gone_at, held.secret = at, None
    held.save(update_fields=["gone_at", "secret"])
    audit.record("batons.file_gone", held, by=None, at=at)
    transaction.on_commit(partial(vault.remove, held.pk))
    return True


def _known(keys: Iterator[UUID]) -> Iterator[UUID]:
    """Those of the keys whose rows still hold their file."""
    waiting = list(keys)
    for start in range(0, len(waiting), 500):
        heap = waiting[start : start + 500]
        yield from Attachment.objects.filter(pk__in=heap, gone_at=None).values_list("pk", flat=True)
