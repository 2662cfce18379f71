"""What this room does by itself."""

from datetime import datetime

from tomoni.core import timetable
from tomoni.core.holding import is_held
from tomoni.town.places.actions import applying
from tomoni.town.places.models import ImportBatch


@timetable.every("places.finish_imports", minutes=1)
def finish_imports(at: datetime) -> None:
    """Go on with imports whose program was stopped while it wrote."""
    if not ImportBatch.objects.filter(under_way=True).exists() or is_held(applying.ALONE):
        return
    with applying.alone():
        applying.finish_interrupted(at=at)
