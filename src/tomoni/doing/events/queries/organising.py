"""What an organiser sees of all their events."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q

from tomoni.doing.events.models import Occurrence, Role, Series, SignUp
from tomoni.doing.events.rules import gate

MOST = 30


def next_dates(rows: Any, *, at: datetime) -> list[Occurrence]:
    """The coming dates with their roles, and how many parties wait."""
    waiting = Count("roles__sign_ups", filter=Q(roles__sign_ups__status=SignUp.Status.WAITING))
    asked = Count("roles__sign_ups", filter=Q(roles__sign_ups__status=SignUp.Status.ASKED))
    return list(
        rows.filter(ends_at__gt=at, series__is_template=False)
        .select_related("series")
        .prefetch_related(Prefetch("roles", Role.objects.order_by("-code")))
        .annotate(waiting=waiting, asked=asked)
        .order_by("starts_at", "id")[:MOST]
    )


def past_dates(series: Series, *, at: datetime) -> list[Occurrence]:
    rows = Occurrence.objects.filter(series=series, ends_at__lte=at)
    return list(rows.select_related("series").order_by("-starts_at", "id")[:MOST])


def published(kept: Any) -> Any:
    return (
        kept.filter(status=Series.Status.PUBLISHED, is_template=False)
        .distinct()
        .order_by("title", "id")[:200]
    )


def missing(series: Series, *, at: datetime) -> list[str]:
    """What keeps this series from being published, in sentences."""
    return gate.missing(
        place=series.place_text or series.address or series.online_url
        or (str(series.venue) if series.venue_id else ""),
        reachable=bool(series.phone or series.email),
        summary=series.summary,
        coming=Occurrence.objects.filter(series=series, ends_at__gt=at).count(),
        organiser=series.organiser_text or (str(series.organisation) if series.organisation_id else ""),
    )  # fmt: skip
