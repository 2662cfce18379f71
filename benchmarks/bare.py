"""A bare Django page on the same server: no middleware, no database, one short template-free page."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

PAGE = "<!doctype html><html lang=ja><title>bare</title><p>" + "ともに " * 100 + "</html>"


def page(request):
    return HttpResponse(PAGE)


urlpatterns = [path("", page)]
settings.configure(
    ROOT_URLCONF="benchmarks.bare",
    ALLOWED_HOSTS=["127.0.0.1"],
    MIDDLEWARE=[],
    SECRET_KEY="bare" * 10,
    USE_TZ=True,
)
application = get_wsgi_application()
