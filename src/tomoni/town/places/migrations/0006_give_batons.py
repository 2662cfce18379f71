"""What people tell us becomes a matter: it holds a baton, and the baton says what became of it.

Suggestions from before get a baton each, open or closed as they were.
"""

import uuid
from datetime import date, timedelta

from django.db import migrations

from tomoni.core.chain import rows as chain

KIND = "places.suggestion"


def give_batons(apps, schema_editor):
    Suggestion = apps.get_model("places", "Suggestion")
    if not Suggestion.objects.exists():
        return
    Baton, Step = apps.get_model("batons", "Baton"), apps.get_model("batons", "Step")
    kind = _kind(apps)
    first = Suggestion.objects.order_by("created_at", "pk").first()
    team = _team(apps, first.created_at)
    for told in Suggestion.objects.order_by("created_at", "pk"):
        number = told.number
        while Baton.objects.filter(number=number).exists():
            number = f"{told.number[:13]}-{uuid.uuid4().hex[:4]}"
        is_open = told.status == "open"
        due = told.due_on or told.created_at.date() + timedelta(days=7)
        baton = Baton.objects.create(
            number=number,
            kind=kind,
            title="掲載についてのご指摘",
            team=team,
            next_step="掲載を確かめて、お返事を書く",
            due_on=due,
            finish_by=due,
            status="open" if is_open else "closed",
            outcome="" if is_open else ("done" if told.status == "accepted" else "declined"),
            outcome_words="" if is_open else told.answer,
            answered_at=told.decided_at,
            opened_at=told.created_at,
            closed_at=None if is_open else (told.decided_at or told.updated_at),
            updated_at=told.updated_at,
        )
        _step(Step, baton=baton, nth=1, at=told.created_at, act="opened", team=team, due_on=due)
        if not is_open:
            _step(
                Step,
                baton=baton,
                nth=2,
                at=baton.closed_at,
                act="closed",
                by=told.decided_by,
                team=team,
                reason=baton.outcome,
                note=told.answer,
            )
        Suggestion.objects.filter(pk=told.pk).update(baton=baton)


def _step(Step, **values):
    row = Step(**values)
    chain.link([row])
    row.save(force_insert=True)


def _kind(apps):
    Kind, Deadline = apps.get_model("batons", "Kind"), apps.get_model("batons", "Deadline")
    kind, _made = Kind.objects.get_or_create(
        code=KIND,
        defaults={"name": "掲載のご指摘", "name_en": "Word about an entry", "room": "places"},
    )
    if not Deadline.objects.filter(kind=kind).exists():
        Deadline.objects.create(
            kind=kind, from_on=date(2026, 4, 1), answer_days=5, finish_days=15, offer_days=2,
            remind_days=1, lead_days=2, desk_days=3,
        )  # fmt: skip
    return kind


def _team(apps, at):
    """The team that keeps the directory, else the comprehensive desk, else a new team."""
    Team, Body = apps.get_model("people", "Team"), apps.get_model("people", "Organisation")
    open_teams = Team.objects.filter(dissolved_on=None)
    found = (
        open_teams.filter(slug="listings").first()
        or open_teams.filter(is_comprehensive_desk=True).first()
    )
    if found:
        return found
    body = Body.objects.order_by("created_at", "pk").first() or Body.objects.create(
        slug="directory-keepers", name="掲載の担当", kind="other", created_at=at, updated_at=at
    )
    slug = "listings" if not Team.objects.filter(slug="listings").exists() else "listings-2"
    return Team.objects.create(
        slug=slug, organisation=body, name="掲載の担当", created_at=at, updated_at=at
    )


class Migration(migrations.Migration):
    dependencies = [("places", "0005_suggestion_baton")]

    operations = [
        migrations.RunPython(give_batons, migrations.RunPython.noop),
    ]
