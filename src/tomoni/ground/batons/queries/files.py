"""The files of a matter as its page shows them, and whose file somebody opens with it."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from tomoni.ground.batons.models import Attachment, Baton, Link, Offer, Party, Question, Shown
from tomoni.ground.batons.rules import files as rules


def files_of(baton: Baton) -> list[Attachment]:
    """All of them, the newest first; those that are gone tell when they went, each to whom it is
    shown outside."""
    rows = Attachment.objects.filter(baton=baton).select_related("added_by", "party")
    shown = Shown.objects.select_related("offer__to_team", "question__to_team", "party__user")
    return list(rows.prefetch_related(Prefetch("shown", shown)).order_by("-added_at", "id"))


def receivers(baton: Baton) -> dict[str, Offer | Question | Party]:
    """To whom outside a file can be shown: who has an offer or a question of ours, or a link to
    write through."""
    offers = Offer.objects.filter(baton=baton, to_team=None, status__in=rules.STILL_THEIRS)
    questions = Question.objects.filter(baton=baton, to_team=None, status__in=rules.STILL_THEIRS)
    writing = Link.objects.filter(baton=baton, purpose=Link.Purpose.TALK).values("party")
    parties = Party.objects.filter(baton=baton, pk__in=writing).select_related("user")
    found: dict[str, Offer | Question | Party] = {}
    for word, rows in (("offer", offers), ("question", questions), ("party", parties)):
        found |= {f"{word}:{row.pk}": row for row in rows.order_by("pk")}
    return found


def shown_behind(link: Link) -> QuerySet[Attachment]:
    """What the person with this link may save, the newest first; nothing once it is not theirs."""
    thing = link.offer or link.question
    status = thing.status if thing else "open"
    if not rules.is_theirs(is_open=link.baton.is_open, status=status):
        return Attachment.objects.none()
    theirs = Q(pk__in=[])
    for word in ("offer", "question", "party"):
        if key := getattr(link, f"{word}_id"):
            theirs |= Q(**{word: key})
    rows = Attachment.objects.filter(baton=link.baton_id, gone_at=None)
    return rows.filter(pk__in=Shown.objects.filter(theirs).values("attachment")).order_by(
        "-added_at", "id"
    )


def person_of(baton: Baton) -> Any:
    """Whom a matter is about, for the reading log: the person, else the account, else nobody."""
    known = Party.objects.filter(baton=baton).exclude(part=Party.Part.RECEIVER)
    # "concerned" comes before "sender": whose matter it is, before who told us of it.
    for party in known.select_related("person", "user").order_by("part", "added_at"):
        if found := party.person or getattr(party.user, "person", None) or party.user:
            return found
    return None
