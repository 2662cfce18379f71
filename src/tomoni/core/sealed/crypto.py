"""Sealing and opening one value: AES-256-GCM, and HMAC-SHA-256 for finding equals.

Stored are 4 bytes of the key's name, 12 bytes nonce, ciphertext and tag. What a value belongs to
(`app.Model.field:key`) is authenticated with it, so that a value put elsewhere does not open.
"""

import hmac
import os
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _

from tomoni.core import keyring

SHOWN = "（封）"  # What stands where a sealed value would.
NONCE = 12
SHORTEST = keyring.NAME + NONCE + 16


class SealBroken(Exception):
    """A sealed value does not open: altered, moved from elsewhere, or of another key ring."""

    def __init__(self, where: str) -> None:
        super().__init__(
            _(
                "%(where)s の封じた値を開けません。書きかえられたか、ほかの行から移されたか、鍵束が違います。"
            )
            % {"where": where}
        )
        self.where = where


def seal(plain: bytes, where: str) -> bytes:
    key = keyring.ring().current("fields")
    nonce = os.urandom(NONCE)
    return (
        bytes.fromhex(key.name) + nonce + _cipher(key.secret).encrypt(nonce, plain, where.encode())
    )


def unseal(blob: bytes, where: str) -> bytes:
    """The value again.

    Raises:
        SealBroken: when it is not the value that was sealed here.
        KeyProblem: when the ring or the key it was sealed with is missing.
    """
    if len(blob) < SHORTEST:
        raise SealBroken(where)
    end = keyring.NAME + NONCE
    key = keyring.to_open(blob[: keyring.NAME].hex())
    try:
        return _cipher(key.secret).decrypt(blob[keyring.NAME : end], blob[end:], where.encode())
    except InvalidTag:
        raise SealBroken(where) from None


@lru_cache(maxsize=32)
def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(secret)


def token(value: str, where: str, key: keyring.Key) -> bytes:
    """The same for equal values of one field, and nothing else to learn from it."""
    own = hmac.digest(key.secret, where.encode(), "sha256")  # No two fields share a key.
    return bytes.fromhex(key.name) + hmac.digest(own, value.encode(), "sha256")


def tokens(value: str, where: str) -> list[bytes]:
    """Under every key of the ring: while keys change, rows carry old tokens and new ones."""
    return [token(value, where, key) for key in keyring.ring().of("index")]


def _text(value: str) -> str:
    return "".join(unicodedata.normalize("NFKC", value).casefold().split())


def _digits(value: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", value) if c.isdecimal())


NORMAL: dict[str, Callable[[str], str]] = {"exact": str, "text": _text, "digits": _digits}
