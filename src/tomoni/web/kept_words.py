"""What somebody had written when a form could not be taken: it is given back, ready to be sent.

A form comes too late when the reader was signed out meanwhile, or when signing in gave the browser
a new token. The page that says so carries everything that was written, so a second press sends it.
Nothing is kept on the server.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.cache import never_cache

from tomoni.core.access import public

MOST = 100_000  # Characters; a page longer than that helps nobody on a phone.


def of(request: HttpRequest) -> dict[str, Any] | None:
    """What the page needs to send the form again, or None where that is not safe or not needed.

    Only a form that stood on a page of ours is given back: words of another site's page would
    otherwise be one press away from being sent in the reader's name. Passwords are left out.
    """
    if request.method != "POST" or not is_ours(request):
        return None
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]
    if not fields or sum(len(value) for _name, value in fields) > MOST:
        return None
    return {
        "path": request.get_full_path(),
        "fields": fields,
        "words": [value for _name, value in fields if is_written(value)],
        "had_files": bool(request.FILES),
    }


def is_ours(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this site."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return _is_here(request, said)


def is_written(value: str) -> bool:
    """Whether somebody has typed this, and not chosen it: it has a space or is beyond ASCII."""
    return bool(value.strip()) and (" " in value.strip() or not value.isascii())


@public
@never_cache
def signed_out(request: HttpRequest) -> HttpResponse:
    """The answer to a form of somebody who is not signed in, where one must be."""
    kept = of(request)
    login = redirect_to_login(page_of_the_form(request), resolve_url(settings.LOGIN_URL))
    if kept is None:
        return login
    context = {"kept": kept, "login": login.url}
    return render(request, "web/errors/signed_out.html", context, status=403)


def page_of_the_form(request: HttpRequest) -> str:
    """The address of the page on which the form stood, or the first page.

    The form's own address is no place to come back to: many of them only take what is sent.
    """
    before = request.headers.get("Referer") or ""
    if not _is_here(request, before):
        return "/"
    parts = urlsplit(before)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _is_here(request: HttpRequest, address: str) -> bool:
    parts = urlsplit(address)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
