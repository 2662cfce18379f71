"""What the timetable does for neighbourhood associations by itself."""

from datetime import datetime

from tomoni.core import timetable
from tomoni.ties.neighbourhoods.actions import terms


@timetable.every("neighbourhoods.terms", daily_at="08:10")
def end_of_terms(at: datetime) -> None:
    """Officers hear in good time that their term ends, and what to hand over."""
    terms.remind(at=at)
