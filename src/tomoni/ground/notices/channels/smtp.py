"""One conversation with the mail server, kept open for many mails."""

import contextlib
import smtplib
import ssl
from collections.abc import Callable

from django.conf import settings


class Conversation:
    """Opens when the first mail goes, and again after a mail server closed it.

    Where the server offers PIPELINING the sender, the reader and DATA go in one packet.
    """

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None
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
        smtp = self._open()
        steps = (f"MAIL FROM:<{sender}>", f"RCPT TO:<{to}>", "DATA")
        if self._pipelines:
            smtp.send("\r\n".join(steps) + "\r\n")
            answers = [smtp.getreply() for _step in steps]
        else:
            answers = []
            for step in steps:
                answers.append(smtp.docmd(step))
                if answers[-1][0] >= 400:
                    break
        refused = next((i for i, (code, _said) in enumerate(answers) if code >= 400), None)
        if refused is not None:
            if len(answers) == len(steps) and answers[2][0] == 354:
                smtp.send(b".\r\n")  # RFC 2920 §3.1: DATA stood although nobody was accepted.
                smtp.getreply()
            elif not self._pipelines or answers[2][0] >= 400:
                with contextlib.suppress(smtplib.SMTPException, OSError):
                    smtp.docmd("RSET")
            code, said = answers[refused]
            return code, _plain(said), refused == 1
        before_body()
        smtp.send(data if data.endswith(b"\r\n") else data + b"\r\n")
        smtp.send(b".\r\n")
        code, said = smtp.getreply()
        return code, _plain(said), False

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

    def _open(self) -> smtplib.SMTP:
        if self._smtp is not None:
            return self._smtp
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
        self._smtp = smtp
        return smtp


def _plain(said: bytes) -> str:
    return said.decode("utf-8", "replace")
