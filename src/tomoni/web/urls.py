from django.http import HttpRequest, HttpResponse
from django.urls import path

from tomoni.core.access import public


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


app_name = "web"
urlpatterns = [path("healthz", healthz, name="healthz")]
