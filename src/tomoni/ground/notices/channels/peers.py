"""Asking other servers over HTTP: some at once, connections kept, every answer bounded."""

import http.client
import ssl
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import timedelta
from threading import local
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from tomoni.core import worker
from tomoni.ground.notices import rules
from tomoni.ground.notices.channels import Answer, Parcel

AT_ONCE = 8
MOST_READ = 64_000
_kept = local()


class Reply(NamedTuple):
    status: int
    words: str
    wait: timedelta | None


def post(url: str, body: bytes, headers: dict[str, str]) -> Reply:
    """POST over a connection kept by this thread.

    Raises:
        OSError: no answer came; whether the other side acted on it is unknown.
    """
    parts = urlsplit(url)
    kept: dict[tuple[str, str], http.client.HTTPConnection] = _kept.__dict__.setdefault("all", {})
    key = (parts.scheme, parts.netloc)
    for last in (False, True):
        fresh = key not in kept
        connection = kept.get(key) or _connect(parts.scheme, parts.netloc)
        try:
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", path or "/", body, headers)
            answer = connection.getresponse()
            words = answer.read(MOST_READ).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as problem:
            connection.close()
            kept.pop(key, None)
            # A connection kept from before may have been closed meanwhile; every message
            # carries a key of its own, so asking once more is safe.
            if fresh or last:
                raise OSError(f"{type(problem).__name__}: {problem}"[:200]) from None
            continue
        if answer.will_close or answer.read(1):
            connection.close()
            kept.pop(key, None)
        else:
            kept[key] = connection
        return Reply(answer.status, words[:500], _wait(answer.getheader("Retry-After")))
    raise OSError("not reached")


def _connect(scheme: str, place: str) -> http.client.HTTPConnection:
    wait = settings.GATEWAY_TIMEOUT
    if scheme == "https":
        return http.client.HTTPSConnection(
            place, timeout=wait, context=ssl.create_default_context()
        )
    return http.client.HTTPConnection(place, timeout=wait)


def _wait(after: str | None) -> timedelta | None:
    if after and after.strip().isdigit():
        return timedelta(seconds=min(int(after), 24 * 3600))
    return None


def meaning(reply: Reply, *, again_is_accepted: bool = False) -> Answer:
    outcome = rules.meaning_of_http(reply.status, again_is_accepted=again_is_accepted)
    return Answer(outcome, f"{reply.status}", wait=reply.wait)


def several(
    parcels: Iterable[Parcel], one: Callable[[Parcel], Answer]
) -> Iterator[tuple[Parcel, Answer]]:
    """Do each parcel, some at once; `one` must not ask the database."""
    with ThreadPoolExecutor(AT_ONCE) as crew:
        asked = {crew.submit(_safely, one, parcel): parcel for parcel in parcels}
        for done in as_completed(asked):
            yield asked[done], done.result()


def _safely(one: Callable[[Parcel], Answer], parcel: Parcel) -> Answer:
    if worker.stopping():
        return Answer(rules.UNSENT)
    try:
        return one(parcel)
    except ConnectionRefusedError as problem:
        return Answer(rules.TROUBLE, rules.without_addresses(str(problem), parcel.address))
    except OSError as problem:
        refused = "ConnectionRefused" in str(problem) or "gaierror" in str(problem)
        said = rules.without_addresses(str(problem), parcel.address)
        return Answer(rules.TROUBLE if refused else rules.SOFT, said)
