"""The short word on a household's notice with which it takes part by telephone or screen."""

import base64
import hashlib
import hmac

LETTERS = 12  # 60 bits: nobody tries that many before the meeting is over.
_EASY = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "ABCDEFGHJKLMNPQRSTUVWXYZ23456789")


def code_of(secret: str, meeting: str, household: str) -> str:
    """The same household has the same word at each printing, and another at the next meeting."""
    made = hmac.new(secret.encode(), f"{meeting}:{household}".encode(), hashlib.sha256).digest()
    return base64.b32encode(made).decode()[:LETTERS].translate(_EASY).lower()


def digest(code: str) -> str:
    """What the database keeps: a copy of it votes for nobody."""
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def shown(code: str) -> str:
    """abcd-efgh-jklm, as it stands on paper."""
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))
