"""Teams: opened, corrected, given people and special days, covered, dissolved."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.people import hooks
from tomoni.ground.people.models import Cover, Organisation, Team, TeamDay, TeamMembership, User
from tomoni.ground.people.rules import teams as rules

FIELDS = (
    "name", "name_kana", "name_en", "phone", "email", "open_weekdays", "works_on_holidays",
    "escalates_to",
)  # fmt: skip


@transaction.atomic
def open_team(
    *,
    slug: str,
    organisation: Organisation,
    name: str,
    by: User | None,
    at: datetime,
    is_comprehensive_desk: bool = False,
    is_sample: bool = False,
    **details: Any,
) -> Team:
    """A new team.

    Raises:
        Refused: when its address word is taken, it opens on no day, or there is another
            comprehensive desk.
    """
    if unknown := set(details) - set(FIELDS):
        raise TypeError(f"not a field of a team: {unknown}")
    if why := rules.why_not_weekdays(details.get("open_weekdays", 31)):
        raise Refused(why, field="open_weekdays")
    if Team.objects.filter(slug=slug).exists():
        raise Refused(_("このアドレスの名前は使われています。"), field="slug")
    try:
        with transaction.atomic():
            team = Team.objects.create(
                slug=slug,
                organisation=organisation,
                name=name.strip(),
                is_comprehensive_desk=is_comprehensive_desk,
                is_sample=is_sample,
                created_at=at,
                updated_at=at,
                **details,
            )
    except IntegrityError:
        raise Refused(
            _("総合窓口はすでにあります。一覧から開いて、そちらを先に変えてください。"),
            field="is_comprehensive_desk",
        ) from None
    audit.record("people.team_opened", team, by=by, at=at, changes={"name": ("", team.name)})
    return team


@transaction.atomic
def edit(*, team: Team, by: User, at: datetime, **details: Any) -> Team:
    """Correct what is said about a team.

    Raises:
        Refused: when it would open on no day, or its late matters would go round in a ring.
    """
    if unknown := set(details) - set(FIELDS):
        raise TypeError(f"not a field of a team: {unknown}")
    team = lock(team)
    if why := rules.why_not_weekdays(details.get("open_weekdays", team.open_weekdays)):
        raise Refused(why, field="open_weekdays")
    if to := details.get("escalates_to"):
        way = dict(Team.objects.select_for_update().values_list("pk", "escalates_to"))
        if to.dissolved_on:
            raise Refused(_("解散したチームは選べません。"), field="escalates_to")
        if why := rules.why_not_escalate(team.pk, to.pk, way):
            raise Refused(why, field="escalates_to")
    changes = audit.differences(team, details)
    if not changes:
        return team
    for field, (_old, new) in changes.items():
        setattr(team, field, new)
    team.updated_at = at
    team.save(update_fields=[*changes, "updated_at"])
    audit.record("people.team_edited", team, by=by, at=at, changes=changes)
    return team


@transaction.atomic
def make_comprehensive_desk(*, team: Team, by: User | None, at: datetime) -> Team:
    """Name the one desk that every forgotten matter reaches; the former one steps back.

    Raises:
        Refused: when the team is dissolved.
    """
    for former in Team.objects.select_for_update().filter(is_comprehensive_desk=True):
        if former.pk == team.pk:
            return former
        former.is_comprehensive_desk, former.updated_at = False, at
        former.save(update_fields=["is_comprehensive_desk", "updated_at"])
        audit.record(
            "people.desk_passed_on", former, by=by, at=at,
            changes={"is_comprehensive_desk": (True, False)},
        )  # fmt: skip
    team = lock(team)
    if team.dissolved_on:
        raise Refused(_("解散したチームは総合窓口にできません。"))
    team.is_comprehensive_desk, team.updated_at = True, at
    team.save(update_fields=["is_comprehensive_desk", "updated_at"])
    audit.record(
        "people.desk_named", team, by=by, at=at, changes={"is_comprehensive_desk": (False, True)}
    )
    return team


@transaction.atomic
def dissolve(*, team: Team, on: date, by: User, at: datetime) -> Team:
    """End a team on a day; everybody's part in it ends with it.

    Raises:
        Refused: when it is the comprehensive desk, other teams send their late matters to it, or
            whoever joined `hooks.before_dissolving` says that it still has something in hand.
    """
    team = lock(team)
    if team.dissolved_on:
        return team
    if team.is_comprehensive_desk:
        raise Refused(rules.still_comprehensive())
    if below := team.escalated_from.filter(dissolved_on=None).first():
        raise Refused(
            _("「%(team)s」の期限を過ぎた用件がこのチームに届きます。先に送り先を変えてください。")
            % {"team": below.name}
        )
    hooks.ask_dissolving(team=team, on=on, by=by, at=at)
    team.dissolved_on, team.updated_at = on, at
    team.save(update_fields=["dissolved_on", "updated_at"])
    for row in team.memberships.filter(until_on=None):
        row.until_on = max(row.from_on, on)
        row.save(update_fields=["until_on"])
    audit.record("people.team_dissolved", team, by=by, at=at, changes={"dissolved_on": (None, on)})
    return team


@transaction.atomic
def add_member(
    *,
    team: Team,
    user: User,
    by: User | None,
    at: datetime,
    part: str = TeamMembership.Part.MEMBER,
    from_on: date | None = None,
    until_on: date | None = None,
) -> TeamMembership:
    """Let somebody work in a team from a day on.

    Raises:
        Refused: when the team is dissolved, the days are in the wrong order, or they are in it.
    """
    first = from_on or localdate(at)
    if why := rules.why_not_days(first, until_on):
        raise Refused(why, field="until_on")
    team, user = lock(team), lock(user)
    if team.dissolved_on:
        raise Refused(_("解散したチームには人を加えられません。"))
    there = _("この人は、このチームにすでに入っています。")
    if user.team_memberships.filter(team=team).in_force(first).exists():
        raise Refused(there, field="user")
    try:
        with transaction.atomic():
            row = TeamMembership.objects.create(
                team=team, user=user, part=part, from_on=first, until_on=until_on
            )
    except IntegrityError:
        raise Refused(there, field="user") from None
    audit.record(
        "people.team_member_added", team, by=by, at=at,
        changes={"user": (None, str(user.pk)), "part": ("", str(part)), "from_on": (None, first)},
    )  # fmt: skip
    return row


@transaction.atomic
def end_member(
    *, membership: TeamMembership, on: date, by: User | None, at: datetime
) -> TeamMembership:
    """Let somebody's part in a team end on a day, which is its last.

    Raises:
        Refused: before its first day, or when whoever joined `hooks.before_leaving_team` says so.
    """
    membership = lock(membership)
    if on < membership.from_on:
        raise Refused(
            _("始まる前の日には終わらせられません。始まりの日以後の日を入れてください。"),
            field="on",
        )
    hooks.ask(
        hooks.before_leaving_team, user=membership.user, team=membership.team, on=on, by=by, at=at
    )
    before, membership.until_on = membership.until_on, on
    membership.save(update_fields=["until_on"])
    audit.record(
        "people.team_member_left", membership.team, by=by, at=at,
        changes={"user": (str(membership.user_id), None), "until_on": (before, on)},
    )  # fmt: skip
    return membership


@transaction.atomic
def set_day(
    *, team: Team, day: date, is_open: bool, by: User | None, at: datetime, note: str = ""
) -> TeamDay:
    """Say that a team is open or closed on one day, whatever its week says."""
    team = lock(team)
    row, _made = TeamDay.objects.update_or_create(
        team=team, day=day, defaults={"is_open": is_open, "note": note.strip()}
    )
    audit.record(
        "people.team_day_set", team, by=by, at=at,
        changes={"day": (None, day), "is_open": (None, is_open)},
    )  # fmt: skip
    return row


@transaction.atomic
def forget_day(*, row: TeamDay, by: User, at: datetime) -> None:
    """Let a day follow the team's usual week again."""
    team, day = row.team, row.day
    row.delete()
    audit.record("people.team_day_forgotten", team, by=by, at=at, changes={"day": (day, None)})


@transaction.atomic
def cover(
    *,
    absent: User,
    covered_by: User,
    from_on: date,
    until_on: date,
    by: User | None,
    at: datetime,
    team: Team | None = None,
    note: str = "",
) -> Cover:
    """Say who answers for somebody who is away.

    Raises:
        Refused: when the days are in the wrong order, both are one person, or the other is
            away on some of these days too.
    """
    if why := rules.why_not_days(from_on, until_on):
        raise Refused(why, field="until_on")
    if why := rules.why_not_cover(absent=absent.pk, covered_by=covered_by.pk):
        raise Refused(why, field="covered_by")
    absent, covered_by = lock(absent), lock(covered_by)
    away = Cover.objects.filter(absent=covered_by, from_on__lte=until_on, until_on__gte=from_on)
    if away.exists():
        raise Refused(
            _("代わりの人も、その間に休みの日があります。ほかの人を選んでください。"),
            field="covered_by",
        )
    row = Cover.objects.create(
        absent=absent,
        covered_by=covered_by,
        team=team,
        from_on=from_on,
        until_on=until_on,
        note=note.strip(),
    )
    audit.record(
        "people.cover_named", absent, by=by, at=at,
        changes={
            "covered_by": (None, str(covered_by.pk)),
            "from_on": (None, from_on),
            "until_on": (None, until_on),
        },
    )  # fmt: skip
    return row


@transaction.atomic
def end_cover(*, cover: Cover, on: date, by: User, at: datetime) -> None:
    """Let a cover end early; one that has not begun is taken back."""
    cover = lock(cover)
    if on < cover.from_on:
        absent = cover.absent
        cover.delete()
        audit.record("people.cover_taken_back", absent, by=by, at=at)
        return
    before, cover.until_on = cover.until_on, min(on, cover.until_on)
    cover.save(update_fields=["until_on"])
    audit.record(
        "people.cover_ended", cover.absent, by=by, at=at,
        changes={"until_on": (before, cover.until_on)},
    )  # fmt: skip
