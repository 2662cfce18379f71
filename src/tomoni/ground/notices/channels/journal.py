"""What one sender has handed to the mail server, written before anybody else knows it.

The database learns of a heap of mails at once. Between two such moments a killed sender would
leave a heap of which nobody knows what was sent. This file tells: a line before each mail's body
goes out, and one when the server has taken it. The kernel keeps what was written when the
process is killed; only a power cut may lose the last lines.
"""

import os
from pathlib import Path

from django.conf import settings


class Journal:
    """The open file of one living sender."""

    def __init__(self, sender: str) -> None:
        self._file = os.open(path_of(sender), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def handing(self, delivery: str) -> None:
        os.write(self._file, f"? {delivery}\n".encode())

    def answered(self, delivery: str, code: int) -> None:
        os.write(self._file, f"{code} {delivery}\n".encode())

    def close(self, sender: str) -> None:
        """All is in the database; the file has done its work."""
        os.close(self._file)
        path_of(sender).unlink(missing_ok=True)


def path_of(sender: str) -> Path:
    folder = Path(settings.DATA_DIR) / "outbox"
    folder.mkdir(exist_ok=True)
    return folder / f"{sender}.journal"


def read(sender: str) -> dict[str, int]:
    """Delivery to the server's last answer; 0 where none came after the body was begun."""
    found: dict[str, int] = {}
    path = path_of(sender)
    if not path.exists():
        return found
    for line in path.read_text(encoding="ascii", errors="replace").splitlines():
        word, _space, delivery = line.partition(" ")
        if len(delivery) == 36:
            found[delivery] = int(word) if word.isdigit() else 0
    return found
