"""What is done to every request before a room sees it."""

import logging
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

log = logging.getLogger("tomoni.request")


class RequestIdMiddleware:
    """Gives each request a number and logs view, status and time; never the query or a name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        begun = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code >= 500:
            log.error(
                "answered",
                extra={
                    "request": request.number,  # type: ignore[attr-defined]
                    "view": match.view_name if match else "",
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - begun) * 1000),
                },
            )
        response["X-Request-Id"] = request.number  # type: ignore[attr-defined]
        return response
