"""The keys of links: made from the row's own number and the installation's secret.

So a reminder can show the same link again although the database keeps only the key's hash.
"""

import base64
import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.crypto import salted_hmac

LETTERS = "23456789ACDEFHJKMNPRTUVWXY"  # Not taken for each other on the telephone.


def key_of(purpose: str, pk: Any) -> str:
    """The key of one row for one purpose, such as ``appointments.booking``."""
    made = salted_hmac(f"tomoni.{purpose}", str(pk), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made[:18]).decode()


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def number(letter: str, at: datetime) -> str:
    """A letter for the kind, month and day, then letters and digits: Y1126-7KFMX."""
    day = timezone.localdate(at).strftime("%m%d")
    return f"{letter}{day}-{''.join(secrets.choice(LETTERS) for _place in range(5))}"
