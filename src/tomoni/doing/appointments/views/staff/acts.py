"""Setting a desk up: one page for each thing its keeper does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tomoni.core.access import needs
from tomoni.doing.appointments.access import Ability
from tomoni.doing.appointments.actions import desks
from tomoni.doing.appointments.forms import desks as forms
from tomoni.doing.appointments.views.staff.setup import crumbs_of, desk_of


@dataclass(frozen=True)
class Deed:
    """What its button says, what is asked and what it does; `of_desk`: the action wants the desk."""

    title: str | Promise
    icon: str
    form: type[Any]
    action: Callable[..., Any]
    of_desk: bool = True


DEEDS = {
    "edit": Deed(gettext_lazy("窓口の紹介を直す"), "pencil", forms.EditDeskForm, desks.edit_desk),
    "kind": Deed(gettext_lazy("予約の種類を加える"), "plus", forms.NewKindForm, desks.add_kind),
    "extra": Deed(
        gettext_lazy("臨時の日を加える"), "calendar", forms.ExtraForm, desks.add_extra, False
    ),
    "video": Deed(
        gettext_lazy("ビデオの部屋を決める"), "camera", forms.VideoForm, desks.set_video, False
    ),
    "end-worker": Deed(
        gettext_lazy("予約を受けるのを終える"), "x", forms.EndWorkerForm, desks.end_worker, False
    ),
    "room": Deed(gettext_lazy("部屋を加える"), "plus", forms.RoomForm, desks.add_room),
    "close-room": Deed(
        gettext_lazy("部屋を使わなくする"), "x", forms.CloseRoomForm, desks.close_room, False
    ),
    "area": Deed(gettext_lazy("受け持つ町を加える"), "plus", forms.AreaForm, desks.add_area),
    "end-area": Deed(
        gettext_lazy("受け持ちを終える"), "x", forms.EndAreaForm, desks.end_area, False
    ),
}


@needs(Ability.KEEP)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One thing about one desk."""
    if code not in DEEDS:
        raise Http404(code)
    desk, deed = desk_of(request, slug), DEEDS[code]
    form = deed.form(request.POST if request.method == "POST" else None, desk=desk)
    known = {"desk": desk} if deed.of_desk else {}
    if form.attempt(deed.action, by=request.user, at=timezone.now(), **known):
        messages.success(request, _("記録しました。"))
        if code == "kind":
            return redirect("appointments:keep_kind", slug=slug, kind=form.done.slug)
        return redirect("appointments:keep_desk", slug=slug)
    context = {
        "form": form,
        "title": deed.title,
        "button": _("保存する"),
        "crumbs": crumbs_of(desk, deed.title),
    }
    return render(request, "appointments/staff/form.html", context)
