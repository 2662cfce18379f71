"""The front page: today in the town, the search box, the doors, the telephone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tomoni.core.access import public
from tomoni.home import queries


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    front = queries.front(at=timezone.localtime(), language=request.display.language)  # type: ignore[attr-defined]
    return render(request, "home/home.html", {"front": front})
