"""What the phone keeps: the list for the service worker, and the web manifest."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.urls import reverse

from tomoni.core.city import city
from tomoni.web import vendor

HERE = Path(__file__).resolve().parent
SHELL = (
    "web/css/tokens.css",
    "web/css/base.css",
    "web/css/shell.css",
    "web/css/components.css",
    "web/css/forms.css",
    "web/css/print.css",
    "web/shell.js",
    "web/icon.svg",
)


@cache
def script() -> str:
    """The worker's code with the list of files it keeps; a new list makes a new version."""
    code = (HERE / "static/web/worker.js").read_text(encoding="utf-8")
    keep = [
        static(vendor.path_of("@digital-go-jp/design-tokens", "tokens.css")),
        static(vendor.path_of("htmx.org", "htmx.min.js")),
        *(static(path) for path in SHELL),
    ]
    stamp = hashlib.sha256((code + "".join(keep) + _contents()).encode()).hexdigest()[:12]
    facts = {"version": stamp, "keep": keep, "offline": reverse("web:offline")}
    return f"self.SHELL = {json.dumps(facts)};\n{code}"


def _contents() -> str:
    """A stamp of the files themselves, for installations without hashed names."""
    digest = hashlib.sha256()
    for path in SHELL:
        digest.update((HERE / "static" / path).read_bytes())
    return digest.hexdigest()


def manifest() -> dict[str, object]:
    town = city()
    return {
        "name": f"{town.site_title}（{town.name}）",
        "short_name": town.site_title,
        "lang": "ja",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": "#06323c",
        "icons": [
            {"src": static("web/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("web/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {
                "src": static("web/icon-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "any maskable",
            },
        ],
        "shortcuts": [{"name": "停電・圏外のときの連絡先", "url": reverse("web:offline")}],
    }
