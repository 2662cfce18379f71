"""One meeting: agenda, who comes, minutes, decisions, and its numbered copies."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core import reading_log
from tomoni.core.access import can, login_is_enough
from tomoni.core.errors import Refused
from tomoni.ground.batons.access import Ability as Batons
from tomoni.town.circles import access, papers, queries
from tomoni.town.circles.actions import calling
from tomoni.town.circles.actions import meetings as actions
from tomoni.town.circles.actions import papers as paper_actions
from tomoni.town.circles.forms import meetings as forms
from tomoni.town.circles.models import CaseAccess, Meeting, Member
from tomoni.town.circles.views.inside import Deed

DEEDS = {
    "agenda": Deed(gettext_lazy("議題を決める"), "list", forms.AgendaForm, actions.set_agenda),
    "notice": Deed(
        gettext_lazy("会員に案内を送る"), "send", forms.NoticeForm, calling.send_notice,
        gettext_lazy("案内を、会員それぞれの受け取り方で送ります。紙の人には手紙が用意されます。"),
    ),
    "attendance": Deed(
        gettext_lazy("出欠を入れる"), "user-check", forms.AttendanceForm, actions.note_attendance
    ),
    "minutes": Deed(
        gettext_lazy("議事録を書く"), "pencil", forms.MinutesForm, paper_actions.write_minutes
    ),
    "approve": Deed(
        gettext_lazy("議事録を承認する"), "circle-check", forms.ApproveForm,
        paper_actions.approve_minutes,
    ),
    "decide": Deed(gettext_lazy("決まったことを書く"), "gavel", forms.DecideForm, paper_actions.decide),
    "let-in": Deed(gettext_lazy("見てよい人を加える"), "plus", forms.LetInForm, actions.let_in),
    "cancel": Deed(
        gettext_lazy("中止にする"), "x", forms.CancelForm, calling.call_off,
        gettext_lazy("中止にしました。会員それぞれの受け取り方で知らせます。"),
    ),
}  # fmt: skip
# What makes the newest minutes appear asks for the promise like reading them.
SHOWS_MINUTES = frozenset({"minutes", "approve"})


@login_is_enough
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    at, on = now(), localdate()
    meeting = get_object_or_404(queries.meeting_for_page(request.user, at), pk=pk)
    keeps = access.may_keep(request.user, meeting.circle, on)
    own = Member.objects.of_user(request.user, on).filter(circle=meeting.circle).first()
    approval = meeting.minutes.filter(approval__isnull=False).exists()
    context: dict[str, Any] = {
        "meeting": meeting,
        "circle": meeting.circle,
        "keeps": keeps,
        "deeds": _possible(meeting, at) if keeps else [],
        "attendances": meeting.attendances.select_related(
            "member__organisation", "member__user"
        ).order_by("member__from_on", "pk"),
        "accesses": meeting.accesses.select_related("user") if keeps else [],
        "printouts": meeting.printouts.select_related("printed_by") if keeps else [],
        "oaths": meeting.oaths.select_related("user").order_by("at") if keeps else [],
        "not_reached": queries.not_reached(calling.KIND, f"meeting:{meeting.pk}:") if keeps else [],
        "noticed_at": queries.noticed_at(meeting) if keeps else None,
        "has_minutes": meeting.minutes.exists(),
        "is_approved": approval,
        "may_answer": own and meeting.status == Meeting.Status.PLANNED and meeting.starts_at > at,
        "works": can(request.user, Batons.WORK),
        "now": at,
        "crumbs": _crumbs(meeting, here=True),
    }
    return render(request, "circles/staff/meeting.html", context)


@login_is_enough
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """One act of the secretariat on the meeting."""
    at = now()
    meeting = _meeting(request, pk)
    if code not in DEEDS:
        raise Http404(code)
    if not access.may_keep(request.user, meeting.circle, localdate()):
        raise PermissionDenied(code)
    if code in SHOWS_MINUTES and _owes_promise(request, meeting):
        return redirect("circles:promise", pk=pk)
    deed = DEEDS[code]
    if code in SHOWS_MINUTES and meeting.is_closed:
        _log(request, meeting)
    form = deed.form(request.POST if request.method == "POST" else None, meeting=meeting)
    if form.attempt(deed.action, meeting=meeting, by=request.user, at=at):
        messages.success(request, deed.said)
        return redirect("circles:meeting", pk=pk)
    return _form(request, form, deed.title, meeting)


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def promise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What secrecy means here, and the button that promises it."""
    meeting = _meeting(request, pk)
    words = papers.secrecy_words(meeting)
    if request.method == "POST":
        actions.swear(meeting=meeting, words=words, by=request.user, at=now())
        return redirect("circles:minutes", pk=pk)
    context = {"meeting": meeting, "words": words, "crumbs": _crumbs(meeting)}
    return render(request, "circles/staff/promise.html", context)


@login_is_enough
@never_cache
@require_safe
def minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The minutes and their versions; those of a closed meeting after the promise, and logged."""
    meeting = _meeting(request, pk)
    if _owes_promise(request, meeting):
        return redirect("circles:promise", pk=pk)
    if meeting.is_closed:
        _log(request, meeting)
    versions = list(
        meeting.minutes.select_related("written_by", "approval__by").order_by("-version")
    )
    chosen = next((v for v in versions if str(v.version) == request.GET.get("v")), None)
    context = {
        "meeting": meeting,
        "versions": versions,
        "shown": chosen or (versions[0] if versions else None),
        "print_form": forms.PrintForm(meeting=meeting),
        "crumbs": [*_crumbs(meeting), (_("議事録"), "")],
    }
    return render(request, "circles/staff/minutes.html", context)


@login_is_enough
@never_cache
@require_POST
def print_copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A numbered copy: the number and the name are written down before the paper is made."""
    meeting = _meeting(request, pk)
    if _owes_promise(request, meeting):
        return redirect("circles:promise", pk=pk)
    form = forms.PrintForm(request.POST, meeting=meeting)
    if not form.attempt(paper_actions.number_printout, meeting=meeting, by=request.user, at=now()):
        return _form(request, form, _("番号つきで印刷する"), meeting)
    if meeting.is_closed:
        _log(request, meeting)
    answer = HttpResponse(papers.copy_of(form.done), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="minutes-{form.done.number}.pdf"'
    return answer


@login_is_enough
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A member says whether they come."""
    meeting = _meeting(request, pk)
    member = get_object_or_404(
        Member.objects.of_user(request.user, localdate()).filter(circle=meeting.circle).distinct()
    )
    coming = request.POST.get("coming") == "yes"
    try:
        actions.answer(meeting=meeting, member=member, coming=coming, by=request.user, at=now())
    except Refused as no:
        messages.warning(request, no.sentence)
    else:
        messages.success(request, _("出欠の返事を受け取りました。"))
    return redirect("circles:meeting", pk=pk)


@login_is_enough
@require_POST
def shut_out(request: HttpRequest, pk: UUID, access: int) -> HttpResponse:
    meeting = _meeting(request, pk)
    row = get_object_or_404(CaseAccess.objects.filter(meeting=meeting), pk=access)
    try:
        actions.shut_out(access=row, by=request.user, at=now())
    except Refused as no:
        messages.warning(request, no.sentence)
    return redirect("circles:meeting", pk=pk)


def _possible(meeting: Meeting, at: Any) -> list[tuple[str, Deed]]:
    """The acts that make sense now, in the order of a meeting's life."""
    planned = meeting.status == Meeting.Status.PLANNED
    begun = meeting.starts_at <= at and meeting.status != Meeting.Status.CANCELLED
    fits = {
        "agenda": planned,
        "notice": planned and meeting.starts_at > at and not meeting.is_case,
        "attendance": meeting.status != Meeting.Status.CANCELLED,
        "minutes": begun,
        "approve": meeting.status == Meeting.Status.HELD,
        "decide": begun,
        "let-in": meeting.is_case,
        "cancel": planned,
    }
    return [(code, deed) for code, deed in DEEDS.items() if fits[code]]


def _meeting(request: HttpRequest, pk: UUID) -> Meeting:
    visible = access.visible_meetings(request.user, now()).select_related("circle__secretariat")
    return get_object_or_404(visible, pk=pk)


def _owes_promise(request: HttpRequest, meeting: Meeting) -> bool:
    return meeting.is_closed and not access.has_sworn(request.user, meeting)


def _log(request: HttpRequest, meeting: Meeting) -> None:
    reading_log.opened(
        meeting, by=request.user, at=now(), fields=["minutes"],
        basis=meeting.basis, reason=meeting.case_number,
    )  # fmt: skip


def _form(request: HttpRequest, form: Any, title: Any, meeting: Meeting) -> HttpResponse:
    back = reverse("circles:meeting", args=[meeting.pk])
    context = {
        "form": form, "title": title, "back": back, "crumbs": [*_crumbs(meeting), (title, "")],
    }  # fmt: skip
    return render(request, "circles/staff/form.html", context)


def _crumbs(meeting: Meeting, *, here: bool = False) -> list[tuple[Any, str]]:
    inside = reverse("circles:inside", args=[meeting.circle.slug])
    address = "" if here else reverse("circles:meeting", args=[meeting.pk])
    return [(meeting.circle.name, inside), (meeting.title, address)]
