"""An action that said no where no form stood: its sentence becomes a page."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tomoni.core.errors import Refused
from tomoni.web.errors import not_allowed

log = logging.getLogger(__name__)


class RefusedMiddleware:
    """Shows the sentence of a `Refused` that no view caught, instead of an error page.

    Forms show a refusal beside the field it belongs to. What is opened by an address alone has no
    form, and a person must not be told of a fault of ours when there is a plain reason.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.streaming or response.content:
            return response
        # Django's own 405 is an empty page, on which nobody finds a way on.
        page = not_allowed(request)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        match = request.resolver_match
        log.info("refused without a form", extra={"view": match.view_name if match else ""})
        return render(request, "web/errors/refused.html", {"sentence": error.sentence}, status=409)
