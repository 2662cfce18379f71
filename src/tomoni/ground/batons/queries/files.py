"""The files of a matter as its page shows them, and whose file somebody opens with it."""

from typing import Any

from tomoni.ground.batons.models import Attachment, Baton, Party


def files_of(baton: Baton) -> list[Attachment]:
    """All of them, the newest first; those that are gone tell when they went."""
    rows = Attachment.objects.filter(baton=baton).select_related("added_by", "party")
    return list(rows.order_by("-added_at", "id"))


def person_of(baton: Baton) -> Any:
    """Whom a matter is about, for the reading log: the person, else the account, else nobody."""
    known = Party.objects.filter(baton=baton).exclude(part=Party.Part.RECEIVER)
    # "concerned" comes before "sender": whose matter it is, before who told us of it.
    for party in known.select_related("person", "user").order_by("part", "added_at"):
        if found := party.person or getattr(party.user, "person", None) or party.user:
            return found
    return None
