"""Requests that no page could answer."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tomoni.web.errors import bad_request


class BadInputMiddleware:
    """Answers broken encodings, NUL and monstrous addresses with 400 instead of an error.

    PostgreSQL refuses a NUL in a text, and a query of megabytes would keep a worker busy for
    nothing, so both stop here. A cookie with a NUL is dropped: its reader is a stranger, and
    not locked out for as long as the cookie lasts.
    """

    LONGEST_QUERY = 8_000
    MOST_READ = 100 * 2**20  # Nobody types or uploads more; what is beyond is cut off.

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > self.LONGEST_QUERY or "%00" in query or "\x00" in request.path:
            return bad_request(request, None)
        if self._is_too_long(request):
            self._read_to_its_end(request)
            return bad_request(request, None)
        if "\\0" in request.META.get("HTTP_COOKIE", ""):  # "\000" in a quoted cookie is a NUL.
            for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
                del request.COOKIES[name]
        return self.get_response(request)

    def _is_too_long(self, request: HttpRequest) -> bool:
        """Whether a form is longer than any form of ours, or an upload than any upload."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        is_upload = request.content_type == "multipart/form-data"
        most = self.MOST_READ if is_upload else settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
        return length.isdigit() and int(length) > most

    def _read_to_its_end(self, request: HttpRequest) -> None:
        """A browser shows an answer only after it has sent everything, so it is read and dropped."""
        left = self.MOST_READ
        while left > 0 and (some := request.read(2**16)):
            left -= len(some)
