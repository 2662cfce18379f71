"""Pages of the shell itself: display settings, needs, about, offline; the parts for phones."""

from urllib.parse import urlsplit, urlunsplit

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import public
from tomoni.core.city import city
from tomoni.web import display, doors, offline, telephone
from tomoni.web.forms import DisplayForm


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@public
@csrf_exempt
@require_http_methods(["GET", "POST"])
def display_settings(request: HttpRequest) -> HttpResponse:
    """Choose language, size, colours, furigana and typeface; then back to the same page.

    Exempt from the CSRF check, because it changes nothing but harmless cookies of the device
    that asks, and a token in every header would forbid sharing public pages between readers.
    """
    way_back = safe_path(request, request.POST.get("next") or request.GET.get("next"))
    if request.method == "POST":
        response = HttpResponseRedirect(without_language(way_back))
        display.keep(response, request.POST.dict())
        return response
    chosen = display.read(request)
    form = DisplayForm(
        initial={
            "lang": chosen.language,
            "size": chosen.size,
            "theme": chosen.theme,
            "furigana": "on" if chosen.furigana else "off",
            "font": chosen.font,
        },
        use_required_attribute=False,
    )
    crumbs = [(_("表示を変える"), "")]
    context = {"form": form, "next": way_back, "crumbs": crumbs}
    return render(request, "web/display.html", context)


def safe_path(request: HttpRequest, target: str | None) -> str:
    """`target` if it is a path of this site, else the front page.

    Browsers drop control characters from an address, so that a tab between two slashes would
    turn a path into another site.
    """
    known = target and target.startswith("/") and target.isprintable()
    local = known and url_has_allowed_host_and_scheme(target, None)
    return target if local else "/"  # type: ignore[return-value]


def without_language(path: str) -> str:
    """`path` without `?lang=`, which would otherwise win over the new choice."""
    parts = urlsplit(path)
    query = QueryDict(parts.query, mutable=True)
    query.pop("lang", None)
    path = "/" + parts.path.lstrip("/\\")  # Two slashes would begin the name of another site.
    return urlunsplit(parts._replace(path=path, query=query.urlencode()))


@public
@require_safe
def need(request: HttpRequest, code: str) -> HttpResponse:
    """All doors of one need on one page."""
    way = doors.way_of(code)
    if way is None or not way.doors:
        raise Http404
    desk = city().phone_for(way.need.phone)
    line = telephone.line(desk, city=city(), at=timezone.localtime())
    context = {"way": way, "desk": desk, "line": line, "crumbs": [(way.need.title, "")]}
    return render(request, "web/need.html", context)


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    context = {"crumbs": [(_("運営する人と連絡先"), "")]}
    return render(request, "web/about.html", context)


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    context = {"crumbs": [(_("使いやすさの方針"), "")]}
    return render(request, "web/accessibility.html", context)


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    context = {"crumbs": [(_("個人情報の扱い"), "")]}
    return render(request, "web/privacy.html", context)


@public
@require_safe
def offline_page(request: HttpRequest) -> HttpResponse:
    """What one needs in a power cut; the service worker keeps it on the phone."""
    context = {"crumbs": [(_("停電・圏外のときの連絡先"), "")]}
    return render(request, "web/offline.html", context)


@public
@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the shell on the phone, at the root so that it may serve all pages."""
    return HttpResponse(offline.script(), content_type="text/javascript; charset=utf-8")


@public
@require_safe
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """The web manifest, so that the site can stand on a phone's first screen."""
    return JsonResponse(
        offline.manifest(), content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip
