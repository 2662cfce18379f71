"""The number on a paper card: six digits and one that shows a mistyped one."""

# Damm's table: it notices every single wrong digit and every two neighbours exchanged.
_TABLE = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
DIGITS = 7
MOST = 10 ** (DIGITS - 1) - 1


def card_of(serial: int) -> str:
    """``0000127`` for the twelfth account of a town.

    Args:
        serial: 1 to 999,999.
    """
    if not 0 < serial <= MOST:
        raise ValueError(f"no card for {serial}")
    plain = f"{serial:0{DIGITS - 1}d}"
    return plain + str(_interim(plain))


def is_right(card: str) -> bool:
    """Whether somebody could have this card; a wrong one was mistyped."""
    return len(card) == DIGITS and card.isascii() and card.isdigit() and _interim(card) == 0


def _interim(digits: str) -> int:
    left = 0
    for digit in digits:
        left = int(_TABLE[left][int(digit)])
    return left
