"""At the end of the day: is everything there, once? Runs inside the installation, reads only."""

import json
from collections import Counter
from typing import Any


def reckon(at: Any) -> dict[str, Any]:
    """What the tables say about batons, matters, notices and jobs."""
    from tomoni.core.jobs import GONE
    from tomoni.core.models import DeadLetter
    from tomoni.ground.batons import matters
    from tomoni.ground.batons.models import Baton, Offer, Step
    from tomoni.ground.notices.models import Attempt, Delivery, Notice

    open_ones = Baton.objects.open()
    numbered = Counter(Step.objects.values_list("baton_id", flat=True))
    highest: dict[Any, int] = {}
    for baton, nth in Step.objects.values_list("baton_id", "nth"):
        highest[baton] = max(highest.get(baton, 0), nth)
    of_matters: Counter[Any] = Counter()
    without = 0
    for model in matters.models():
        for pk in model._default_manager.values_list("baton_id", flat=True):
            of_matters[pk] += 1
            without += pk is None
    kinds = {k for one in matters._matters.values() for k in one.kinds}
    rooms = Baton.objects.filter(kind_id__in=kinds, part_of=None)
    wanted = set(_wanted())
    there = Counter(Notice.objects.values_list("kind", "key", "recipient"))
    ways = Counter(
        Delivery.objects.filter(status__in=["sent", "collected", "printed"]).values_list(
            "notice_id", flat=True
        )
    )
    shown_only = set(Notice.objects.filter(deliveries=None).values_list("pk", flat=True))
    from django_tasks_db.models import DBTaskResult

    return {
        "batons": Baton.objects.count(),
        "open": open_ones.count(),
        "steps": Step.objects.count(),
        "offers": Offer.objects.count(),
        "leaked": Baton.objects.leaked().count(),
        "open_without_step_to_do": open_ones.filter(next_step="").count(),
        "steps_out_of_number": sum(highest[pk] != count for pk, count in numbered.items()),
        "batons_without_steps": Baton.objects.exclude(pk__in=Step.objects.values("baton")).count(),
        "matters": sum(of_matters.values()),
        "matters_without_baton": without,
        "batons_of_two_matters": sum(count > 1 for count in of_matters.values()),
        "batons_without_their_matter": rooms.exclude(pk__in=list(of_matters)).count(),
        "notices": sum(there.values()),
        "notices_twice": sum(count > 1 for count in there.values()),
        "notices_wanted": len(wanted),
        "notices_missing": sorted(" ".join(one) for one in wanted - set(there))[:5],
        "notices_sent_twice": sum(count > 1 for count in ways.values()),
        "notices_not_sent": len(set(Notice.objects.values_list("pk", flat=True)) - set(ways) - shown_only),
        "deliveries": dict(
            Counter(" ".join(one) for one in Delivery.objects.values_list("channel", "status"))
        ),
        "unclear": Attempt.objects.filter(outcome="unclear").count(),
        "jobs": dict(Counter(DBTaskResult.objects.values_list("status", flat=True))),
        # A job whose worker is killed ten times in a row is put aside as one that kills workers.
        "dead_letters": DeadLetter.objects.exclude(problem=GONE).count(),
        "killed_each_time": DeadLetter.objects.filter(problem=GONE).count(),
        "dead_letters_nobody_was_told_of": DeadLetter.objects.filter(told_at=None).count(),
        "given_back_jobs": sum(
            len(one) > 1 for one in DBTaskResult.objects.values_list("worker_ids", flat=True)
        ),
    }  # fmt: skip


def _wanted() -> Any:
    """Kind, key and recipient of every notice that the steps and matters call for."""
    from tomoni.ground.batons.models import Baton, Offer, Party, Step
    from tomoni.ground.notices.recipients import Recipient
    from tomoni.ground.people.models import TeamMembership
    from tomoni.town.places.models import ListingReview

    members: dict[Any, list[str]] = {}
    for team, user in TeamMembership.objects.values_list("team_id", "user_id"):
        members.setdefault(team, []).append(f"user:{user}")
    for offer in Offer.objects.all():
        for somebody in members.get(offer.to_team_id, []):
            yield "batons.offered", f"offer:{offer.pk}", somebody
        answered = offer.status in {"accepted", "returned"}
        if answered and offer.offered_by_id and offer.offered_by_id != offer.answered_by_id:
            yield "batons.offer_answered", f"offer:{offer.pk}", f"user:{offer.offered_by_id}"
    for step in Step.objects.filter(act="assigned").exclude(person=None):
        if step.person_id != step.by_id:
            yield "batons.assigned", f"baton:{step.baton_id}:{step.nth}", f"user:{step.person_id}"
    for party in Party.objects.exclude(email=""):
        who = Recipient(name=party.name, email=party.email).identity
        baton: Baton = party.baton
        if baton.kind_id == "desk.note":
            yield "batons.receipt", f"receipt:{party.pk}", who
        if not baton.is_open and party.user_id is None:
            yield "batons.outcome", f"outcome:{baton.pk}:{baton.steps.count()}", who
    for review in ListingReview.objects.select_related("listing__organisation"):
        who = Recipient(email=review.listing.organisation.email).identity
        yield "places.please_confirm", f"review:{review.pk}", who


def words() -> dict[str, int]:
    """How often each of the day's own words stands in a step, a matter or an answer."""
    from tomoni.core import shredding
    from tomoni.ground.batons.models import Step
    from tomoni.town.places.models import Suggestion

    found: Counter[str] = Counter()
    notes = list(Step.objects.exclude(note="").values_list("note", flat=True))
    keys = shredding.keys_of(notes)
    opened = (shredding.opened(note, keys) for note in notes)
    found.update(note for note in opened if note.startswith("day-"))
    found.update(Suggestion.objects.filter(text__startswith="day-").values_list("text", flat=True))
    return dict(found)


def numbers() -> list[str]:
    from tomoni.ground.batons.models import Baton

    return list(Baton.objects.values_list("number", flat=True))


def sent_mails() -> list[str]:
    from tomoni.ground.notices.models import Delivery

    rows = Delivery.objects.filter(channel="mail", status="sent").values_list("pk", flat=True)
    return [str(pk) for pk in rows]


def sent_pushes() -> list[str]:
    from tomoni.ground.notices.models import Delivery

    rows = Delivery.objects.filter(channel="push", status="sent").values_list("pk", flat=True)
    return [pk.hex for pk in rows]


def quiet() -> bool:
    """Whether nothing waits and nothing is under way."""
    from django_tasks_db.models import DBTaskResult

    from tomoni.ground.notices.models import Delivery

    busy = Delivery.objects.filter(status__in=["ready", "sending"], for_digest=False)
    jobs = DBTaskResult.objects.filter(status__in=["READY", "RUNNING"])
    return not busy.exclude(channel="letter").exists() and not jobs.exists()


def say(what: Any) -> None:
    print(json.dumps({"said": what}, ensure_ascii=False))
