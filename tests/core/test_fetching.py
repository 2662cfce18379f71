"""Reading an address somebody typed: real servers on this machine, and addresses that must not be asked."""

import http.server
import ssl
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tomoni.core import fetching

HERE = ("127.0.0.1", "localhost")
FILE = b"BEGIN:VCALENDAR\nEND:VCALENDAR\n"


class Answer(http.server.BaseHTTPRequestHandler):
    """What a calendar's machine may do, by the path it is asked."""

    def do_GET(self):
        getattr(self, "do_" + self.path.strip("/").split(".")[0].split("?")[0])()

    def _say(self, status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def do_mine(self):
        self._say(**{"Content-Length": str(len(FILE))})
        self.wfile.write(FILE)

    def do_moved(self):
        self._say(302, Location="/mine.ics")

    def do_inside(self):
        self._say(302, Location="https://10.0.0.1/secret")

    def do_round(self):
        self._say(302, Location="/round")

    def do_gone(self):
        self._say(410)

    def do_large(self):
        self._say()
        for _n in range(40):
            self.wfile.write(b"x" * 65536)

    def do_half(self):
        self._say(**{"Content-Length": "1000"})
        self.wfile.write(FILE)

    def do_drip(self):
        self._say()
        for _n in range(100):
            self.wfile.write(b"B")
            self.wfile.flush()
            time.sleep(0.1)

    def do_slow(self):
        for _n in range(100):
            self.wfile.write(b"H")
            self.wfile.flush()
            time.sleep(0.1)

    def handle(self):
        try:
            super().handle()
        except OSError:
            return  # Our own side hung up.

    def log_message(self, *_args):
        pass


@contextmanager
def serving(context=None):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.daemon_threads = True
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def port():
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for "localhost" that signs itself, as a file with its key and one without."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("certificate")
    public = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "public.pem").write_bytes(public)
    (folder / "both.pem").write_bytes(secret + public)
    return folder


def get(url, *, seconds=5.0, known=HERE, most_bytes=2**20):
    return fetching.fetch(url, most_bytes=most_bytes, seconds=seconds, known=known)


def test_a_file_and_one_that_moved(port):
    assert get(f"http://127.0.0.1:{port}/mine.ics?a=1") == FILE
    assert get(f"http://localhost:{port}/moved") == FILE


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("inside", "町の中の機械"),
        ("round", "次々に別の所へ"),
        ("gone", "「410」"),
        ("large", "1MBまで"),
        ("half", "答えません"),
    ],
)
def test_what_is_no_whole_file_is_said_in_words(port, path, words):
    with pytest.raises(fetching.NotFetched, match=words):
        get(f"http://127.0.0.1:{port}/{path}")


@pytest.mark.parametrize("path", ["drip", "slow"])
def test_a_machine_that_sends_a_byte_at_a_time_is_hung_up_on(port, path):
    begun = time.monotonic()
    with pytest.raises(fetching.NotFetched, match="答えません"):
        get(f"http://127.0.0.1:{port}/{path}", seconds=0.5)
    assert time.monotonic() - begun < 3


def test_nobody_listening_and_a_name_nobody_has(port):
    with pytest.raises(fetching.NotFetched, match="答えません"):
        get("http://127.0.0.1:1/mine.ics")
    with pytest.raises(fetching.NotFetched, match="見つかりません"):
        get("https://nobody.invalid/mine.ics")


def test_https_proves_whom_it_speaks_to(certificate, monkeypatch):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "both.pem")
    with serving(context) as port:
        with pytest.raises(fetching.NotFetched, match="証明書"):
            get(f"https://localhost:{port}/mine.ics")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "public.pem"))
        assert get(f"https://localhost:{port}/mine.ics") == FILE
        with pytest.raises(fetching.NotFetched, match="証明書"):  # It is for another name.
            get(f"https://127.0.0.1:{port}/mine.ics")


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0.0.0.0", "[::1]", "[::]",
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]", "[fd00::1]", "[fe80::1]",
        "[2002:a00:1::]", "localhost.",
    ],
)  # fmt: skip
def test_the_towns_own_network_is_never_asked(host, monkeypatch):
    asked = []
    monkeypatch.setattr(fetching.socket, "create_connection", lambda *known: asked.append(known))
    with pytest.raises(fetching.NotFetched, match=r"町の中の機械|見つかりません"):
        get(f"https://{host}/mine.ics", known=())
    assert not asked


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/x.ics", "file:///etc/passwd", "ftp://example.com/", "x", "", "https://",
        "https://user:word@example.com/x.ics", "https://example.com:22/", "https://example.com:x/",
        "https://exa mple.com/", "https://example.com/\r\nX: 1", "gopher://127.0.0.1/",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_before_anybody_is_asked(url):
    assert fetching.why_not(url)
    with pytest.raises(fetching.NotFetched):
        get(url, known=())


def test_the_open_internet_is_open():
    for number in ("8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808"):
        assert fetching.is_open(number), ip_address(number)
