"""What people choose for themselves: ways, times, kinds, devices."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.ground.notices import kinds
from tomoni.ground.notices.channels import webpush
from tomoni.ground.notices.models import (
    Choice,
    LineLink,
    Notice,
    Preference,
    PushSubscription,
    Suppression,
)
from tomoni.ground.notices.recipients import Recipient
from tomoni.ground.people.models import User

CODE_FOR = timedelta(minutes=30)
MOST_DEVICES = 10


@transaction.atomic
def choose(
    *,
    user: User,
    first: str,
    quiet_from: int | None,
    quiet_until: int | None,
    digest_at: int,
    large_print: bool,
    per_kind: Mapping[str, tuple[str, bool | None]],
    by: User,
    at: datetime,
) -> Preference:
    """Save everything of the choice page at once.

    Args:
        first: The way tried first for everything, or ''.
        per_kind: Kind to (channel, ``off`` or '', whether in the daily mail).
    """
    mine = Recipient(user=user).identity
    preference, _new = Preference.objects.update_or_create(
        recipient=mine,
        defaults={
            "channels": [first] if first else [],
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "digest_at": digest_at,
            "large_print": large_print,
            "updated_at": at,
        },
    )
    for code, (channel, digest) in per_kind.items():
        if channel == "off" and not kinds.get(code).may_be_switched_off:
            raise Refused(_("このお知らせは大切なので、止められません。"))
        Choice.objects.update_or_create(
            recipient=mine,
            kind=code,
            defaults={"channel": channel, "digest": digest, "updated_at": at},
        )
    audit.record("notices.choices_changed", preference, by=by, at=at)
    return preference


@transaction.atomic
def stop(*, notice: Notice, at: datetime) -> Choice:
    """No more of this kind for this person; from the link or the button in a mail.

    Raises:
        Refused: when this kind may not be switched off.
    """
    if not kinds.get(notice.kind).may_be_switched_off:
        raise Refused(_("このお知らせは大切なので、止められません。"))
    choice, _new = Choice.objects.update_or_create(
        recipient=notice.recipient,
        kind=notice.kind,
        defaults={"channel": "off", "updated_at": at},
    )
    audit.record("notices.stopped", choice, by=None, at=at, note=notice.kind)
    return choice


@transaction.atomic
def resume(*, notice: Notice, at: datetime) -> Choice:
    """The person pressed the wrong button, or changed their mind."""
    choice, _new = Choice.objects.update_or_create(
        recipient=notice.recipient,
        kind=notice.kind,
        defaults={"channel": "", "updated_at": at},
    )
    audit.record("notices.resumed", choice, by=None, at=at, note=notice.kind)
    return choice


@transaction.atomic
def add_device(
    *, user: User, endpoint: str, p256dh: str, auth: str, device: str, at: datetime
) -> PushSubscription:
    """A browser said that it wants to show our notices.

    Raises:
        Refused: for an address that is no known push service, or keys that are none.
    """
    if not webpush.may_call(endpoint):
        raise Refused(_("このブラウザーの通知の仕組みには、まだ対応していません。"))
    try:
        webpush.seal(b"try", p256dh, auth)
    except ValueError:
        raise Refused(_("ブラウザーの鍵を読めません。もう一度お試しください。")) from None
    mine = PushSubscription.objects.filter(user=user).exclude(endpoint=endpoint)
    if mine.count() >= MOST_DEVICES:
        raise Refused(
            _("端末は%(most)s台までです。使わない端末を外してください。") % {"most": MOST_DEVICES}
        )
    row, _new = PushSubscription.objects.update_or_create(
        endpoint=endpoint,
        defaults={"user": user, "p256dh": p256dh, "auth": auth, "device": device[:100], "at": at},
    )
    audit.record("notices.device_added", row, by=user, at=at)
    return row


@transaction.atomic
def remove_device(*, device: PushSubscription, by: User, at: datetime) -> None:
    audit.record("notices.device_removed", device, by=by, at=at)
    device.delete()


@transaction.atomic
def line_code(*, user: User, at: datetime) -> LineLink:
    """A number the person sends to the town's LINE account within half an hour."""
    link, _new = LineLink.objects.update_or_create(
        user=user,
        defaults={"code": f"{secrets.randbelow(10**8):08d}", "code_until": at + CODE_FOR},
    )
    audit.record("notices.line_code_made", link, by=user, at=at)
    return link


@transaction.atomic
def line_join(*, text: str, line_id: str, at: datetime) -> bool:
    """Somebody wrote to the town's LINE account; whether it was a number we gave out."""
    code = "".join(c for c in text if c.isdigit())
    link = LineLink.objects.select_for_update().filter(code=code, code_until__gte=at).first()
    if link is None or len(code) != 8:
        return False
    LineLink.objects.filter(line_id=line_id).exclude(pk=link.pk).update(line_id=None, at=None)
    link.line_id, link.code, link.code_until, link.at = line_id, None, None, at
    link.save()
    audit.record("notices.line_linked", link, by=link.user, at=at)
    return True


@transaction.atomic
def line_part(*, link: LineLink, by: User | None, at: datetime) -> None:
    audit.record("notices.line_unlinked", link, by=by, at=at)
    link.delete()


@transaction.atomic
def free_address(*, row: Suppression, by: User, at: datetime) -> None:
    """Staff asked the person: the address is right and may be written to again."""
    audit.record("notices.address_freed", row, by=by, at=at)
    row.delete()
