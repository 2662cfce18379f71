"""What this room does by itself."""

from datetime import datetime

from tomoni.core import timetable
from tomoni.core.holding import is_held
from tomoni.town.places.actions import applying, reviews
from tomoni.town.places.models import ImportBatch


@timetable.every("places.finish_imports", minutes=1)
def finish_imports(at: datetime) -> None:
    """Go on with imports whose program was stopped while it wrote."""
    if not ImportBatch.objects.filter(under_way=True).exists() or is_held(applying.ALONE):
        return
    with applying.alone():
        applying.finish_interrupted(at=at)


@timetable.every("places.reviews", daily_at="06:30")
def open_reviews(at: datetime) -> None:
    """Entries due for re-checking are asked of those who run them."""
    reviews.open_due(at=at)
