"""What happened to a matter, with its words opened."""

from tomoni.core import shredding
from tomoni.ground.batons.models import Baton, Step


def story_of(baton: Baton) -> list[Step]:
    """The steps of a baton, newest first; a step that is never written again may hold its words."""
    rows = Step.objects.filter(baton=baton).select_related("by", "team", "person")
    steps = list(rows.order_by("-nth"))
    keys = shredding.keys_of(text for step in steps for text in (step.by_name, step.note))
    for step in steps:
        step.by_name = shredding.opened(step.by_name, keys)
        step.note = shredding.opened(step.note, keys)
    return steps
