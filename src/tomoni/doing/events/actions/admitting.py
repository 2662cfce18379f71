"""Whether a party may come to one date, and whether there are seats for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.events.actions import waiting
from tomoni.doing.events.actions.told import Told
from tomoni.doing.events.models import Role, Series
from tomoni.doing.events.queries import joining as queries
from tomoni.doing.events.rules import joining as rules
from tomoni.doing.events.rules.joining import Guest


def locked(role: Role) -> Role:
    """The role held, with its date and series; everybody who wants a seat meets here."""
    lock(role)
    return cast(Role, Role.objects.select_related("occurrence__series__requires").get(pk=role.pk))


def may(role: Role, *, by_staff: bool, at: datetime, invited: bool = False) -> None:
    """Whether anybody may sign up for this date now; who is invited need not wait for the opening.

    Raises:
        Refused: saying why not, and what to do instead.
    """
    occurrence = role.occurrence
    series = occurrence.series
    if series.status != Series.Status.PUBLISHED or occurrence.is_cancelled:
        raise Refused(
            _("この回は中止になったか、まだ公開されていません。ほかの日を選んでください。")
        )
    if series.entry == Series.Entry.OPEN:
        raise Refused(_("この催しに申し込みはいりません。そのままお越しください。"))
    if queries.is_over(occurrence, at):
        raise Refused(_("この回は終わりました。"))
    window = queries.window_of(occurrence)
    if at >= (occurrence.ends_at if by_staff else window.closes_at):
        raise Refused(
            _(
                "申し込みは締め切りました。席があるかどうかは、主催者に電話でたずねてください。%(phone)s"
            )
            % {"phone": series.phone}
        )
    if not by_staff and not invited and at < window.opens_at:
        raise Refused(
            _("申し込みは%(day)sから受け付けます。その日に、もう一度このページを開いてください。")
            % {"day": f"{window.opens_at.astimezone():%Y-%m-%d %H:%M}"}
        )


def may_come(
    series: Series, guests: Sequence[Guest], told: Told, *, by_staff: bool, most: int = 0
) -> None:
    """Whether these people, with these answers, may come together.

    Args:
        most: How many an invitation lets come, where it is more than the series' own number.

    Raises:
        Refused: saying what to change.
    """
    why = rules.why_not_party(
        guests, most=99 if by_staff else max(series.most_in_party, most), age_min=series.age_min,
        age_max=series.age_max, with_adult=series.children_with_adult,
    )  # fmt: skip
    if why:
        raise Refused(why)
    if not by_staff and (question := rules.unanswered(series.questions, told.answers)):
        raise Refused(_("「%(words)s」に答えてください。") % {"words": question})


def fits(role: Role, seats: int, *, at: datetime) -> bool:
    """Whether there are seats for so many more; what has run out is let go first."""
    if role.capacity is None or seats <= 0:
        return True
    if (role.left or 0) < seats and waiting.settle(role, at=at):
        role.refresh_from_db(fields=["taken"])
    return (role.left or 0) >= seats


def full_words(role: Role, seats: int) -> str:
    """Honest words about a full role: what is left, and how long the line is."""
    line = queries.queue_of(role)
    return _(
        "%(seats)s人分の席がありません（空きは%(left)s人分）。いま%(parties)s組（%(people)s人）が待っています。空きを待つか、ほかの日を選んでください。"
    ) % {"seats": seats, "left": role.left or 0, "parties": line.parties, "people": line.people}
