"""The front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tomoni.core.access import public


@public
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home/home.html")
