"""Shifts: planned with their posts, called off with a reason, given a code for the place."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.volunteering.actions import telling, turns
from tomoni.doing.volunteering.actions.watching import look_again
from tomoni.doing.volunteering.models import Need, Post, Shift, Turn

MOST_SEATS = 200
MOST_HOURS = 12


@transaction.atomic
def plan(
    *,
    need: Need,
    starts_at: datetime,
    ends_at: datetime,
    seats: Mapping[str, int],
    by: Any,
    at: datetime,
    meet: str = "",
    bring: str = "",
) -> Shift:
    """A time at which people help, with so many seats for each role.

    Args:
        seats: `Post.Code` → how many; nought leaves the role out.
    """
    need = lock(need)
    if not need.is_open:
        raise Refused(_("この希望は、もう終わっています。"))
    if ends_at <= starts_at:
        raise Refused(_("終わりは、始まりより後にしてください。"), field="ends")
    if (ends_at - starts_at).total_seconds() > MOST_HOURS * 3600:
        raise Refused(
            _("1回は%(hours)s時間までです。長いときは、回を分けてください。")
            % {"hours": MOST_HOURS},
            field="ends",
        )
    if starts_at <= at:
        raise Refused(_("これから先の日時を選んでください。"), field="on")
    wanted = {code: n for code, n in seats.items() if n}
    if not wanted:
        raise Refused(_("何人来てほしいか、入れてください。"), field="helper")
    if any(n > MOST_SEATS for n in wanted.values()):
        raise Refused(_("%(n)s人までです。") % {"n": MOST_SEATS}, field="helper")
    made = Shift.objects.create(
        need=need, starts_at=starts_at, ends_at=ends_at, meet=meet.strip(), bring=bring.strip(),
        created_at=at,
    )  # fmt: skip
    Post.objects.bulk_create(Post(shift=made, code=code, seats=n) for code, n in wanted.items())
    look_again(need, at)
    audit.record("volunteering.shift_planned", made, by=by, at=at)
    return made


@transaction.atomic
def plan_weekly(
    *, need: Need, starts_at: datetime, ends_at: datetime, weeks: int, by: Any, at: datetime,
    **said: Any,
) -> list[Shift]:  # fmt: skip
    """The same shift in so many weeks, at the same time on the clock."""
    return [
        plan(
            need=need, starts_at=starts_at + timedelta(weeks=n), ends_at=ends_at + timedelta(weeks=n),
            by=by, at=at, **said,
        )
        for n in range(weeks)
    ]  # fmt: skip


@transaction.atomic
def resize(*, post: Post, seats: int, by: Any, at: datetime) -> Post:
    """More or fewer seats; never fewer than are promised. Who waits is asked at once."""
    post = lock(post)
    if not 1 <= seats <= MOST_SEATS:
        raise Refused(_("1人から%(n)s人までです。") % {"n": MOST_SEATS}, field="seats")
    before, post.seats = post.seats, seats
    try:
        with transaction.atomic():
            post.save(update_fields=["seats"])
    except IntegrityError:
        raise Refused(
            _("もう%(n)s人決まっています。それより少なくはできません。") % {"n": post.taken},
            field="seats",
        ) from None
    audit.record(
        "volunteering.post_resized", post, by=by, at=at, changes={"seats": (before, seats)}
    )
    turns.settle(post, at=at)
    return post


@transaction.atomic
def cancel(*, shift: Shift, reason: str, by: Any, at: datetime) -> Shift:
    """It does not take place; everybody who would have come or waits is told. Twice is once."""
    shift = lock(shift)
    if shift.cancelled_at:
        return shift
    if not reason.strip():
        raise Refused(_("中止の理由を書いてください。来るはずだった人が読みます。"), field="reason")
    if shift.ends_at <= at:
        raise Refused(_("もう終わった回です。"))
    shift.cancelled_at, shift.reason = at, reason.strip()
    shift.save(update_fields=["cancelled_at", "reason"])
    audit.record("volunteering.shift_cancelled", shift, by=by, at=at)
    for turn in Turn.objects.filter(shift=shift).alive().order_by("pk"):
        telling.volunteer("called_off", turn, "off", by=by, at=at, reason=shift.reason)
    telling.nobody_comes(shift, by=by, at=at)
    look_again(shift.need, at)
    return shift


@transaction.atomic
def open_door(*, shift: Shift, by: Any, at: datetime) -> str:
    """The secret of the code that hangs where one meets; made once."""
    shift = lock(shift)
    if not shift.door_key:
        shift.door_key = secrets.token_urlsafe(18)
        shift.save(update_fields=["door_key"])
        audit.record("volunteering.door_opened", shift, by=by, at=at)
    return str(shift.door_key)
