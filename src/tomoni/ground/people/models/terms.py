"""Rows that hold from a first day until an optional last one."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q


class TermQuerySet(models.QuerySet[Any]):
    """Rows with a first and an optional last day."""

    def in_force(self, on: date) -> "TermQuerySet":
        """Valid on that day, both ends included."""
        return self.filter(from_on__lte=on).filter(Q(until_on=None) | Q(until_on__gte=on))
