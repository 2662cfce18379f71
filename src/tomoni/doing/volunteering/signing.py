"""The public halves of the keys that sign certificates, for the page, the paper and the command."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tomoni.core import keyring


def public_keys() -> dict[str, str]:
    """Name → 32 bytes as hex, of every signing key this installation has had; none without a ring."""
    try:
        ring = keyring.ring()
    except keyring.KeyProblem:
        return {}
    return {
        key.name: Ed25519PrivateKey.from_private_bytes(key.secret).public_key().public_bytes_raw().hex()
        for key in ring.of("signing")
    }  # fmt: skip
