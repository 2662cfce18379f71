"""The officers' desk of one association, and each thing they do there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import login_is_enough, needs
from tomoni.ground.batons import access as baton_access
from tomoni.ground.batons.access import Ability as Batons
from tomoni.ties.neighbourhoods import access
from tomoni.ties.neighbourhoods.access import Ability, officer
from tomoni.ties.neighbourhoods.actions import associations, households, meetings, tasks
from tomoni.ties.neighbourhoods.forms import officers as forms
from tomoni.ties.neighbourhoods.forms.meetings import MeetingForm
from tomoni.ties.neighbourhoods.models import Association, DispatchRequest, GeneralMeeting
from tomoni.ties.neighbourhoods.queries import officers as queries
from tomoni.ties.neighbourhoods.rules.posts import Power


@dataclass(frozen=True)
class Deed:
    """An act as its button says it, the power it asks for, its form, and what it does."""

    title: str | Promise
    icon: str
    power: Power
    form: type[Any]
    action: Callable[..., Any]


DEEDS = {
    "task": Deed(gettext_lazy("ひとときの役を出す"), "hand-helping", Power.PAGE, forms.TaskForm, tasks.offer_task),
    "meeting": Deed(gettext_lazy("総会を準備する"), "gavel", Power.MEETING, MeetingForm, meetings.prepare),
    "join": Deed(gettext_lazy("会員の世帯を加える"), "plus", Power.HOUSEHOLDS, forms.JoinForm, households.join),
    "staff": Deed(gettext_lazy("職員の派遣を頼む"), "send", Power.PAGE, forms.StaffForm, tasks.ask_for_staff),
    "page": Deed(gettext_lazy("公開のページと決まりを直す"), "pencil", Power.PAGE, forms.PageForm, associations.edit),
    "appoint": Deed(gettext_lazy("役員を加える"), "user-check", Power.PACK, forms.AppointForm, associations.appoint),
    "group": Deed(gettext_lazy("班を作る"), "layers", Power.HOUSEHOLDS, forms.GroupForm, associations.add_group),
    "year": Deed(gettext_lazy("一年の予定を書く"), "calendar", Power.PACK, forms.YearForm, associations.set_year),
    "note": Deed(gettext_lazy("引き継ぎの覚えを書く"), "book-open", Power.PACK, forms.NoteForm, associations.note_down),
    "majority": Deed(gettext_lazy("採決の決まりを足す"), "scale", Power.MEETING, forms.MajorityForm, associations.set_majority),
    "emergency": Deed(gettext_lazy("災害時名簿に載せる"), "siren", Power.EMERGENCY, forms.EmergencyForm, households.enter_emergency),
}  # fmt: skip


@login_is_enough
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Where one is an officer, and one's own household's meetings to vote at."""
    on = localdate()
    own = access.own_households(request.user, on).select_related("association__organisation")
    votes = [
        (meeting, meetings.vote_path(meeting, household))
        for household in own
        for meeting in GeneralMeeting.objects.filter(
            association=household.association_id, status=GeneralMeeting.Status.CALLED,
            ballots__household=household,
        )
    ]  # fmt: skip
    context = {
        "associations": access.associations_of(request.user, on).order_by(
            "organisation__name_kana", "pk"
        ),
        "households": own,
        "votes": votes,
        "crumbs": [(_("わたしの町会"), "")],
    }
    return render(request, "neighbourhoods/staff/mine.html", context)


@officer(Power.SEE)
@require_safe
def show(request: HttpRequest, association: Association) -> HttpResponse:
    powers = request.powers  # type: ignore[attr-defined]
    on = localdate()
    context = {
        "desk": queries.desk(association, now(), on),
        "association": association,
        "powers": powers,
        "groups_seen": set(access.groups_of(request.user, association, on)),
        "deeds": [(code, deed) for code, deed in DEEDS.items() if deed.power in powers],
        "crumbs": _crumbs(association, here=True),
    }
    return render(request, "neighbourhoods/staff/desk.html", context)


@officer(Power.SEE)
@never_cache
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, association: Association, code: str) -> HttpResponse:
    """One thing an officer does; a post without its power is refused."""
    if code not in DEEDS:
        raise Http404(code)
    deed = DEEDS[code]
    if deed.power not in request.powers:  # type: ignore[attr-defined]
        raise PermissionDenied(code)
    form = deed.form(request.POST if request.method == "POST" else None, association=association)
    if form.attempt(deed.action, association=association, by=request.user, at=now()):
        messages.success(request, _("記録しました。"))
        if code == "meeting":
            return redirect("neighbourhoods:meeting", slug=association.slug, pk=form.done.pk)
        return redirect("neighbourhoods:desk", slug=association.slug)
    return form_page(request, form, deed.title, association)


@officer(Power.PACK)
@never_cache
@require_http_methods(["GET", "POST"])
def next_officer(request: HttpRequest, association: Association, pk: UUID) -> HttpResponse:
    """The hand-over at the end of a term: the next one begins, this one ends the day before."""
    holder = get_object_or_404(association.officers.select_related("association"), pk=pk)
    form = forms.NextForm(request.POST or None, association=association)
    if form.attempt(associations.hand_over, officer=holder, by=request.user, at=now()):
        messages.success(
            request, _("引き継ぎました。「引き継ぎの束」を印刷して、新しい人に渡してください。")
        )
        return redirect("neighbourhoods:desk", slug=association.slug)
    title = _("%(post)sを次の人に引き継ぐ") % {"post": holder.get_post_display()}
    return form_page(request, form, title, association)


@needs(Ability.SUPPORT)
@require_safe
def staff_index(request: HttpRequest) -> HttpResponse:
    """All associations by name, for those who support them; their papers stay with the officers."""
    rows = Association.objects.select_related("organisation", "supported_by")
    context = {
        "rows": rows.order_by("organisation__name_kana", "organisation__name", "pk"),
        "crumbs": [(_("町会の管理"), "")],
    }
    return render(request, "neighbourhoods/staff/index.html", context)


@needs(Ability.SUPPORT)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = forms.FoundForm(request.POST or None)
    if form.attempt(associations.found, by=request.user, at=now()):
        messages.success(request, _("ページを作りました。次に、会長を決めてください。"))
        return redirect("neighbourhoods:first", slug=form.done.slug)
    return form_page(request, form, _("町会のページを作る"), None)


@needs(Ability.SUPPORT)
@require_http_methods(["GET", "POST"])
def first_officer(request: HttpRequest, slug: str) -> HttpResponse:
    """The first officer is named by those who support the association; the rest by the officers."""
    association = get_object_or_404(Association.objects.select_related("organisation"), slug=slug)
    if association.officers.in_force(localdate()).filter(user__isnull=False).exists():
        messages.warning(request, _("役員がいます。役員を加えるのは、会長の仕事です。"))
        return redirect("neighbourhoods:staff")
    form = forms.AppointForm(request.POST or None, association=association)
    if form.attempt(
        associations.appoint, association=association, by=request.user, at=now(), first=True
    ):
        messages.success(request, _("記録しました。"))
        return redirect("neighbourhoods:staff")
    title = _("%(association)sの最初の役員") % {"association": association}
    return form_page(request, form, title, None)


def form_page(
    request: HttpRequest,
    form: Any,
    title: Any,
    association: Association | None,
    back: str = "",
    words: Any = "",
) -> HttpResponse:
    if association:
        back = back or reverse("neighbourhoods:desk", args=[association.slug])
        crumbs = [*_crumbs(association), (title, "")]
    else:
        back = reverse("neighbourhoods:staff")
        crumbs = [(_("町会の管理"), back), (title, "")]
    context = {"form": form, "title": title, "back": back, "words": words, "crumbs": crumbs}
    return render(request, "neighbourhoods/staff/form.html", context)


def _crumbs(association: Association, *, here: bool = False) -> list[tuple[Any, str]]:
    address = "" if here else reverse("neighbourhoods:desk", args=[association.slug])
    return [
        (_("わたしの町会"), reverse("neighbourhoods:mine")),
        (association.organisation.name, address),
    ]


@needs(Batons.WORK)
@require_safe
def request_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What an association asked for, to those whose team has it in hand."""
    rows = DispatchRequest.objects.filter(
        baton__in=baton_access.visible_to(request.user, localdate())
    ).select_related("association__organisation", "baton__team")
    found = get_object_or_404(rows, pk=pk)
    context = {"one": found, "crumbs": [(found.baton.number, "")]}
    return render(request, "neighbourhoods/staff/request.html", context)
