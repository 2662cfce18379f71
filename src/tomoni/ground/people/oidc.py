"""Asking an identity provider who somebody is: OpenID Connect, authorization code with PKCE.

Authlib speaks the protocol: discovery, keys and their change, state, nonce, PKCE, signature and
claims. What stands here is what it leaves to its user: that the provider is the one city.toml
names, that only public-key signatures count, that the token is for us, and that a server which
is down or answers nonsense ends in a sentence.
"""

import logging
import time
from dataclasses import dataclass
from functools import cache
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from joserfc.errors import JoseError
from requests import RequestException

from tomoni.ground.people.providers import Provider

log = logging.getLogger(__name__)

# A shared secret as signing key would let whoever knows it write tokens; "none" signs nothing.
SIGNATURES = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
)  # fmt: skip
PATIENCE = 5  # Seconds; somebody sits before a page and waits.
CLOCKS_DIFFER = 60  # Seconds that two clocks may be apart.
STALE = 3600  # Seconds after which the provider's description is fetched anew.
NONSENSE = (AttributeError, KeyError, LookupError, RuntimeError, TypeError, ValueError)


class NotProven(Exception):
    """The provider did not prove who this is; `down` when it did not answer at all."""

    def __init__(self, why: str, *, down: bool = False, cancelled: bool = False) -> None:
        super().__init__(why)
        self.down, self.cancelled = down, cancelled


@dataclass(frozen=True)
class Said:
    """What a provider has proven about the person in front of the screen."""

    provider: Provider
    subject: str
    claims: dict[str, Any]
    id_token: str

    @property
    def second_factor(self) -> bool:
        """Whether the provider itself asked for a second proof, as city.toml counts it."""
        ways = self.claims.get("amr")
        amr = {way for way in ways if isinstance(way, str)} if isinstance(ways, list) else set()
        return self.claims.get("acr") in self.provider.second_factor_acr or bool(
            amr & set(self.provider.second_factor_amr)
        )

    @property
    def email(self) -> str:
        """The address the provider has confirmed, or nothing."""
        email = self.claims.get("email")
        is_sure = self.claims.get("email_verified") is True
        return email.strip().lower() if is_sure and isinstance(email, str) else ""

    @property
    def matched(self) -> str:
        """The address by which city.toml lets this provider name one of our accounts."""
        claim = self.provider.match_claim
        value = self.email if claim == "email" else self.claims.get(claim, "")
        return value.strip().lower() if claim and isinstance(value, str) else ""

    @property
    def name(self) -> str:
        name = self.claims.get("name")
        return name.strip()[:100] if isinstance(name, str) else ""


def start(request: HttpRequest, provider: Provider, **remember: Any) -> str:
    """The provider's address to go to; `remember` comes back with the answer.

    Raises:
        NotProven: when the provider is down or is not the one that was named.
    """
    with _trouble(provider):
        client = _client(provider)
        more = {"acr_values": " ".join(provider.second_factor_acr)}
        asked = client.create_authorization_url(
            _back(provider), **{k: v for k, v in more.items() if v}
        )
        client.save_authorize_data(
            request, redirect_uri=_back(provider), remember=remember, **asked
        )
        return str(asked["url"])


def finish(request: HttpRequest, provider: Provider) -> tuple[Said, dict[str, Any]]:
    """What the provider says to its answer in this request, and what `start` remembered.

    Raises:
        NotProven: for every answer that does not prove who this is; it is used up all the same.
    """
    with _trouble(provider):
        client = _client(provider)
        kept = client.framework.get_state_data(request.session, request.GET.get("state", ""))
        if kept is None:
            raise NotProven("the state is not one that this browser was given")
        # RFC 9207: an answer that another issuer sent must not be taken to this one.
        named = request.GET.get("iss")
        must = client.server_metadata.get("authorization_response_iss_parameter_supported")
        if (named or must) and named != provider.issuer:
            client.framework.clear_state_data(request.session, request.GET.get("state", ""))
            raise NotProven("another issuer sent the answer")
        token = client.authorize_access_token(
            request,
            leeway=CLOCKS_DIFFER,
            claims_options={
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client_id},
            },
        )
        claims = dict(token.get("userinfo") or {})
        subject = claims.get("sub")
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise NotProven("no id_token with a subject")
        if client.server_metadata.get("userinfo_endpoint"):
            told = dict(client.userinfo(token=token))
            if told.get("sub") != subject:
                raise NotProven("userinfo is about somebody else")
            claims = {**told, **claims}
        return Said(provider, subject, claims, token["id_token"]), kept["remember"]


def farewell(provider: Provider, id_token: str) -> str:
    """The address at which the provider ends its own session, or nothing where it has none."""
    try:
        with _trouble(provider):
            client = _client(provider)
            if not client.server_metadata.get("end_session_endpoint"):
                return ""
            back = settings.SITE_URL + reverse("people:signed_out")
            asked = client.create_logout_url(
                post_logout_redirect_uri=back, id_token_hint=id_token, client_id=provider.client_id
            )
            return str(asked["url"])
    except NotProven:
        return ""


def _back(provider: Provider) -> str:
    """Where the provider sends people back: one address for each, so answers cannot be mixed up."""
    return settings.SITE_URL + reverse("people:outside_back", args=[provider.code])


def _client(provider: Provider) -> Any:
    """The library's client with the provider's description, which is read again after an hour."""
    client = _made(provider)
    loaded = client.server_metadata.get("_loaded_at")
    if loaded and time.time() - loaded > STALE:
        _made.cache_clear()
        client = _made(provider)
    described = client.load_server_metadata()
    if described.get("issuer") != provider.issuer:
        _made.cache_clear()
        raise NotProven("the description names another issuer")
    offered = described.get("id_token_signing_alg_values_supported") or ["RS256"]
    described["id_token_signing_alg_values_supported"] = [a for a in offered if a in SIGNATURES]
    return client


@cache
def _made(provider: Provider) -> Any:
    return OAuth().register(
        provider.code,
        client_id=provider.client_id,
        client_secret=provider.secret or None,
        server_metadata_url=provider.issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={
            "scope": " ".join(provider.scopes),
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE,
            "leeway": 0,  # A token that holds for a minute is not called too old at once.
            **({} if provider.secret else {"token_endpoint_auth_method": "none"}),
        },
    )


class _trouble:
    """Turns whatever goes wrong with a provider into NotProven, and writes down why, without tokens."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, _trace: Any) -> None:
        if kind is None or not issubclass(
            kind, (NotProven, OAuthError, JoseError, RequestException, *NONSENSE)
        ):
            return
        log.warning("identity provider %s: %s: %.200s", self.provider.code, kind.__name__, error)
        if isinstance(error, NotProven):
            return
        raise NotProven(
            str(error),
            down=isinstance(error, RequestException),
            cancelled=getattr(error, "error", "") == "access_denied",
        ) from error
