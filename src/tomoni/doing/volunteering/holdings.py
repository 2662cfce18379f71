"""What this room holds about a person, in the words of the page "what is kept about me"."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tomoni.doing.volunteering.models import (
    Attendance,
    Certificate,
    Incident,
    Need,
    Registered,
    Sounding,
    Turn,
    Volunteer,
)
from tomoni.doing.volunteering.rules.hours import in_words
from tomoni.ground.people import holdings
from tomoni.ground.people.holdings import Row


def join() -> None:
    """Called once at start."""
    holdings.register(
        "volunteering", gettext_lazy("手伝いとボランティア"), mine, order=35,
        shows=(
            "volunteering.Volunteer.person", "volunteering.Attendance.giver",
            "volunteering.Attendance.receiver", "volunteering.Need.person",
            "volunteering.Need.asked_by", "volunteering.Incident.told_by",
            "volunteering.Registered.person",
        ),
    )  # fmt: skip


def mine(user: Any, entries: list[Any]) -> Iterator[Row]:
    """The entry, turns, hours, needs, incidents, courses and certificates."""
    for one in Volunteer.objects.filter(person__in=entries).prefetch_related("skills"):
        skills = "、".join(str(row) for row in one.skills.all())
        yield (
            str(_("ボランティアの登録")),
            f"{localdate(one.joined_at)} {one.town or ''} {skills} {one.guardian_name} {one.note}".strip(),
        )
    turns = Turn.objects.filter(volunteer__person__in=entries).select_related("shift__need")
    for turn in turns.order_by("queued_at", "pk"):
        yield (
            str(_("手伝いの出番")),
            f"{localdate(turn.shift.starts_at)} {turn.shift} {turn.number} {turn.get_status_display()}",
        )
    rung = Sounding.objects.filter(volunteer__person__in=entries).select_related("shift__need")
    for asked in rung.order_by("begun_at", "pk"):
        said = asked.get_answer_display() if asked.answer else ""
        yield str(_("手伝いの声かけ")), f"{localdate(asked.begun_at)} {asked.shift} {said}".strip()
    hours = Attendance.objects.filter(Q(giver__in=entries) | Q(receiver__in=entries))
    for row in hours.select_related("need").order_by("on", "pk"):
        yield (
            str(_("手伝った時間")),
            f"{row.on} {row.need} {in_words(row.minutes)} {row.get_status_display()} {row.reason}".strip(),
        )
    for need in Need.objects.filter(Q(person__in=entries) | Q(asked_by=user)).order_by(
        "created_at", "pk"
    ):
        told = " ".join(str(text) for text in (need.words or {}).values() if text)
        yield (
            str(_("手伝いの希望")),
            f"{localdate(need.created_at)} {need.number} {need} {told}".strip(),
        )
    for bad in Incident.objects.filter(Q(volunteer__person__in=entries) | Q(told_by=user)):
        yield (
            str(_("手伝い中の出来事")),
            f"{bad.happened_on} {bad.get_kind_display()} {(bad.words or {}).get('words', '')}".strip(),
        )
    for known in Registered.objects.filter(person__in=entries).order_by("since_on", "pk"):
        yield (
            str(_("受講の名簿")),
            f"{known.since_on} {known.get_register_display()} {known.source}",
        )
    for paper in Certificate.objects.filter(volunteer__person__in=entries).order_by(
        "made_at", "pk"
    ):
        yield str(_("活動の証明書")), f"{localdate(paper.made_at)} {paper.number}"
