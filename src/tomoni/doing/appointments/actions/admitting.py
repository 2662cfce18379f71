"""Whether somebody may book a time at all; each refusal says what to do instead."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.doing.appointments.actions.told import Told
from tomoni.doing.appointments.models import Booking, Kind
from tomoni.doing.appointments.queries import catchment
from tomoni.doing.appointments.rules import booking as rules
from tomoni.ground.districts.models import Town


def may(
    kind: Kind, starts_at: datetime, mode: str, told: Told, *, town: Town | None, by_staff: bool,
    at: datetime,
) -> None:  # fmt: skip
    """Whether this time and way can be booked by whoever asks.

    Raises:
        Refused: naming the field and what to do instead.
    """
    phone = kind.desk.phone
    if kind.closed_on or kind.desk.closed_on:
        raise Refused(_("この予約は、もう受け付けていません。電話: %(phone)s") % {"phone": phone})
    if mode not in {way.code for way in kind.ways}:
        raise Refused(_("会い方を選んでください。"), field="mode")
    why = rules.why_not_time(
        starts_at=starts_at, at=at, phone=phone,
        notice_hours=0 if by_staff else kind.notice_hours,
        most_days=400 if by_staff else kind.most_days,
    )  # fmt: skip
    if why:
        raise Refused(why, field="at")
    on = timezone.localdate(starts_at)
    if town is not None and not catchment.answers_for(kind.desk, town, on=on):
        raise Refused(
            _(
                "%(town)sは、この窓口の受け持ちではありません。電話でおたずねください。電話: %(phone)s"
            )
            % {"town": town.said, "phone": phone},
            field="address",
        )
    if told.whose == Booking.Whose.OTHER and not told.consent.strip():
        raise Refused(
            _("本人がこの予約を知っていて、よいと言っているかを書いてください。"), field="consent"
        )


def refuse_flood(from_hash: str, phone: str, *, at: datetime) -> None:
    """A program that books without end is stopped; a person is given the telephone."""
    if not from_hash:
        return
    recent = Booking.objects.filter(from_hash=from_hash, created_at__gt=at - timedelta(hours=1))
    if recent.count() >= rules.MOST_PER_HOUR:
        raise Refused(
            _(
                "短い時間にたくさんの予約が届いたので、いまは受け取れません。お電話でお知らせください。電話: %(phone)s"
            )
            % {"phone": phone}
        )
