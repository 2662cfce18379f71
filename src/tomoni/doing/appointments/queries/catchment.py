"""Which desk, and which person of it, answers for an address."""

from datetime import date

from django.db.models import Q, QuerySet

from tomoni.doing.appointments.models import Desk, DeskArea, Kind
from tomoni.ground.districts.models import DistrictTown, Town


def areas_of(town: Town, *, on: date) -> QuerySet[DeskArea]:
    """Every desk that answers for a town on a day, by the town itself or by its district."""
    districts = DistrictTown.objects.in_force(on).filter(town=town).values("district")
    return (
        DeskArea.objects.filter(valid_from__lte=on)
        .filter(Q(valid_until=None) | Q(valid_until__gte=on))
        .filter(Q(town=town) | Q(district__in=districts))
        .select_related("desk", "worker__user")
        .order_by("desk__order", "pk")
    )


def workers_for(desk: Desk, town: Town | None, *, on: date) -> list[object] | None:
    """The keys of those named for this town, or None when anybody of the desk may come."""
    if town is None:
        return None
    named = [area.worker_id for area in areas_of(town, on=on) if area.desk_id == desk.pk]
    found = [pk for pk in named if pk is not None]
    return found or None


def answers_for(desk: Desk, town: Town, *, on: date) -> bool:
    """Whether the desk takes people of this town."""
    if desk.is_city_wide:
        return True
    return any(area.desk_id == desk.pk for area in areas_of(town, on=on))


def kind_for(kind: Kind, town: Town, *, on: date) -> Kind | None:
    """The same kind of appointment at the desk that answers for this town; None when there is none."""
    if answers_for(kind.desk, town, on=on):
        return kind
    if not kind.desk.family:
        return None
    desks = {area.desk_id for area in areas_of(town, on=on)}
    found: Kind | None = (
        Kind.objects.filter(
            desk__in=desks, desk__family=kind.desk.family, desk__closed_on=None,
            slug=kind.slug, closed_on=None,
        )
        .select_related("desk__team", "desk__place")
        .order_by("desk__order")
        .first()
    )  # fmt: skip
    return found
