"""Words in records that nobody can change, and which can still be forgotten.

A chained row may hold a text sealed under a key of its own subject (`core.RowKey`). The chain
is about the sealed text, so it goes on proving that nothing was altered after the key is gone;
the text itself can then be read by nobody. The key lies beside the record: it is there to be
destroyed, not to hide the words from whoever copies the database.
See docs/adr/0028-forgetting-in-chains.md.

    Step.objects.create(note=shredding.sealed("batons.Baton", baton.pk, "…", runs_from=at))
    shredding.opened(step.note)          # the words, or what stands for words that are gone
"""

import base64
import binascii
import os
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _

MARK = "\u2062封1:"  # Begins with a character that nobody types.
NONCE = 12


def sealed(scope: str, subject: Any, words: str, *, runs_from: datetime) -> str:
    """`words` under the key of this subject; an empty text stays empty.

    Args:
        runs_from: From when the words' term is counted, where the key is a new one.
    """
    from tomoni.core.models import RowKey

    if not words:
        return words
    keys: Any = RowKey.objects
    key, _new = keys.get_or_create(
        scope=scope,
        subject=str(subject),
        defaults={"secret": os.urandom(32), "runs_from": runs_from},
    )
    nonce = os.urandom(NONCE)
    blob = nonce + AESGCM(bytes(key.secret)).encrypt(nonce, words.encode(), key.pk.bytes)
    return f"{MARK}{key.pk.hex}:{base64.b64encode(blob).decode()}"


def opened(text: str, keys: "dict[UUID, Any] | None" = None) -> str:
    """The words of a sealed text; a text that was never sealed is given as it is."""
    if not text.startswith(MARK):
        return text
    from tomoni.core.models import RowKey

    name, _colon, blob = text.removeprefix(MARK).partition(":")
    try:
        pk, raw = UUID(name), base64.b64decode(blob)
        key = keys.get(pk) if keys is not None else RowKey.objects.filter(pk=pk).first()
        if key is None:
            return _("（保存期間が過ぎたため消しました）")
        plain = AESGCM(bytes(key.secret)).decrypt(raw[:NONCE], raw[NONCE:], pk.bytes)
    except (ValueError, binascii.Error, InvalidTag):
        return _("（読めません）")
    return plain.decode()


def keys_of(texts: Iterable[str]) -> "dict[UUID, Any]":
    """The keys of many texts in one query, for `opened`."""
    from tomoni.core.models import RowKey

    names = {text[len(MARK) : len(MARK) + 32] for text in texts if text.startswith(MARK)}
    found = RowKey.objects.in_bulk([UUID(name) for name in names])
    return dict(found)


def destroy(scope: str, subjects: Iterable[Any]) -> int:
    """Take the keys of these subjects away for good; gives how many there were."""
    from tomoni.core.models import RowKey

    keys = RowKey.objects.filter(scope=scope, subject__in=[str(each) for each in subjects])
    return keys.delete()[0]
