"""A notice as a mail: built by hand, because it is built a hundred thousand times.

Its Message-ID is the delivery's own, so that a second copy sent after a crash is the same mail
to every mail server and reader that looks.
"""

import base64
import html
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from functools import lru_cache

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import translation
from django.utils.translation import gettext as _

from tomoni.core.city import city
from tomoni.ground.notices import kinds, rules, tokens
from tomoni.ground.notices.channels import Answer, Finish, Parcel
from tomoni.ground.notices.channels.crew import Answers, Crew, Task
from tomoni.ground.notices.channels.journal import Journal
from tomoni.ground.notices.models import Wording

_LINK = re.compile(r"(https?://[^\s<>&]+)")


def message_id(parcel: Parcel) -> str:
    return f"<{parcel.id}@{_domain()}>"


def sender_of(parcel: Parcel) -> str:
    """The envelope's sender: bounces come back with the delivery's number in it (VERP)."""
    if not settings.BOUNCE_ADDRESS:
        return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    name, _at, domain = settings.BOUNCE_ADDRESS.partition("@")
    return f"{name}+{parcel.id.hex}@{domain}"


def build(parcel: Parcel, at: datetime) -> bytes:
    """The whole mail, every line ended by CRLF and none beginning with a dot."""
    words = words_of(parcel.wording)
    greeting = _greeting(words.language, parcel.name)
    stop = tokens.stop_url(parcel.notice) if _may_stop(parcel.kind) else ""
    foot = _foot(words.language, stop)
    text = f"{greeting}{words.text}\n\n-- \n{foot}\n"
    boundary = f"b{parcel.id.hex}"
    head = [
        f"From: {_from(words.language)}",
        f"To: {parcel.address}",
        f"Subject: {_encoded(words.subject)}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: {message_id(parcel)}",
        "Auto-Submitted: auto-generated",
        f"Content-Language: {'en' if words.language == 'en' else 'ja'}",
    ]
    if stop:
        head += [f"List-Unsubscribe: <{stop}>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"]
    head += ["MIME-Version: 1.0", f'Content-Type: multipart/alternative; boundary="{boundary}"']
    parts = []
    for kind, body in (("plain", text), ("html", _html(words.language, text))):
        parts.append(
            f'--{boundary}\r\nContent-Type: text/{kind}; charset="utf-8"\r\n'
            f"Content-Transfer-Encoding: base64\r\n\r\n{_base64(body)}"
        )
    return ("\r\n".join(head) + "\r\n\r\n" + "\r\n".join(parts) + f"\r\n--{boundary}--\r\n").encode(
        "ascii"
    )


def begin(parcels: list[Parcel], at: datetime, journal: Journal) -> Finish:
    """Hand a heap to the crew; the answers are asked for later, while the next heap goes out."""
    if "smtp" not in settings.EMAIL_BACKEND:
        return lambda: list(_by_other_means(parcels, at))
    answers = Answers(len(parcels))
    _crew().work.put([Task(parcel, at, journal, answers) for parcel in parcels])
    return answers.all


_crews: list[Crew] = []


def _crew() -> Crew:
    if not _crews or _crews[0].shut:
        end()
        _crews.append(Crew(settings.MAIL_CONNECTIONS, build, sender_of))
    return _crews[0]


def end() -> None:
    """Say goodbye to the mail server."""
    while _crews:
        _crews.pop().end()


class _AsBuilt(EmailMessage):
    """A mail that is already written, for the backends that keep mails in files or in memory."""

    def __init__(self, data: bytes, subject: str, body: str, sender: str, to: str) -> None:
        super().__init__(subject, body, sender, [to])
        self.data = data

    def message(self, *, policy: object = None) -> object:  # type: ignore[override]
        import email
        import email.policy

        return email.message_from_bytes(self.data, policy=email.policy.SMTP)


def _by_other_means(parcels: Iterable[Parcel], at: datetime) -> Iterator[tuple[Parcel, Answer]]:
    with get_connection() as connection:
        for parcel in parcels:
            words = words_of(parcel.wording)
            sender = settings.DEFAULT_FROM_EMAIL
            mail = _AsBuilt(build(parcel, at), words.subject, words.text, sender, parcel.address)
            try:
                connection.send_messages([mail])
            except OSError as problem:
                said = rules.without_addresses(str(problem), parcel.address)
                yield parcel, Answer(rules.TROUBLE, said)
            else:
                yield parcel, Answer(rules.ACCEPTED, "kept")


@lru_cache(maxsize=200)
def words_of(pk: int) -> Wording:
    return Wording.objects.get(pk=pk)


def forget_words() -> None:
    """Between two heaps of work; the rows of tests have the same numbers again and again."""
    words_of.cache_clear()


def prepare(parcels: Iterable[Parcel]) -> None:
    """Read the wordings here, because the threads must not ask the database."""
    for pk in {parcel.wording for parcel in parcels}:
        words_of(pk)


@lru_cache(maxsize=100)
def _may_stop(kind: str) -> bool:
    return kinds.get(kind).may_be_switched_off


@lru_cache(maxsize=8)
def _from(language: str) -> str:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    town = city()
    title = town.site_title_en if language == "en" else town.site_title
    return formataddr((name or title, address), charset="utf-8")


@lru_cache(maxsize=1)
def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"


@lru_cache(maxsize=500)
def _encoded(subject: str) -> str:
    return Header(subject, "utf-8", maxlinelen=70, header_name="Subject").encode(linesep="\r\n")


def _greeting(language: str, name: str) -> str:
    if not name:
        return ""
    return f"Dear {name},\n\n" if language == "en" else f"{name} 様\n\n"


@lru_cache(maxsize=8)
def _foot_words(language: str) -> tuple[str, str]:
    town = city()
    title = town.site_title_en if language == "en" else town.site_title
    with translation.override(language):
        first = _("このメールは %(title)s が送りました。電話：%(phone)s") % {
            "title": title,
            "phone": town.phones[0].phone,
        }
        change = _("受け取り方を変える：%(url)s") % {"url": f"{settings.SITE_URL}/me/notices/"}
        stop = _("このお知らせをやめる：")
    return f"{first}\n{change}", stop


def _foot(language: str, stop: str) -> str:
    words, label = _foot_words(language)
    return f"{words}\n{label}{stop}" if stop else words


def _html(language: str, text: str) -> str:
    """The same words as small HTML: paragraphs and links, nothing loaded from anywhere."""
    paragraphs = [
        "<p>" + _LINK.sub(r'<a href="\1">\1</a>', html.escape(p, quote=False)).replace("\n", "<br>")
        for p in text.strip().split("\n\n")
    ]
    spoken = "en" if language == "en" else "ja"
    return (
        f'<!doctype html><html lang="{spoken}"><meta charset="utf-8">'
        '<body style="font:16px/1.8 sans-serif;max-width:40em;margin:1em auto;padding:0 1em">'
        + "\n".join(paragraphs)
        + "</body></html>\n"
    )


def _base64(body: str) -> str:
    data = base64.b64encode(body.replace("\n", "\r\n").encode()).decode("ascii")
    return "\r\n".join(data[i : i + 76] for i in range(0, len(data), 76))
