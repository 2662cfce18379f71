"""A real OpenID provider on this machine (oidc-provider of npm), and somebody who answers its page."""

import json
import shutil
import socket
import subprocess
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a-secret-of-tests-0123456789"


class Running:
    """The provider while it runs; `site` is the address our own program has."""

    def __init__(self, site: str, codes=("city", "card")) -> None:
        self.site = site
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.known = {
            "port": self.port,
            "redirects": [f"{site}/accounts/with/{code}/back/" for code in codes],
            "farewells": [f"{site}/accounts/signed-out/"],
        }
        self.start()

    def start(self) -> None:
        node = shutil.which("node")
        assert node and (ROOT / "node_modules/oidc-provider").is_dir(), "run `npm ci`"
        self.process = subprocess.Popen(
            [node, str(ROOT / "tests/identity/provider.mjs"), json.dumps(self.known)],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert any(line.strip() == "ready" for line in self.process.stdout)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)

    def tell(self, path: str, **what) -> None:
        requests.post(f"{self.issuer}/-/{path}", json=what, timeout=10).raise_for_status()

    def lie(self, lie: str) -> None:
        self.tell("lie", lie=lie)

    def knows(self, **people) -> None:
        self.tell("people", **people)

    def answer(self, url: str, sub: str, *, browser=None, **more) -> str:
        """Follow our link in a browser of its own; gives the address it sends back to us."""
        browser = browser or requests.Session()
        page = browser.get(url, allow_redirects=False, timeout=10)
        for _hop in range(6):
            assert page.status_code in {302, 303}, (page.status_code, page.text[:300])
            onward = urljoin(page.url, page.headers["location"])
            if onward.startswith(self.site):
                parts = urlsplit(onward)
                return f"{parts.path}?{parts.query}"
            if "/-/as/" in onward:
                page = browser.post(
                    onward, data={"sub": sub, **more}, allow_redirects=False, timeout=10
                )
            else:
                page = browser.get(onward, allow_redirects=False, timeout=10)
        raise AssertionError("the provider never sent us back")


def city_file(folder: Path, issuer: str, *entries: str) -> Path:
    """The town's own city.toml with these identity providers at its end."""
    path = folder / "city.toml"
    town = (ROOT / "config/city.toml").read_text(encoding="utf-8")
    path.write_text(town + "\n".join(("", *entries)).replace("ISSUER", issuer), encoding="utf-8")
    return path


CITY = """
[[identity]]
code = "city"
audience = "staff"
issuer = "ISSUER"
client_id = "tomoni"
name = "小樽市職員の認証"
name_easy = "市（し）の 人の 入口"
name_en = "City staff sign-in"
scopes = ["openid", "profile", "email", "staff"]
second_factor_acr = ["urn:two"]
second_factor_amr = ["hwk"]
"""
CARD = """
[[identity]]
code = "card"
audience = "residents"
issuer = "ISSUER"
client_id = "tomoni-open"
name = "マイナンバーカードの本人確認"
name_easy = "カードで かくにん"
name_en = "My Number Card check"
begins = true
"""
