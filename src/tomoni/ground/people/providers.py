"""The identity providers a town trusts for signing in: `[[identity]]` of city.toml, checked at start.

The secret that a provider gave us lies in the environment, never in that file:
TOMONI_IDENTITY_SECRET_<CODE>.
"""

import re
import tomllib
from dataclasses import MISSING, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from django.conf import settings

STAFF, RESIDENTS = "staff", "residents"
AT_HOME = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Provider:
    """One provider.

    Attributes:
        code: Its word in our addresses; part of the redirect address registered there.
        audience: Whose sign-in page shows it. Only a provider of residents may begin accounts.
        issuer: Its name exactly as it writes it into its tokens; discovery starts from here.
        second_factor_acr: Values of `acr` that count as a second factor; they are asked for.
        second_factor_amr: Values of `amr`, one of which counts as a second factor.
        match_claim: The claim whose address leads to the account that confirmed this address;
            empty: an account is linked only by somebody who is signed in.
        begins: Whether somebody unknown gets an account.
    """

    code: str
    audience: Literal["staff", "residents"]
    issuer: str
    client_id: str
    name: str
    name_easy: str = ""
    name_en: str = ""
    secret: str = ""
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    second_factor_acr: tuple[str, ...] = ()
    second_factor_amr: tuple[str, ...] = ()
    match_claim: str = ""
    begins: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError naming the key that is wrong."""
        for field in fields(self):
            value = getattr(self, field.name)
            wanted = type(field.default) if field.default is not MISSING else str
            fits = isinstance(value, wanted)
            if wanted is tuple:
                fits = fits and all(isinstance(word, str) and word for word in value)
            if not fits:
                raise ValueError(field.name)
        address = urlsplit(self.issuer)
        is_safe = address.scheme == "https" or (
            address.hostname in AT_HOME and not settings.PRODUCTION
        )
        for name, fits in (
            ("code", re.fullmatch(r"[a-z][a-z0-9-]{0,30}", self.code)),
            ("audience", self.audience in (STAFF, RESIDENTS)),
            ("issuer", is_safe and address.hostname and not address.query),
            ("client_id", self.client_id.strip()),
            ("name", self.name.strip()),
            ("scopes", "openid" in self.scopes),
            ("begins", not self.begins or self.audience == RESIDENTS),
        ):
            if not fits:
                raise ValueError(name)

    def said(self, language: str) -> str:
        """Its name for readers of this language."""
        other = {"en": self.name_en, "ja-easy": self.name_easy}.get(language, "")
        return other or self.name


@cache
def known() -> dict[str, Provider]:
    """All providers of this town by their code.

    Raises:
        SystemExit: naming the entry and the key that is missing or wrong.
    """
    path = Path(settings.CITY_FILE)
    found: dict[str, Provider] = {}
    for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("identity", []):
        which = str(entry.get("code", len(found) + 1))
        try:
            one = _read(entry)
            if one.code in found or one.issuer in {other.issuer for other in found.values()}:
                raise ValueError("code or issuer, which stands there twice,")
        except (TypeError, ValueError) as problem:
            raise SystemExit(
                f"{path.name}: identity {which}: {problem} is missing or wrong."
            ) from None
        found[one.code] = one
    for code in set(settings.IDENTITY_SECRETS) - set(found):
        raise SystemExit(f"A secret is set for the identity provider {code}, which {path.name} does not name.")  # fmt: skip
    return found


def _read(entry: dict[str, Any]) -> Provider:
    if "secret" in entry:
        raise ValueError("secret: it belongs into the environment, so it")
    values = {key: tuple(v) if isinstance(v, list) else v for key, v in entry.items()}
    secret = settings.IDENTITY_SECRETS.get(str(entry.get("code")), "")
    return Provider(**values, secret=secret)


def of(audience: str) -> list[Provider]:
    """The providers of staff or of residents, in the order of the file."""
    return [one for one in known().values() if one.audience == audience]
