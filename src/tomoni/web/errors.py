"""Pages for what went wrong: each says what to do next and whom to phone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tomoni.core.access import public


@public
def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "web/errors/400.html", status=400)


@public
def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "web/errors/403.html", status=403)


@public
def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "web/errors/404.html", status=404)


@public
def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "web/errors/500.html", status=500)
