"""Staff: all stands at a glance, one stand with its book, carrying, the weather, rates."""

from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core.access import can, needs
from tomoni.core.errors import Refused
from tomoni.ties.umbrellas import papers
from tomoni.ties.umbrellas.access import Ability
from tomoni.ties.umbrellas.actions import calling, moving, stations
from tomoni.ties.umbrellas.forms import work as forms
from tomoni.ties.umbrellas.models import Call, Move, Station, Umbrella, Weather
from tomoni.ties.umbrellas.queries import calls, outlook, rates, stands
from tomoni.ties.umbrellas.rules import balancing
from tomoni.ties.umbrellas.views.keeper import work

SHOWN_DAYS = 14
NUMBER_DEEDS = {"lost": stations.lose_umbrella, "found": stations.find_umbrella}


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("傘の置き場"), reverse("umbrellas:desk")), *more]


@needs(Ability.WORK)
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Every stand: how many now, what tomorrow brings, when somebody counted."""
    at = now()
    tomorrow = localdate(at) + timedelta(days=1)
    rows = outlook.expected(tomorrow, at)
    context = {
        "rows": rows,
        "tomorrow": tomorrow,
        "told": Weather.objects.filter(on=tomorrow).first(),
        "total": sum(one.station.count for one in rows),
        "call": calls.progress(Call.objects.current(localdate(at))),
        "keeps": can(request.user, Ability.KEEP),
        "calls": can(request.user, Ability.CALLERS),
        "closed": Station.objects.exclude(closed_on=None).order_by("name_kana", "pk"),
        "crumbs": [(_("傘の置き場"), "")],
    }
    return render(request, "umbrellas/staff/desk.html", context)


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def station(request: HttpRequest, slug: str) -> HttpResponse:
    """One stand: note what came by telephone or on paper, count, and its book."""
    found = get_object_or_404(Station.objects.select_related("organisation"), slug=slug)
    tally, count, done = work(
        request, found, by=request.user, tally_form=forms.StaffTallyForm, way=Move.Way.STAFF
    )
    if done:
        return redirect("umbrellas:staff_station", slug=slug)
    found.refresh_from_db()
    key = stations.link_key(found)
    context = {
        "station": found, "tally": tally, "count": count, "rows": stands.moves_of(found),
        "keeps": can(request.user, Ability.KEEP),
        "keeper_url": request.build_absolute_uri(reverse("umbrellas:keeper", kwargs={"key": key})),
        "crumbs": crumbs((found.said, "")),
    }  # fmt: skip
    return render(request, "umbrellas/staff/station.html", context)


@needs(Ability.WORK)
@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    move = get_object_or_404(Move.objects.select_related("source", "target"), pk=pk)
    try:
        moving.undo(
            id=uuid4(), move=move, by=request.user, at=now(), way=Move.Way.STAFF, limited=False
        )
        messages.success(request, _("取り消しました。"))
    except Refused as no:
        messages.warning(request, no.sentence)
    if move.station:
        return redirect("umbrellas:staff_station", slug=move.station.slug)
    return redirect("umbrellas:desk")


@needs(Ability.KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = forms.StationForm(request.POST or None)
    if form.attempt(stations.open_station, by=request.user, at=now()):
        return redirect("umbrellas:staff_station", slug=form.done.slug)
    return form_page(request, form, _("新しい置き場"), reverse("umbrellas:desk"))


@needs(Ability.KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Station.objects.select_related("listing", "organisation"), slug=slug)
    form = forms.StationForm(request.POST or None, initial=forms.StationForm.initial_of(found))
    form.fields["slug"].disabled = True
    back = reverse("umbrellas:staff_station", kwargs={"slug": slug})
    if form.attempt(stations.change_station, station=found, by=request.user, at=now()):
        messages.success(request, _("記録しました。"))
        return redirect(back)
    return form_page(request, form, _("置き場の内容を直す"), back)


@needs(Ability.KEEP)
@require_POST
def do(request: HttpRequest, slug: str, deed: str) -> HttpResponse:
    """Close a stand, open it again, or give it new keys."""
    rows = Station.objects.exclude(closed_on=None) if deed == "reopen" else Station.objects.open()
    found = get_object_or_404(rows, slug=slug)
    if deed not in ("close", "renew", "reopen"):
        raise Http404
    try:
        if deed == "reopen":
            stations.reopen_station(station=found, by=request.user, at=now())
            messages.success(request, _("置き場を、もう一度始めました。"))
        elif deed == "close":
            stations.close_station(station=found, on=localdate(), by=request.user, at=now())
            messages.success(request, _("置き場をやめました。"))
        else:
            stations.renew_keys(station=found, by=request.user, at=now())
            messages.success(
                request,
                _("合言葉と店のページを新しくしました。紙を印刷し直して、はり替えてください。"),
            )
    except Refused as no:
        messages.warning(request, no.sentence)
    return redirect("umbrellas:staff_station", slug=slug)


@needs(Ability.WORK)
@require_safe
def poster(request: HttpRequest, slug: str) -> HttpResponse:
    return _pdf(papers.poster(get_object_or_404(Station, slug=slug)), f"kasa-{slug}")


@needs(Ability.WORK)
@require_safe
def tally_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The list that hangs beside a stand for those without a telephone."""
    return _pdf(papers.tally_sheet(get_object_or_404(Station, slug=slug)), f"kasa-list-{slug}")


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def carry(request: HttpRequest) -> HttpResponse:
    """The proposal for tomorrow; each way is noted when it was carried."""
    form = forms.CarryForm(request.POST or None)
    if form.attempt(moving.carry, by=request.user, at=now()):
        messages.success(request, _("運んだ%(n)s本を記録しました。") % {"n": form.done.quantity})
        return redirect("umbrellas:carry")
    plan = _plan()
    context = {
        **plan, "form": form, "crumbs": crumbs((_("運ぶ"), "")), "keeps": can(request.user, Ability.KEEP),
        "missing": sum(n for _stand, n in plan["unmet"]),
    }  # fmt: skip
    return render(request, "umbrellas/staff/carry.html", context)


@needs(Ability.WORK)
@require_safe
def carry_pdf(request: HttpRequest) -> HttpResponse:
    return _pdf(papers.carrying(**_plan()), "kasa-carry")


def _plan() -> dict[str, Any]:
    """Who gives and gets tomorrow, on foot and by van, with the stands' names."""
    at = now()
    tomorrow = localdate(at) + timedelta(days=1)
    rows = outlook.expected(tomorrow, at)
    plan, found = outlook.balance(rows)
    by_slug = {one.station.slug: one.station for one in rows}
    lines = [
        (by_slug[one.source], by_slug[one.target], one, _token(one, by_slug[one.source], tomorrow))
        for one in plan.ways
    ]
    van = [one for one in plan.ways if not one.on_foot]
    return {
        "plan": plan,
        "tomorrow": tomorrow,
        "walks": [line for line in lines if line[2].on_foot],
        "van": [line for line in lines if not line[2].on_foot],
        "stops": [(by_slug[one.key], one.load, abs(one.load)) for one in balancing.round_trip(van, found)],
        "unmet": [(by_slug[key], n) for key, n in plan.unmet.items()],
        "why": [
            (one.station, one.outlook.sentence) for one in rows if one.outlook and one.outlook.short
        ],
    }  # fmt: skip


def _token(way: balancing.Way, source: Station, on: date) -> UUID:
    """The same as long as nothing has left or come since, so that a second press carries nothing."""
    return uuid5(
        NAMESPACE_URL, f"umbrellas:{on}:{way.source}:{way.target}:{way.quantity}:{source.moved_at}"
    )


@needs(Ability.KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def weather(request: HttpRequest) -> HttpResponse:
    """Typed, or from the weather office's file; both only for the forecast of this room."""
    is_file = "file" in request.FILES or request.POST.get("form") == "file"
    typed = forms.WeatherForm(request.POST if request.method == "POST" and not is_file else None)
    known = Weather.objects.exclude(area="").order_by("-told_at", "pk").first()
    upload = forms.ForecastFileForm(
        request.POST if is_file else None, request.FILES if is_file else None,
        initial={"area": known.area} if known else {},
    )  # fmt: skip
    by = {"by": request.user, "at": now()}
    if typed.attempt(calling.tell_weather, **by) or upload.attempt(calling.tell_forecast, **by):
        messages.success(request, _("天気を入れました。"))
        return redirect("umbrellas:desk")
    context = {
        "typed": typed, "upload": upload, "back": reverse("umbrellas:desk"),
        "rows": Weather.objects.order_by("-on")[:SHOWN_DAYS], "crumbs": crumbs((_("天気"), "")),
    }  # fmt: skip
    return render(request, "umbrellas/staff/weather.html", context)


@needs(Ability.KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def numbers(request: HttpRequest) -> HttpResponse:
    """The umbrellas with a number, and which of them are out."""
    form = forms.NumberingForm(request.POST or None)
    if form.attempt(stations.number_umbrella, by=request.user, at=now()):
        messages.success(request, _("番号をつけました。"))
        return redirect("umbrellas:numbers")
    rows = Umbrella.objects.filter(gone_at=None).prefetch_related("loans__borrowed__source")
    gone = Umbrella.objects.exclude(gone_at=None)
    context = {
        "form": form, "back": reverse("umbrellas:desk"),
        "rows": [
            (one, next((loan for loan in one.loans.all() if loan.returned_id is None), None))  # type: ignore[attr-defined]
            for one in rows.order_by("code")
        ],
        "gone": gone.order_by("code"), "crumbs": crumbs((_("番号つきの傘"), "")),
    }  # fmt: skip
    return render(request, "umbrellas/staff/numbers.html", context)


@needs(Ability.KEEP)
@require_POST
def number(request: HttpRequest, code: str, deed: str) -> HttpResponse:
    """An umbrella with a number is gone, or has turned up."""
    if deed not in NUMBER_DEEDS:
        raise Http404
    one = get_object_or_404(Umbrella, code=code)
    NUMBER_DEEDS[deed](umbrella=one, by=request.user, at=now())
    messages.success(request, _("記録しました。"))
    return redirect("umbrellas:numbers")


@needs(Ability.WORK)
@require_safe
def returned(request: HttpRequest) -> HttpResponse:
    """How many come back, by season and stand."""
    context = {
        "seasons": rates.by_season(), "coded": rates.coded(), "crumbs": crumbs((_("返却の割合"), "")),
    }  # fmt: skip
    return render(request, "umbrellas/staff/rates.html", context)


def form_page(request: HttpRequest, form: Any, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "crumbs": crumbs((title, ""))}
    return render(request, "umbrellas/staff/form.html", context)


def _pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
