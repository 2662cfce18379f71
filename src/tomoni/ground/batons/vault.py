"""Where the bytes of attachments lie: one sealed file each under the data folder, never under static.

The order keeps both sides true whenever the program is killed: the file is whole and on the disk
before its row is written, and the row lets go before the file is removed. What is left over is a
file that no row knows; it is never shown, and `actions.attaching.sweep` removes it.
"""

import base64
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.ground.batons.models import Attachment

NONCE = 12


def folder() -> Path:
    return Path(settings.DATA_DIR) / "attachments"


def path_of(key: UUID) -> Path:
    return folder() / key.hex[:2] / key.hex


def put(key: UUID, content: bytes) -> str:
    """Seal the bytes and write them down for good; gives the secret that opens them.

    The file's own key lies in its row, sealed with the key ring, so the ring's keys change
    without touching a single file.
    """
    secret, nonce = secrets.token_bytes(32), os.urandom(NONCE)
    path = path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with open(part, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(nonce + AESGCM(secret).encrypt(nonce, content, key.bytes))
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    _settle(path.parent)
    return base64.b64encode(secret).decode()


def get(row: Attachment) -> bytes:
    """The bytes as they came in.

    Raises:
        Refused: when the file is gone by the rule, missing from the disk, or altered there.
    """
    if not row.is_here or row.secret is None:
        raise Refused(
            _(
                "このファイルは、残しておく日数が過ぎたので、もうありません。記録だけが残っています。"
            )
        )
    try:
        sealed = path_of(row.pk).read_bytes()
        secret = base64.b64decode(row.secret)
        return AESGCM(secret).decrypt(sealed[:NONCE], sealed[NONCE:], row.pk.bytes)
    except FileNotFoundError:
        raise Refused(
            _("ファイルが保管場所に見つかりません。システム管理者に知らせてください。")
        ) from None
    except (InvalidTag, ValueError):
        raise Refused(
            _("ファイルがこわれていて開けません。システム管理者に知らせてください。")
        ) from None


def remove(key: UUID) -> None:
    path_of(key).unlink(missing_ok=True)


def lying() -> Iterator[tuple[Path, datetime]]:
    """Every file here and when it was written."""
    for path in sorted(folder().glob("*/*")):
        try:
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except FileNotFoundError:
            continue  # Swept by somebody else between the list and the look.
        yield path, written


def key_of(path: Path) -> UUID | None:
    """The row of a file; None for one that was never written to its end."""
    try:
        return UUID(hex=path.name)
    except ValueError:
        return None


def _settle(directory: Path) -> None:
    """A renamed file survives a power cut only once its folder is on the disk too."""
    there = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(there)
    finally:
        os.close(there)
