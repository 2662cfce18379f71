"""Lists by the page, or all at once as one document a line."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import translation

from tomoni.api.conditional import tagged
from tomoni.api.hsds.shape import LANGUAGES, Document

BATCH = 200
Documents = Callable[[Sequence[Any]], list[Document]]


@dataclass(frozen=True)
class Found:
    """What a question found: how many, any part of it, and all of it in batches."""

    count: Callable[[], int]
    part: Callable[[int, int], list[Document]]
    batches: Callable[[], Iterator[list[Document]]]


def rows(found: QuerySet[Any], documents: Documents) -> Found:
    """The rows of a query."""

    def batches() -> Iterator[list[Document]]:
        stream = found.iterator(chunk_size=BATCH)
        while batch := list(islice(stream, BATCH)):
            yield documents(batch)

    return Found(
        lambda: found.order_by().count(),
        lambda start, stop: documents(list(found[start:stop])),
        batches,
    )


def chosen(found: QuerySet[Any], keys: Sequence[Any], documents: Documents) -> Found:
    """The rows with these keys, in the order of the keys."""

    def part(start: int, stop: int) -> list[Document]:
        by_key = found.in_bulk(list(keys[start:stop]))
        return documents([by_key[key] for key in keys[start:stop] if key in by_key])

    def batches() -> Iterator[list[Document]]:
        for start in range(0, len(keys), BATCH):
            yield part(start, start + BATCH)

    return Found(lambda: len(keys), part, batches)


def things(found: Sequence[Any], document: Callable[[Any], Document]) -> Found:
    """A short list that is already at hand."""
    return Found(
        lambda: len(found),
        lambda start, stop: [document(one) for one in found[start:stop]],
        lambda: iter([[document(one) for one in found]]),
    )


def answer(request: HttpRequest, found: Found, *, page: int, per_page: int | None) -> HttpResponse:
    """One page with the specification's own page object; `None` puts everything on one page.

    A page beyond the last one is empty, because a program may turn the page while rows go.
    """
    total = found.count()
    size = per_page or max(total, 1)
    pages = -(-total // size)
    with translation.override(asked_in(request)):
        contents = found.part((page - 1) * size, page * size) if page <= pages else []
    body = {
        "total_items": total,
        "total_pages": pages,
        "page_number": page,
        "size": len(contents),
        "first_page": page == 1,
        "last_page": page >= pages,
        "empty": not contents,
        "contents": contents,
    }
    response = _json(request, body)
    if links := _links(request, page, pages):
        response["Link"] = links
    return tagged(request, response)


def asked_in(request: HttpRequest) -> str:
    """The language asked for by `?lang=`; Japanese without it, whatever the reader's pages are."""
    wish = request.GET.get("lang", "")
    return wish if wish in LANGUAGES else "ja"


def stream(request: HttpRequest, found: Found) -> StreamingHttpResponse:
    """Everything found, one document a line (ndjson), made while it is sent."""
    language = asked_in(request)

    def pieces() -> Iterator[str]:
        with translation.override(language):
            for batch in found.batches():
                yield "".join(f"{text(one)}\n" for one in batch)

    response = StreamingHttpResponse(pieces(), content_type="application/x-ndjson")
    response["Content-Language"] = language.removesuffix("-easy")
    return response


def single(request: HttpRequest, make: Callable[[], Document]) -> HttpResponse:
    """One document."""
    with translation.override(asked_in(request)):
        body = make()
    return tagged(request, _json(request, body))


def _links(request: HttpRequest, page: int, pages: int) -> str:
    """The neighbouring pages as a Link header (RFC 8288)."""
    found = []
    for name, number in (("prev", page - 1), ("next", page + 1)):
        if 1 <= number <= pages:
            query = request.GET.copy()
            query["page"] = str(number)
            address = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
            found.append(f'<{address}>; rel="{name}"')
    return ", ".join(found)


def _json(request: HttpRequest, value: Any) -> HttpResponse:
    response = HttpResponse(text(value), content_type="application/json")
    response["Content-Language"] = asked_in(request).removesuffix("-easy")
    return response


def text(value: Any) -> str:
    """A document as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
