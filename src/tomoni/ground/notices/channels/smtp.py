"""One conversation with the mail server, kept open for many mails."""

import contextlib
import smtplib
import socket
import ssl
from collections.abc import Callable

from django.conf import settings

MOST_HEARD = 100_000


class Conversation:
    """Opens when the first mail goes, and again after a mail server closed it.

    Where the server offers PIPELINING the sender, the reader and DATA go in one packet.
    """

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None
        self._socket: socket.socket | None = None
        self._heard = b""
        self._pipelines = False

    def send(
        self, sender: str, to: str, data: bytes, before_body: Callable[[], None]
    ) -> tuple[int, str, bool]:
        """Hand over one mail; gives code, words, and whether the address was what was refused.

        Args:
            data: The whole mail with CRLF, no line of which begins with a dot.
            before_body: Called at the last moment at which nothing has been handed over yet.

        Raises:
            OSError, smtplib.SMTPException: The conversation broke. When that was after
                `before_body`, nobody knows whether the mail was taken.
        """
        self._open()
        steps = [f"MAIL FROM:<{sender}>\r\n", f"RCPT TO:<{to}>\r\n", "DATA\r\n"]
        if self._pipelines:
            answers = self._ask("".join(steps).encode("ascii"), len(steps))
        else:
            answers = []
            for step in steps:
                answers += self._ask(step.encode("ascii"), 1)
                if answers[-1][0] >= 400:
                    break
        refused = next((i for i, (code, _said) in enumerate(answers) if code >= 400), None)
        if refused is not None:
            if len(answers) == len(steps) and answers[2][0] == 354:
                self._ask(b".\r\n", 1)  # RFC 2920 §3.1: DATA stood though nobody was accepted.
            elif answers[refused][0] != 421:
                self._ask(b"RSET\r\n", 1)
            code, said = answers[refused]
            return code, said, refused == 1
        before_body()
        # In one piece: a second small packet would wait for the other side's late answer (Nagle).
        tail = b".\r\n" if data.endswith(b"\r\n") else b"\r\n.\r\n"
        [(code, said)] = self._ask(data + tail, 1)
        return code, said, False

    def _ask(self, words: bytes, count: int) -> list[tuple[int, str]]:
        """Say something and hear so many answers. smtplib's own way costs twice the time."""
        assert self._socket is not None
        self._socket.sendall(words)
        found: list[tuple[int, str]] = []
        said: list[bytes] = []
        while len(found) < count:
            line, end, rest = self._heard.partition(b"\n")
            if not end:
                more = self._socket.recv(8192)
                if not more or len(self._heard) > MOST_HEARD:
                    raise smtplib.SMTPServerDisconnected("the mail server closed the conversation")
                self._heard += more
                continue
            self._heard = rest
            said.append(line[4:].strip())
            if line[3:4] != b"-":
                if not line[:3].isdigit():
                    raise smtplib.SMTPServerDisconnected("this is no mail server")
                found.append((int(line[:3]), b" ".join(said).decode("utf-8", "replace")))
                said = []
        return found

    def close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                smtp.quit()

    def drop(self) -> None:
        """Forget a broken conversation without a word."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    def _open(self) -> None:
        if self._smtp is not None:
            return
        secure = ssl.create_default_context()
        host, port, wait = settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT
        smtp: smtplib.SMTP
        if settings.EMAIL_USE_SSL:
            smtp = smtplib.SMTP_SSL(host, port, timeout=wait, context=secure)
        else:
            smtp = smtplib.SMTP(host, port, timeout=wait)
        try:
            smtp.ehlo_or_helo_if_needed()
            if settings.EMAIL_USE_TLS:
                smtp.starttls(context=secure)
                smtp.ehlo()
            if settings.EMAIL_HOST_USER:
                smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        except BaseException:
            smtp.close()
            raise
        self._pipelines = smtp.has_extn("pipelining")
        self._smtp, self._socket, self._heard = smtp, smtp.sock, b""
