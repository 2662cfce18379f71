"""The baton and what hangs on it: offers, steps, questions, links, papers, words."""

from tomoni.ground.batons.models.batons import Baton, Matter
from tomoni.ground.batons.models.kinds import Deadline, Kind
from tomoni.ground.batons.models.links import Link, Miss
from tomoni.ground.batons.models.offers import Offer, Question
from tomoni.ground.batons.models.papers import Attachment
from tomoni.ground.batons.models.steps import Step
from tomoni.ground.batons.models.words import Message, MessageRead, Party

__all__ = [
    "Attachment",
    "Baton",
    "Deadline",
    "Kind",
    "Link",
    "Matter",
    "Message",
    "MessageRead",
    "Miss",
    "Offer",
    "Party",
    "Question",
    "Step",
]
