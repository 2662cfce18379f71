"""The providers through which somebody may sign in, as rows for a page."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import get_language

from tomoni.ground.people import providers
from tomoni.ground.people.models import OutsideIdentity, User

register = template.Library()


@dataclass(frozen=True)
class Way:
    """A provider, and my link to it when there is one."""

    code: str
    name: str
    row: OutsideIdentity | None = None


def _way(provider: providers.Provider, row: OutsideIdentity | None = None) -> Way:
    return Way(provider.code, provider.said(get_language() or "ja"), row)


@register.simple_tag
def ways_outside(audience: str = "", begins: bool = False) -> list[Way]:
    """{% ways_outside as ways %}: all providers, or those of one audience, or those that begin accounts."""
    return [
        _way(one)
        for one in providers.known().values()
        if audience in ("", one.audience) and (one.begins or not begins)
    ]


@register.simple_tag
def my_ways_outside(user: User) -> list[Way]:
    """All providers that are linked to my account or could be; one query, none where there is no provider."""
    known = providers.known()
    if not known:
        return []
    works_here = len(user.role_codes()) > 1
    rows: dict[str, Any] = {row.issuer: row for row in user.outside_identities.all()}  # type: ignore[attr-defined]
    return [
        _way(one, rows.get(one.issuer))
        for one in known.values()
        if one.issuer in rows or works_here or one.audience == providers.RESIDENTS
    ]
