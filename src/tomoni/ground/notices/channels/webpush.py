"""What web push asks of a sender: who we are (VAPID, RFC 8292), and sealing (RFC 8291, 8188)."""

import base64
import json
import os
import time
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

RECORD = 4096
MOST = 3000  # Bytes of a message; push services take 4,096 with everything around it.
TWELVE_HOURS = 12 * 3600
_X962 = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def key_file() -> Path:
    return Path(settings.DATA_DIR) / "keys" / "vapid.pem"


@lru_cache(maxsize=2)
def _key(path: Path) -> ec.EllipticCurvePrivateKey:
    """Our key, made once. A new one would end every subscription, so it belongs to the backup
    of keys (docs/operations.md)."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        made = ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        part = path.with_suffix(f".{os.getpid()}")
        part.touch(mode=0o600)
        part.write_bytes(made)
        try:
            os.link(part, path)  # Of two processes at once, the first one's key stays.
        except FileExistsError:
            pass
        finally:
            part.unlink()
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def public_key() -> str:
    """What a browser needs to subscribe to us and nobody else."""
    return b64(_key(key_file()).public_key().public_bytes(*_X962))


def authorization(endpoint: str) -> str:
    """The VAPID header for one push service."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + TWELVE_HOURS,
        "sub": settings.PUSH_CONTACT or f"mailto:{settings.DEFAULT_FROM_EMAIL}",
    }
    head = b64(b'{"typ":"JWT","alg":"ES256"}')
    signed = f"{head}.{b64(json.dumps(claims, separators=(',', ':')).encode())}"
    r, s = decode_dss_signature(_key(key_file()).sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    return f"vapid t={signed}.{b64(r.to_bytes(32) + s.to_bytes(32))}, k={public_key()}"


def seal(text: bytes, p256dh: str, auth: str) -> bytes:
    """The message as only that browser can read it (aes128gcm, one record)."""
    theirs_raw, secret = unb64(p256dh), unb64(auth)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs_raw)
    ours = ec.generate_private_key(ec.SECP256R1())
    ours_raw = ours.public_key().public_bytes(*_X962)
    shared = ours.exchange(ec.ECDH(), theirs)
    ikm = _hkdf(secret, shared, b"WebPush: info\0" + theirs_raw + ours_raw, 32)
    salt = os.urandom(16)
    key = _hkdf(salt, ikm, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _hkdf(salt, ikm, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD.to_bytes(4) + bytes([len(ours_raw)]) + ours_raw
    return head + AESGCM(key).encrypt(nonce, text + b"\x02", None)


def _hkdf(salt: bytes, key: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(key)


def may_call(endpoint: str) -> bool:
    """Whether this address is one of the known push services, over TLS."""
    parts = urlsplit(endpoint)
    host = (parts.hostname or "").lower()
    for known in settings.PUSH_HOSTS:
        fits = host.endswith(known) if known.startswith(".") else host == known
        if known in {"127.0.0.1", "localhost"} and host == known:
            return True  # Somebody set it on purpose, to try things out.
        if fits and parts.scheme == "https" and parts.port in {None, 443}:
            return True
    return False
