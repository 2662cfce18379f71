"""The shop's or hotel's own page: by a link without account, or signed in; and what it notes there."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tomoni.core import link_keys
from tomoni.core.access import login_is_enough, public
from tomoni.core.city import city
from tomoni.core.errors import Refused
from tomoni.ties.umbrellas import access
from tomoni.ties.umbrellas.actions import calling, moving, tallying
from tomoni.ties.umbrellas.forms.work import CountForm, TallyForm
from tomoni.ties.umbrellas.models import Helper, Move, Station
from tomoni.ties.umbrellas.queries import stands


@public
@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, key: str) -> HttpResponse:
    """Whoever holds the link works for this one stand."""
    station = Station.objects.open().filter(link_digest=link_keys.digest_of(key)).first()
    if station is None:
        known = {"desk_phone": city().phone_for("tourism")}
        return render(request, "umbrellas/keeper_gone.html", known, status=404)
    answer = _page(request, station, by=None, here=request.path)
    answer["Referrer-Policy"] = "same-origin"
    return answer


@public
@require_POST
def undo_by_link(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    station = get_object_or_404(Station.objects.open(), link_digest=link_keys.digest_of(key))
    _undo(request, station, pk)
    return redirect("umbrellas:keeper", key=key)


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The stands of one's own shop, and whether one wants to hear calls for umbrellas."""
    if request.method == "POST":
        wants = request.POST.get("wants") == "yes"
        calling.listen(user=request.user, wants=wants, at=now())  # type: ignore[arg-type]
        messages.success(
            request, _("傘が足りないときに知らせます。") if wants else _("知らせるのをやめました。")
        )
        return redirect("umbrellas:mine")
    context = {
        "stands": access.stations_of(request.user).order_by("name_kana", "pk"),
        "listens": Helper.objects.filter(user=request.user.pk).exists(),
        "crumbs": [(_("傘の輪"), reverse("umbrellas:index")), (_("わたしの傘の置き場"), "")],
    }
    return render(request, "umbrellas/mine.html", context)


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def my_stand(request: HttpRequest, slug: str) -> HttpResponse:
    station = get_object_or_404(access.stations_of(request.user), slug=slug)
    return _page(request, station, by=request.user, here=request.path)


@login_is_enough
@require_POST
def undo_mine(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    station = get_object_or_404(access.stations_of(request.user), slug=slug)
    _undo(request, station, pk)
    return redirect("umbrellas:my_stand", slug=slug)


def work(
    request: HttpRequest, station: Station, *, by: Any, tally_form: Any = TallyForm,
    way: str = Move.Way.KEEPER,
) -> tuple[Any, Any, bool]:  # fmt: skip
    """The two forms of a stand and whether one of them was done; also for the staff's page."""
    sent = request.POST.get("form", "")
    tally = tally_form(request.POST if sent == "tally" else None, prefix="tally")
    count = CountForm(request.POST if sent == "count" else None, prefix="count")
    known: dict[str, Any] = {"station": station, "by": by, "at": now()}
    of_tally = {} if "way" in tally.fields else {"way": way}
    if tally.attempt(tallying.tally, **known, **of_tally):
        messages.success(
            request,
            _("%(n)s本を記録しました。控えの番号: %(slip)s")
            % {"n": tally.done.quantity, "slip": tally.done.slip},
        )
        return tally, count, True
    if count.attempt(moving.count, **known, way=way):
        made = count.done
        messages.success(
            request,
            _("帳簿を%(n)s本直しました。控えの番号: %(slip)s")
            % {"n": made.quantity, "slip": made.slip}
            if made
            else _("帳簿のとおりでした。数えた日を記録しました。"),
        )
        return tally, count, True
    return tally, count, False


def _page(request: HttpRequest, station: Station, *, by: Any, here: str) -> HttpResponse:
    tally, count, done = work(request, station, by=by)
    if done:
        return redirect(here)
    station.refresh_from_db()
    at = now()
    rows = [one for one in stands.moves_of(station, 20) if one.way == Move.Way.KEEPER][:8]
    context = {
        "station": station, "tally": tally, "count": count, "here": here, "rows": rows,
        "undoable": {one.pk for one in rows if _may_undo(one, at)},
        "desk_phone": city().phone_for("tourism"),
        "crumbs": [(_("傘の輪"), reverse("umbrellas:index")), (station.said, "")],
    }  # fmt: skip
    return render(request, "umbrellas/keeper.html", context)


def _may_undo(move: Move, at: Any) -> bool:
    within = at - move.at <= moving.pressing.UNDO_WITHIN
    return within and move.kind != Move.Kind.UNDO and not hasattr(move, "undone_by")


def _undo(request: HttpRequest, station: Station, pk: UUID) -> None:
    """What the shop itself noted, within the same minutes as at the stand."""
    rows = Move.objects.filter(way=Move.Way.KEEPER)
    move = get_object_or_404(rows.filter(source=station) | rows.filter(target=station), pk=pk)
    by = request.user if request.user.is_authenticated else None
    try:
        moving.undo(id=uuid4(), move=move, by=by, at=now(), limited=True, way=Move.Way.KEEPER)
        messages.success(request, _("取り消しました。"))
    except Refused as no:
        messages.warning(request, no.sentence)
