"""What this room holds, for how long it stays (core/retention.py)."""

from functools import partial

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from tomoni.core import retention
from tomoni.core.retention import Held, Term, Way, register
from tomoni.ground.batons import holding
from tomoni.ground.batons.actions.forgetting import emptied_with
from tomoni.town.places.actions import forgetting
from tomoni.town.places.models import Feedback, ImportBatch, Suggestion


def closed(model: type[Suggestion] | type[Feedback]) -> QuerySet[Suggestion] | QuerySet[Feedback]:
    rows: QuerySet[Suggestion] = model.objects.filter(baton__status="closed")
    return rows.exclude(text=forgetting.GONE)


def retain() -> None:
    """Called once at start."""
    if forgetting.with_batons not in emptied_with:
        emptied_with.append(forgetting.with_batons)
    for code, name, model in (
        ("places.suggestions", _("情報のご指摘のことばと連絡先"), Suggestion),
        ("places.feedback", _("運営への声のことばと連絡先"), Feedback),
    ):
        register(
            Held(
                code=code,
                name=name,
                rows=partial(closed, model),
                begins=F("baton__closed_at"),
                destroy=partial(forgetting.told, model=model),
                way=Way.EMPTIED,
                about=holding.about("baton__"),
                shows=("kind",),
                suggested=Term(years=1, clock=retention.Clock.FISCAL_YEAR),
            )
        )
    register(
        Held(
            code="places.imports",
            name=_("掲載の取り込みの報告"),
            rows=lambda: ImportBatch.objects.filter(under_way=False),
            begins=F("at"),
            destroy=forgetting.imports,
            shows=("dataset", "rows"),
            suggested=Term(years=1),
        )
    )
