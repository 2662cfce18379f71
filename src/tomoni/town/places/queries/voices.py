"""How many words of thanks, wishes and complaints came in, without pointing at anybody."""

from django.db.models import Count

from tomoni.town.places.models import Feedback
from tomoni.town.places.rules.suppression import K, suppress

__all__ = ["K", "by_category"]


def by_category() -> dict[str, list[int | None]]:
    """Category → praise, wishes, complaints; cells below the threshold are None."""
    kinds = [str(kind) for kind in Feedback.Kind.values]
    table: dict[str, dict[str, int]] = {}
    rows = Feedback.objects.values("listing__category__name", "kind").annotate(n=Count("pk"))
    for row in rows.order_by("listing__category__name", "kind"):
        cells = table.setdefault(row["listing__category__name"] or "—", dict.fromkeys(kinds, 0))
        cells[row["kind"]] = row["n"]
    return {name: [cells[kind] for kind in kinds] for name, cells in suppress(table).items()}
