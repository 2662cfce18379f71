"""By which ways those who run an entry can be asked, the surest first."""

ACCOUNT, MAIL, LETTER, PHONE, HAND = "account", "mail", "letter", "phone", "hand"


def ways(*, editors: int, email: str, phone: str, address: str) -> list[str]:
    """The ways that are open, in the order in which to offer them.

    An account comes first because whoever signs in has shown who they are; then mail, because
    it is there today; a telephone before a letter, because a letter takes days and costs money.
    A link to print and hand over is always open.
    """
    found = [ACCOUNT] if editors else []
    found += [MAIL] if "@" in email else []
    found += [PHONE] if phone else []
    found += [LETTER] if address else []
    return [*found, HAND]
