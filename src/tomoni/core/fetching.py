"""Reads a file from an address that somebody typed, without becoming their hand in our own network.

An address in a form is a request our machine makes. So only https, only machines of the open
internet, and the connection goes to the very number that was looked at: a name that points outside
when it is asked and inside when it is used (DNS rebinding) changes nothing. Each address of a
redirect is looked at in the same way. Size and time are limited as a whole, also for a machine
that sends one byte a second.
"""

import http.client
import socket
import ssl
from collections.abc import Collection
from contextlib import ExitStack, suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Timer
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.translation import gettext as _

MOST_HOPS = 3
AWAY = {301, 302, 303, 307, 308}
_CHUNK = 65536
# Addresses of the old internet carried in new ones by a gateway of the network (RFC 6052, RFC 8215).
_CARRIED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


class NotFetched(Exception):
    """Why there is no file, in a sentence for whoever typed the address."""


def fetch(url: str, *, most_bytes: int, seconds: float, known: Collection[str] = ()) -> bytes:
    """The bytes behind an address.

    Args:
        most_bytes: More than this is refused, not cut.
        seconds: For one address as a whole; asking for its number takes as long as the system lets it.
        known: Names of machines in the town's own network that may be read, with http too.

    Raises:
        NotFetched: with a sentence that says what to do next.
    """
    for _hop in range(MOST_HOPS + 1):
        if why := why_not(url, known=known):
            raise NotFetched(why)
        answer = _ask(urlsplit(url), most_bytes=most_bytes, seconds=seconds, known=known)
        if isinstance(answer, bytes):
            return answer
        url = urljoin(url, answer)
    raise NotFetched(_("アドレスが次々に別の所へ移ります。開いた先のアドレスを書いてください。"))


def why_not(url: str, *, known: Collection[str] = ()) -> str | None:
    """What is wrong with an address as it is written; nobody is asked anything yet."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if host in known and parts.scheme in ("http", "https"):
        return None
    if parts.scheme != "https" or not host or not url.isascii() or any(c <= " " for c in url):
        return _("https:// で始まるアドレスを書いてください。")
    if parts.username is not None or parts.password is not None:
        return _("名前や合言葉の入ったアドレスは読めません。「秘密のアドレス」を書いてください。")
    if port not in (None, 443):
        return _("このアドレスは読めません。番号（:8080 など）のないアドレスを書いてください。")
    return None


def is_open(address: str) -> bool:
    """Whether a number belongs to a machine of the open internet."""
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if any(found in net for net in _CARRIED):
            found = IPv4Address(int(found) & 0xFFFFFFFF)
        elif carried := found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]:
            found = carried
    return found.is_global and not found.is_multicast


def _number(host: str, port: int, *, known: Collection[str]) -> str:
    """The number to connect to. One closed number among open ones is enough to refuse the name."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched(_("アドレスの相手が見つかりません。つづりを確かめてください。")) from None
    numbers = [str(row[4][0]) for row in rows]
    if host not in known and not all(is_open(one) for one in numbers):
        raise NotFetched(
            _(
                "このアドレスは町の中の機械を指しているので、読めません。ファイルに書き出して取り込むか、システムの担当に許可を頼んでください。"
            )
        )
    return numbers[0]


def _ask(
    parts: SplitResult, *, most_bytes: int, seconds: float, known: Collection[str]
) -> bytes | str:
    """The file, or the address it has moved to."""
    host = (parts.hostname or "").rstrip(".")
    is_safe = parts.scheme == "https"
    port = parts.port or (443 if is_safe else 80)
    number = _number(host, port, known=known)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with ExitStack() as stack:
        try:
            connection, line = _connect(stack, host, port, number, is_safe=is_safe, seconds=seconds)
            connection.request(
                "GET", path, headers={"Accept-Encoding": "identity", "User-Agent": "Tomoni"}
            )
            answer = connection.getresponse()
            if answer.status in AWAY and (to := answer.headers.get("Location")):
                return to
            if answer.status != 200:
                raise NotFetched(
                    _(
                        "相手が「%(status)s」と答えました。アドレスがいまも使えるか確かめてください。"
                    )
                    % {"status": answer.status}
                )
            return _read(answer, most_bytes, line)
        except ssl.SSLCertVerificationError as problem:
            raise NotFetched(
                _("相手の証明書を確かめられないので、読みません。アドレスを確かめてください。")
            ) from problem
        except (OSError, http.client.HTTPException, ValueError) as problem:
            raise NotFetched(_("相手が答えません。あとでもう一度ためしてください。")) from problem


def _read(answer: http.client.HTTPResponse, most_bytes: int, line: "Line") -> bytes:
    found = bytearray()
    while chunk := answer.read1(_CHUNK):
        found += chunk
        if len(found) > most_bytes:
            raise NotFetched(
                _("ファイルが大きすぎます。%(most)sMBまでにしてください。")
                % {"most": most_bytes // 2**20}
            )
    if answer.length or line.is_late:
        raise http.client.IncompleteRead(bytes(found))
    return bytes(found)


def _connect(
    stack: ExitStack, host: str, port: int, number: str, *, is_safe: bool, seconds: float
) -> tuple[http.client.HTTPConnection, "Line"]:
    """A connection to this number that speaks to, and proves itself as, this name.

    A socket's own limit begins anew with each byte, so a timer hangs up as well. What was read until
    then is not taken for a whole file.
    """
    sock = stack.enter_context(socket.create_connection((number, port), seconds))
    line = Line(sock)
    end = Timer(seconds, line.hang_up)
    end.daemon = True
    end.start()
    stack.callback(end.cancel)
    if not is_safe:
        made = http.client.HTTPConnection(host, port)
    else:
        context = ssl.create_default_context()
        made = http.client.HTTPSConnection(host, port, context=context)
        safe = context.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
        line.sock = stack.enter_context(safe)
        safe.do_handshake()
    made.sock = line.sock
    return made, line


class Line:
    """A socket that can be hung up from the timer's thread."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock, self.is_late = sock, False

    def hang_up(self) -> None:
        self.is_late = True
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
