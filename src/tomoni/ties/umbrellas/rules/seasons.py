"""The seasons in which returns are counted: Otaru's winter is from December to March."""

WINTER, SPRING, SUMMER, AUTUMN = "winter", "spring", "summer", "autumn"
ORDER = (SPRING, SUMMER, AUTUMN, WINTER)


def season_of(month: int) -> str:
    """The season of a month, 1 to 12."""
    if month in (12, 1, 2, 3):
        return WINTER
    return SPRING if month <= 5 else SUMMER if month <= 8 else AUTUMN


def year_of_season(year: int, month: int) -> int:
    """The year a season began in: January belongs to last December's winter."""
    return year - 1 if month <= 3 else year


def rate(out: int, back: int) -> int | None:
    """Brought back of a hundred taken; None where nothing was taken."""
    return round(100 * back / out) if out else None
