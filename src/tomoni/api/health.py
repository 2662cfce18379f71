"""What the machine that watches the installation asks: is it ready, and how is the town doing?"""

import os
import secrets
import time
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tomoni.core import jobs, worker
from tomoni.core.access import public
from tomoni.core.models import AuditRow, Beat, DeadLetter
from tomoni.town.places.models import Listing, Suggestion
from tomoni.web import cache

LOOPBACK = frozenset({"127.0.0.1", "::1"})
# A proxy in front of us also comes from the loopback; these say for whom it asks.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
_begun = time.time()
_migrated = False


@public
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and every migration has been applied, else 503.

    With `?with=jobs` also 503 when the worker or the timetable has not been seen lately. A
    balancer asks without it: taking the pages away would make a stopped worker no better.
    """
    trouble = _trouble()
    if not trouble and request.GET.get("with") == "jobs":
        missing = worker.trouble(at=timezone.now())
        trouble = "\n".join(f"not seen lately: tomoni {name}" for name in missing)
    answer = HttpResponse(
        trouble or "ready", content_type="text/plain", status=503 if trouble else 200
    )
    answer["Cache-Control"] = "no-store"
    return answer


@public
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus; only for this machine itself or with the token."""
    if not _may_watch(request):
        raise Http404
    text = "".join(_lines())
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")


def _trouble() -> str:
    global _migrated
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _migrated:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return "migrations are missing: run `tomoni migrate`"
            _migrated = True
    except DatabaseError:
        return "the database does not answer"
    return ""


def _may_watch(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if token and secrets.compare_digest(given, token.encode()):
        return True
    direct = not any(name in request.META for name in FORWARDED)
    return direct and request.META.get("REMOTE_ADDR") in LOOPBACK


def _lines() -> Iterator[str]:
    """One family of figures after the other, in the text format of Prometheus."""
    asked = time.perf_counter()
    newest = AuditRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    yield from _family("tomoni_database_seconds", "gauge", "One short question to the database.")
    yield f"tomoni_database_seconds {time.perf_counter() - asked:.6f}\n"
    yield from _family("tomoni_audit_rows", "counter", "Number of the newest audit row.")
    yield f"tomoni_audit_rows {newest}\n"
    yield from _family("tomoni_listings", "gauge", "Entries of the directory by status.")
    counts = dict(Listing.objects.order_by().values_list("status").annotate(Count("pk")))
    for status in Listing.Status.values:
        yield f'tomoni_listings{{status="{status}"}} {counts.get(status, 0)}\n'
    yield from _family("tomoni_listings_unchecked", "gauge", "Visible entries past their review.")
    yield f"tomoni_listings_unchecked {Listing.objects.stale(timezone.localdate()).count()}\n"
    yield from _family("tomoni_suggestions_open", "gauge", "Words from outside not yet answered.")
    yield f"tomoni_suggestions_open {Suggestion.objects.open().count()}\n"
    yield from _family("tomoni_jobs_waiting", "gauge", "Jobs that could be done now.")
    yield f"tomoni_jobs_waiting {jobs.waiting()}\n"
    yield from _family("tomoni_jobs_dead", "gauge", "Jobs that failed for the last time.")
    yield f"tomoni_jobs_dead {DeadLetter.objects.filter(again_at=None).count()}\n"
    yield from _family("tomoni_seen_seconds", "gauge", "Since worker and timetable were seen.")
    for beat in Beat.objects.order_by("name"):
        since = (timezone.now() - beat.at).total_seconds()
        yield f'tomoni_seen_seconds{{name="{beat.name}"}} {since:.0f}\n'
    mine = f'worker="{os.getpid()}"'
    yield from _family("tomoni_page_cache", "counter", "Public pages of this worker by how made.")
    for name, number in sorted(cache.counts().items()):
        yield f'tomoni_page_cache{{{mine},result="{name}"}} {number}\n'
    yield from _family("tomoni_worker_seconds", "gauge", "How long this worker has been running.")
    yield f"tomoni_worker_seconds{{{mine}}} {time.time() - _begun:.0f}\n"


def _family(name: str, kind: str, words: str) -> Iterator[str]:
    yield f"# HELP {name} {words}\n# TYPE {name} {kind}\n"
