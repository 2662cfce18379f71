"""Reading what mail servers send back: RFC 3464 reports, and the older letters in plain words."""

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from uuid import UUID

from tomoni.ground.notices import rules

_ID = r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"
_MESSAGE_ID = re.compile(rf"Message-ID:\s*<({_ID})@", re.IGNORECASE)
_VERP = re.compile(r"\+([0-9a-f]{32})@")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_NOBODY = re.compile(
    r"user unknown|unknown user|no such user|no such recipient|does not exist|mailbox unavailable"
    r"|invalid recipient|address not found|宛先.{0,10}(不明|見つかり)|存在しない",
    re.IGNORECASE,
)
_FULL = re.compile(r"mailbox.{0,20}full|over.?quota|quota exceeded|容量", re.IGNORECASE)
MOST_READ = 2_000_000
ADDRESSES = ("To", "Delivered-To", "X-Original-To", "Envelope-To")


@dataclass(frozen=True)
class Bounce:
    """What came back.

    Args:
        delivery: Whose mail it was; None when that cannot be told.
        action: failed, delayed, or none (an answer of a person or of their holiday).
        hard: The address itself is at fault.
        said: Status and a few words, without the address.
    """

    delivery: UUID | None
    action: str
    hard: bool
    said: str


def read(data: bytes) -> Bounce:
    """Read one mail that came back."""
    message = email.message_from_bytes(data[:MOST_READ], policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    delivery = _delivery(message, data)
    if (report := _report(message)) is not None:
        action, status, words = report
        if action not in {"failed", "delayed"}:
            return Bounce(delivery, "none", False, status)
        hard = action == "failed" and rules.is_bad_address(status)
        if status in {"5.0.0", ""} and _NOBODY.search(words):
            hard = action == "failed"
        return Bounce(delivery, action, hard, f"{status} {_tidy(words)}".strip()[:200])
    return _in_plain_words(message, delivery)


def _report(message: EmailMessage) -> tuple[str, str, str] | None:
    """Action, status and words of the first recipient that failed, else of the first at all."""
    found: list[tuple[str, str, str]] = []
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if not block.get("Action"):
                continue
            action = str(block["Action"]).strip().lower().split()[0]
            status = _STATUS.search(str(block.get("Status", "")))
            words = str(block.get("Diagnostic-Code", ""))
            inner = _STATUS.search(words)
            known = status[1] if status else ""
            if known.endswith(".0.0") and inner:
                known = inner[1]  # The diagnostic says it more exactly.
            found.append((action, known, words))
    failed = [one for one in found if one[0] == "failed"]
    return next(iter(failed or found), None)


def _in_plain_words(message: EmailMessage, delivery: UUID | None) -> Bounce:
    """Servers that write prose: only a mail without a sender, about a mail of ours, counts."""
    sender = str(message.get("From", "")).lower()
    robot = "mailer-daemon" in sender or "postmaster" in sender
    answered = str(message.get("Auto-Submitted", "no")).lower().startswith("auto-replied")
    if not robot or answered or delivery is None:
        return Bounce(delivery, "none", False, "")
    body = message.get_body(("plain", "html"))
    words = ""
    if body is not None:
        try:
            words = str(body.get_content())[:20_000]
        except (LookupError, ValueError):  # A character set nobody knows.
            words = ""
    status = _STATUS.search(words)
    full = bool(_FULL.search(words))
    hard = not full and bool(_NOBODY.search(words) or (status and rules.is_bad_address(status[1])))
    return Bounce(delivery, "failed", hard, status[1] if status else "")


def _delivery(message: EmailMessage, data: bytes) -> UUID | None:
    """The delivery's number: in the address it came back to, or in the mail enclosed."""
    for name in ADDRESSES:
        for value in message.get_all(name, []):
            if match := _VERP.search(str(value).lower()):
                return UUID(hex=match[1])
    match = _MESSAGE_ID.search(data[:MOST_READ].decode("latin-1"))
    return UUID(match[1]) if match else None


def _tidy(words: str) -> str:
    """The diagnostic without addresses: what is written down is kept for ever."""
    return rules.without_addresses(words.replace("smtp;", ""))
