"""A list of paper cards brought by a clerk: it waits between the trial and taking it in."""

from functools import partial

from tomoni.core.tables.waiting import Reader, Waiting
from tomoni.doing.points import importing
from tomoni.doing.points.models import Scheme

WAITING = Waiting("lists-of-points")


def reader(scheme: Scheme) -> Reader:
    """How a list is read for a scheme."""
    return partial(importing.take_in, scheme=scheme)
