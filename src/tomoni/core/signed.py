"""The facts of a certificate as bytes that are signed, and the short text that its code carries.

For every room that gives somebody a paper which strangers must be able to believe.

Who holds the paper and the public key can check it anywhere: decode, verify Ed25519 (RFC 8032),
read. Nothing of ours is asked.
"""

import base64
import json
from collections.abc import Mapping
from typing import Any

from tomoni.core import keyring

MARK = "TOMONI1"  # The form; another one gets another mark.


class Unreadable(ValueError):
    """The text of a code that nobody can read."""


def plain(facts: Mapping[str, Any]) -> bytes:
    """The one way in which these facts are written: sorted keys, no spaces, UTF-8."""
    return json.dumps(
        dict(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def carried(facts: bytes, key: str, signature: bytes) -> str:
    """The text in the code: mark, name of the key, facts and signature, parted by dots."""
    return ".".join((MARK, key, _in(facts), _in(signature)))


def read(text: str) -> tuple[bytes, str, bytes]:
    """(facts as signed, name of the key, signature).

    Raises:
        Unreadable: when the text was cut off or is something else.
    """
    parts = "".join(text.split()).split(".")
    if len(parts) != 4 or parts[0] != MARK:
        raise Unreadable(text[:20])
    try:
        facts, signature = _out(parts[2]), _out(parts[3])
        json.loads(facts)
    except ValueError:
        raise Unreadable(text[:20]) from None
    return facts, parts[1], signature


def sign(facts: Mapping[str, Any]) -> tuple[bytes, str, bytes]:
    """(facts as signed, name of the key, signature), by the key that signs today."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    said, signer = plain(facts), keyring.ring().current("signing")
    return said, signer.name, Ed25519PrivateKey.from_private_bytes(signer.secret).sign(said)


def public_keys() -> dict[str, str]:
    """Name → 32 bytes as hex, of every signing key this installation has had; none without a ring."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        ring = keyring.ring()
    except keyring.KeyProblem:
        return {}
    return {
        key.name: Ed25519PrivateKey.from_private_bytes(key.secret).public_key().public_bytes_raw().hex()
        for key in ring.of("signing")
    }  # fmt: skip


def is_signed(facts: bytes, signature: bytes, public: bytes) -> bool:
    """Whether the holder of the secret half of `public` (32 bytes) signed exactly these facts."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, facts)
    except (InvalidSignature, ValueError):
        return False
    return True


def _in(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _out(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
