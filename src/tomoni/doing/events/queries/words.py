"""Events by words: this room's part of the full-text index."""

from django.db.models import Q

from tomoni.core import search
from tomoni.core.search import Query, Section

SECTION = Section(2)


def matching(query: Query) -> Q:
    """The condition on a date that its series fits the words."""
    return Q(series__in=search.matching_keys(SECTION, query)) if query else Q()
