"""The baton and what hangs on it: offers, steps, questions, links, files, messages, and who is told."""

from tomoni.ground.batons.models.batons import Baton, Matter
from tomoni.ground.batons.models.files import Attachment, FileRule, Shown
from tomoni.ground.batons.models.kinds import Deadline, Kind
from tomoni.ground.batons.models.links import Link, Miss
from tomoni.ground.batons.models.messages import Message, Receipt
from tomoni.ground.batons.models.offers import Offer, Question
from tomoni.ground.batons.models.parties import Party
from tomoni.ground.batons.models.steps import Step

__all__ = [
    "Attachment",
    "Baton",
    "Deadline",
    "FileRule",
    "Kind",
    "Link",
    "Matter",
    "Message",
    "Miss",
    "Offer",
    "Party",
    "Question",
    "Receipt",
    "Shown",
    "Step",
]
