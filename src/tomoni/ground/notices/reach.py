"""By which addresses people can be reached now, asked for many at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings

from tomoni.core.phones import read_phone
from tomoni.ground.notices.kinds import Kind
from tomoni.ground.notices.models import (
    Choice,
    LineLink,
    Preference,
    PushSubscription,
    Suppression,
)
from tomoni.ground.notices.recipients import Recipient

MOBILE = ("070", "080", "090")


@dataclass
class Known:
    """What is known of a heap of recipients, read with a handful of questions."""

    preferences: dict[str, Preference] = field(default_factory=dict)
    choices: dict[str, Choice] = field(default_factory=dict)
    suppressed: set[tuple[str, str]] = field(default_factory=set)
    with_push: set[str] = field(default_factory=set)
    line: dict[str, str] = field(default_factory=dict)


def known_of(recipients: Iterable[Recipient], kind: Kind) -> Known:
    people = list(recipients)
    names = {word for one in people for word in (one.identity, one.former) if word}
    users = [one.account.pk for one in people if one.account]
    mails = {one.mail.lower() for one in people if one.mail}
    found = Known(
        preferences={p.recipient: p for p in Preference.objects.filter(pk__in=names)},
        choices={
            c.recipient: c for c in Choice.objects.filter(recipient__in=names, kind=kind.code)
        },
        suppressed=set(
            Suppression.objects.filter(address__in=mails).values_list("channel", "address")
        ),
    )
    if users and "push" in kind.channels:
        found.with_push = {
            str(pk)
            for pk in PushSubscription.objects.filter(user__in=users).values_list(
                "user_id", flat=True
            )
        }
    if users and "line" in kind.channels and settings.LINE_TOKEN:
        links = LineLink.objects.filter(user__in=users).exclude(line_id=None)
        found.line = {str(user): str(line) for user, line in links.values_list("user", "line_id")}
    return found


def reach(to: Recipient, known: Known) -> dict[str, str]:
    """Channel to address, only what works."""
    found: dict[str, str] = {}
    mail = to.mail
    if mail and ("mail", mail.lower()) not in known.suppressed and _is_one_line(mail):
        found["mail"] = mail
    if to.account:
        account = str(to.account.pk)
        if account in known.with_push:
            found["push"] = account
        if account in known.line:
            found["line"] = known.line[account]
    if settings.SMS_URL and (number := mobile(to.telephone)):
        found["sms"] = number
    postcode, address = to.postal
    if address:
        found["letter"] = f"{postcode}\n{address}"[:400]
    return found


def mobile(phone: str) -> str:
    """The number as gateways want it, ``+8190…``; '' when it is no mobile phone."""
    read = read_phone(phone) if phone else None
    digits = "".join(c for c in (read.value.number if read and read.value else "") if c.isdigit())
    return f"+81{digits[1:]}" if digits.startswith(MOBILE) and len(digits) == 11 else ""


def _is_one_line(address: str) -> bool:
    """No line break, no blank and exactly one @: nothing that could add a header."""
    return address.isascii() and address.count("@") == 1 and not any(c.isspace() for c in address)
