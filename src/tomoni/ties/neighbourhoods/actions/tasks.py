"""Tasks for an afternoon, and asking the city or the council for staff."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.batons.actions import open_baton
from tomoni.ground.batons.actions.parties import add_party
from tomoni.ties.neighbourhoods.actions.associations import allowed
from tomoni.ties.neighbourhoods.models import (
    Association,
    DispatchRequest,
    Taking,
    Task,
    TaskPlace,
)
from tomoni.ties.neighbourhoods.rules.posts import Power
from tomoni.town.places.actions.receiving import refuse_flood

MOST_PLACES = 200
DISPATCH = "neighbourhoods.dispatch"


@transaction.atomic
def offer_task(
    *,
    association: Association,
    title: str,
    starts_at: datetime,
    place: str,
    places: int,
    by: Any,
    at: datetime,
    text: str = "",
    minutes: int = 120,
    for_whom: str = Task.ForWhom.ANYBODY,
) -> Task:
    """Something people can sign up for, with as many places as people are wanted."""
    held = allowed(association, Power.PAGE, by=by, at=at)
    if not 1 <= places <= MOST_PLACES:
        raise Refused(
            _("人数は1人から%(most)s人までで書いてください。") % {"most": MOST_PLACES},
            field="places",
        )
    if starts_at <= at:
        raise Refused(_("過ぎた日です。これからの日を入れてください。"), field="day")
    made = Task.objects.create(
        association=held, title=title.strip(), text=text.strip(), starts_at=starts_at,
        minutes=minutes, place=place.strip(), for_whom=for_whom, created_at=at,
    )  # fmt: skip
    TaskPlace.objects.bulk_create(TaskPlace(task=made, number=n + 1) for n in range(places))
    audit.record("neighbourhoods.task_offered", made, by=by, at=at, note=str(places))
    return made


@transaction.atomic
def take(
    *,
    task: Task,
    name: str,
    contact: str,
    token: UUID,
    by: Any,
    at: datetime,
    from_hash: str = "",
) -> Taking:
    """Somebody takes the next free place; the same form sent twice is one place."""
    if known := Taking.objects.filter(token=token).select_related("task").first():
        return known
    held = lock(task)
    if held.cancelled_at or held.starts_at <= at:
        raise Refused(_("この役の申し込みは終わりました。ほかの日の役をごらんください。"))
    refuse_flood(Taking, from_hash=from_hash, at=at)
    user = by if getattr(by, "pk", None) else None
    if user and Taking.objects.filter(task=held, user=user, given_up_at=None).exists():
        raise Refused(_("もう申し込んでいます。ありがとうございます。"))
    place = next_free(held)
    if place is None:
        raise Refused(_("ちょうど人数がそろいました。ほかの日の役をごらんください。"))
    try:
        with transaction.atomic():
            made = Taking.objects.create(
                place=place, task=held, token=token, user=user, name=name.strip(),
                contact=contact.strip(), from_hash=from_hash, created_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_("ちょうど人数がそろいました。ほかの日の役をごらんください。")) from None
    audit.record("neighbourhoods.task_taken", held, by=by, at=at, note=str(place.number))
    return made


def next_free(task: Task) -> TaskPlace | None:
    """The lowest free place of a task."""
    taken = Taking.objects.filter(task=task, given_up_at=None).values("place")
    return task.places.exclude(pk__in=taken).order_by("number").first()


@transaction.atomic
def give_up(*, taking: Taking, by: Any, at: datetime) -> Taking:
    """The place is free for somebody else."""
    held = lock(taking)
    if held.given_up_at:
        raise Refused(_("もう取りやめています。"))
    held.given_up_at = at
    held.save(update_fields=["given_up_at"])
    audit.record("neighbourhoods.task_given_up", held.task, by=by, at=at)
    return held


@transaction.atomic
def ask_for_staff(
    *,
    association: Association,
    what: str,
    by: Any,
    at: datetime,
    wished_on: date | None = None,
    place: str = "",
) -> DispatchRequest:
    """A request to the team that supports the association; it holds a baton until it is answered."""
    held = allowed(association, Power.PAGE, by=by, at=at)
    if not what.strip():
        raise Refused(_("何のために来てほしいか、書いてください。"), field="what")
    baton = open_baton(
        kind=DISPATCH,
        title=_("%(association)s：職員の派遣の希望") % {"association": held},
        team=held.supported_by,
        next_step=gettext_noop("町会に電話して、行ける日を決める"),
        by=by,
        at=at,
    )
    made = DispatchRequest.objects.create(
        baton=baton, association=held, what=what.strip(), wished_on=wished_on, place=place.strip(),
        asked_by=by if getattr(by, "pk", None) else None, created_at=at,
    )  # fmt: skip
    if getattr(by, "pk", None):
        add_party(baton=baton, user=by, by=by, at=at)
    audit.record("neighbourhoods.staff_asked", made, by=by, at=at)
    return made
