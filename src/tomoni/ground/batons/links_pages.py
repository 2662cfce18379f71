"""Rooms that show their own page behind a link, such as the facts of a listing to confirm."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from tomoni.ground.batons.models import Link

Page = Callable[[HttpRequest, Link], HttpResponse]
_pages: dict[str, Any] = {}


def register(kind: str, page: Page) -> None:
    """For links of batons of this kind; called in a room's `ready()`.

    The page gets a link that has been found and still opens. It acts through
    `actions.through_links`, which marks the link as used in the same transaction.
    """
    _pages[kind] = page


def page_of(link: Link) -> Page | None:
    return _pages.get(link.baton.kind_id)
