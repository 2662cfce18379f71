"""Who goes where on one day: what hangs on the wall and lies beside the telephone."""

from datetime import date

from django.db.models import QuerySet

from tomoni.doing.volunteering.models import Turn
from tomoni.doing.volunteering.models.shifts import ShiftQuerySet


def of_day(on: date, among: ShiftQuerySet) -> QuerySet[Turn]:
    """Every taken seat of the day's planned shifts, in the order of the clock."""
    shifts = among.planned().filter(starts_at__date=on).values("pk")
    rows = Turn.objects.seated().filter(shift__in=shifts)
    return rows.select_related("shift__need__town", "post", "volunteer__person").order_by(
        "shift__starts_at", "shift", "post__code", "volunteer__person__kana_key", "pk"
    )
