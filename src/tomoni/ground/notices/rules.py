"""When a notice goes out, by which way, and what an answer of the other side means."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

DAY = 24 * 60
# Telephones ring at night; these hours are quiet until somebody chooses others.
QUIET_FROM, QUIET_UNTIL = 21 * 60, 7 * 60
COSTLY = frozenset({"letter", "sms"})
LOUD = frozenset({"push", "line", "sms"})

FIRST_WAIT = timedelta(minutes=5)  # Greylisting lets a second try pass after some minutes.
LONGEST_WAIT = timedelta(hours=4)
GIVE_UP_AFTER = timedelta(days=5)  # RFC 5321 §4.5.4.1: at least four to five days.
LONGEST_PAUSE = timedelta(minutes=15)  # Of a channel whose other side is shut.
SOFT_BOUNCES = 3
SOFT_WITHIN = timedelta(days=60)

ACCEPTED, SOFT, HARD, TROUBLE = "accepted", "soft", "hard", "trouble"
UNCLEAR, UNSENT = "unclear", "unsent"
# Statuses (RFC 3463) that speak of a mailbox that does not exist or is closed for good.
BAD_ADDRESS = ("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4")

LONGEST_SAID = 200  # Characters; the column that keeps an answer has no more.
# A mail address as servers write it: in brackets or bare, quoted, with %40 in a link.
_MAIL = re.compile(
    r"""<?(?:"[^"\r\n]{1,80}"|[^\s<>()\[\]{},;:"'`]{1,100})(?:@|%40)"""
    r"""[^\s<>()\[\]{},;:"'`?&]{1,260}>?""",
    re.IGNORECASE,
)
_CODES = re.compile(r"^\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3})?(?!\S)")


def route(
    *,
    allowed: tuple[str, ...],
    reach: Mapping[str, str],
    chosen: str,
    wanted: Iterable[str],
    must_arrive: bool,
    by_letter: bool = False,
) -> list[str]:
    """The channels to try, in order.

    Args:
        allowed: The kind's channels in its own order.
        reach: Channel to address, only those by which this person can be reached.
        chosen: What the person chose for this kind: a channel, ``off``, or nothing.
        wanted: The person's own order for everything.
        must_arrive: It may not be switched off, and tries every way in turn.
        by_letter: Paper is tried last though it may be switched off: members without mail.
    """
    if chosen == "off" and not must_arrive:
        return []
    order = [chosen] if chosen not in {"", "off"} else []
    order += [channel for channel in wanted if channel not in order]
    # Paper and text messages cost money: what people may switch off uses them only when chosen.
    costly = set() if must_arrive else COSTLY - ({"letter"} if by_letter else set())
    order += [channel for channel in allowed if channel not in order and channel not in costly]
    return [channel for channel in order if channel in allowed and reach.get(channel)]


def is_quiet(minute: int, start: int, end: int) -> bool:
    """Whether a minute of the day lies in hours that may go over midnight."""
    if start == end:
        return False
    return start <= minute < end if start < end else minute >= start or minute < end


def not_before(local: datetime, start: int, end: int) -> datetime:
    """The same moment, or the end of the quiet hours it falls into (in local time)."""
    minute = local.hour * 60 + local.minute
    if not is_quiet(minute, start, end):
        return local
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    morning = midnight + timedelta(minutes=end)
    return morning if morning > local else morning + timedelta(days=1)


def next_digest(local: datetime, minute: int) -> datetime:
    """The next time the daily mail goes out."""
    today = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(minutes=minute)
    return today if today > local else today + timedelta(days=1)


def wait_before(tries: int) -> timedelta:
    """How long after this many tries of one delivery."""
    return min(FIRST_WAIT * (1 << min(tries - 1, 12)), LONGEST_WAIT)


def meaning_of_smtp(code: int) -> str:
    """What an SMTP answer to one message means; 421 closes the whole conversation."""
    if 200 <= code < 300:
        return ACCEPTED
    if code in {421, 432, 454, 530, 534, 535}:
        return TROUBLE  # Shut, or our own way of signing in: nobody's address is at fault.
    return SOFT if 400 <= code < 500 else HARD


def meaning_of_http(status: int, *, again_is_accepted: bool = False) -> str:
    """What an HTTP answer of a gateway means.

    Args:
        again_is_accepted: 409 says that it already took this message under this key.
    """
    if 200 <= status < 300 or (status == 409 and again_is_accepted):
        return ACCEPTED
    if status in {401, 403, 407}:
        return TROUBLE
    if status in {408, 425, 429} or status >= 500:
        return SOFT
    return HARD


def is_bad_address(said: str) -> bool:
    """Whether an enhanced status code speaks of the address itself."""
    return any(said.startswith(code) or f" {code}" in said for code in BAD_ADDRESS)


def without_addresses(said: str, address: str = "") -> str:
    """What another server said, without any address in it: answers are kept for ever.

    A server may write the address in other letters than ours, another one to which the mail was
    passed on, or only the part before the @ ("User <haru> unknown"). Its codes stay as they are.

    Args:
        address: Where the message was sent: a mail address, a telephone number, or a name at LINE.
    """
    flat = " ".join(said.split())
    head = found[0] if (found := _CODES.match(flat)) else ""
    rest = flat[len(head) :]
    if "@" in rest or "%40" in rest:
        rest = _MAIL.sub("…", rest)
    local = address.partition("@")[0]
    for word in sorted({address, local, local.partition("+")[0]} - {""}, key=len, reverse=True):
        if word.casefold() in rest.casefold():
            rest = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "…", rest, flags=re.IGNORECASE)
    return (head + rest)[:LONGEST_SAID]


def cut(text: str, most: int) -> str:
    """At most so many characters, ending with an ellipsis where something was left out."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"
