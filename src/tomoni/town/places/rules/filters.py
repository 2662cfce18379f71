"""What the filters of the search page allow."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
RADIUS = 2000  # Metres; a walk of half an hour. 0 means "however far".
RADII = (500, 1000, 2000, 5000, 0)
MOST_CHOICES = 20  # Of one kind in one address.


def rounded_point(lat: str, lng: str) -> tuple[float | None, float | None]:
    """A position rounded to about 100 m: nobody's front door goes into an address."""
    try:
        north, east = float(lat[:20]), float(lng[:20])
    except ValueError:
        return None, None
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        return None, None
    return round(north, 3), round(east, 3)
