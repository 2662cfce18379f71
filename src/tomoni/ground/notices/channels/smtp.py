"""One conversation with the mail server, kept open for many mails, that never waits by itself.

`begin` says the first words, `hear` is called when the server has answered and says the next ones.
One thread can so hold several conversations (crew.py); a thread for each was half as fast, because
they stood in each other's way.
"""

import contextlib
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings

MOST_HEARD = 100_000
OPENING_PATIENCE = 2  # Of the time for one answer, for greeting, TLS and signing in together.
BODY_PATIENCE = 8  # Mail servers look into a mail before they answer for it.


class Said(NamedTuple):
    """The answer that decides about one mail; `of_address` when it was given to RCPT."""

    code: int
    words: str
    of_address: bool


class Conversation:
    """Opened before the first mail. Where the server offers PIPELINING the sender, the reader and
    DATA go in one packet."""

    def __init__(self) -> None:
        secure = ssl.create_default_context()
        host, port, wait = settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT
        smtp: smtplib.SMTP
        if settings.EMAIL_USE_SSL:
            smtp = smtplib.SMTP_SSL(timeout=wait, context=secure)
        else:
            smtp = smtplib.SMTP(timeout=wait)
        smtp._host = host  # type: ignore[attr-defined]  # STARTTLS compares the name with it.
        # smtplib waits so long for each piece; who sends a letter now and then is cut off here.
        cut_off = threading.Timer(wait * OPENING_PATIENCE, _hang_up, [smtp])
        cut_off.daemon = True
        cut_off.start()
        try:
            smtp.connect(host, port)
            smtp.ehlo_or_helo_if_needed()
            if settings.EMAIL_USE_TLS:
                smtp.starttls(context=secure)
                smtp.ehlo()
            if settings.EMAIL_HOST_USER:
                smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        except BaseException:
            smtp.close()
            raise
        finally:
            cut_off.cancel()
        assert smtp.sock is not None
        self._smtp, self.socket = smtp, smtp.sock
        self._pipelines = smtp.has_extn("pipelining")
        self._heard = b""
        self._answers: list[tuple[int, str]] = []
        self._awaited = 0
        self._steps: list[bytes] = []
        self._decided: Said | None = None
        self._body: bytes | None = None
        self._before_body: Callable[[], None] = lambda: None
        self.deadline = 0.0

    def begin(self, sender: str, to: str, data: bytes, before_body: Callable[[], None]) -> None:
        """Begin to hand over one mail.

        Args:
            data: The whole mail with CRLF, no line of which begins with a dot.
            before_body: Called at the last moment at which nothing has been handed over yet.
        """
        steps = (f"MAIL FROM:<{sender}>\r\n", f"RCPT TO:<{to}>\r\n", "DATA\r\n")
        self._steps = [step.encode("ascii") for step in steps]
        self._body, self._before_body = data, before_body
        self._decided, self._answers = None, []
        if self._pipelines:
            words, self._steps = b"".join(self._steps), []
            self._say(words, 3)
        else:
            self._say(self._steps.pop(0), 1)

    def hear(self) -> Said | None:
        """Read what has come and go on; gives the decision when the mail is through.

        Raises:
            OSError, smtplib.SMTPException: The conversation broke.
        """
        self._read()
        if len(self._answers) < self._awaited:
            return None
        if self._decided is not None:
            return self._decided  # The server has agreed to forget the refused mail.
        if self._body is None:
            return Said(*self._answers[-1], False)
        refused = next((i for i, (code, _w) in enumerate(self._answers) if code >= 400), None)
        if refused is not None:
            return self._refused(refused)
        if self._steps:
            self._say(self._steps.pop(0), self._awaited + 1)
            return None
        self._before_body()
        # In one piece: a second small packet would wait for the other side's late answer (Nagle).
        data, self._body = self._body, None
        tail = b".\r\n" if data.endswith(b"\r\n") else b"\r\n.\r\n"
        self._say(data + tail, self._awaited + 1, patience=BODY_PATIENCE)
        return None

    def _refused(self, step: int) -> Said | None:
        code, words = self._answers[step]
        decided = Said(code, words, step == 1)
        if code == 421:
            return decided
        self._decided = decided
        # RFC 2920 §3.1: DATA may stand although nobody was accepted; a dot ends it.
        stands = len(self._answers) == 3 and self._answers[2][0] == 354
        self._say(b".\r\n" if stands else b"RSET\r\n", self._awaited + 1)
        return None

    def _say(self, words: bytes, awaited: int, *, patience: int = 1) -> None:
        self._awaited = awaited
        self.deadline = time.monotonic() + settings.EMAIL_TIMEOUT * patience
        self.socket.sendall(words)

    def _read(self) -> None:
        more = self.socket.recv(16384)
        while isinstance(self.socket, ssl.SSLSocket) and self.socket.pending():
            more += self.socket.recv(16384)
        if not more or len(self._heard) > MOST_HEARD:
            raise smtplib.SMTPServerDisconnected("the mail server closed the conversation")
        *lines, self._heard = (self._heard + more).split(b"\n")
        for line in lines:
            if not line[:3].isdigit():
                raise smtplib.SMTPServerDisconnected("this is no mail server")
            if line[3:4] != b"-":
                words = line[4:].strip().decode("utf-8", "replace")
                self._answers.append((int(line[:3]), words))

    def close(self) -> None:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            self.socket.sendall(b"QUIT\r\n")
        self.drop()

    def drop(self) -> None:
        """Leave a broken conversation without a word."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)
        self._smtp.close()


def _hang_up(smtp: smtplib.SMTP) -> None:
    if smtp.sock is not None:
        with contextlib.suppress(OSError):
            smtp.sock.shutdown(socket.SHUT_RDWR)
