"""The general meeting at the officers' table: paper keyed in, the hall counted, minutes printed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.errors import Refused
from tomoni.ties.neighbourhoods import papers
from tomoni.ties.neighbourhoods.access import officer
from tomoni.ties.neighbourhoods.actions import meetings as actions
from tomoni.ties.neighbourhoods.actions import voting
from tomoni.ties.neighbourhoods.forms import meetings as forms
from tomoni.ties.neighbourhoods.models import Association, GeneralMeeting, Presence
from tomoni.ties.neighbourhoods.queries import meetings as queries
from tomoni.ties.neighbourhoods.rules.posts import Power
from tomoni.ties.neighbourhoods.views.desk import _crumbs, form_page
from tomoni.ties.neighbourhoods.views.households import _log, _pdf

Status = GeneralMeeting.Status
# Code → title, icon, form, the states in which it is offered.
DEEDS: dict[str, tuple[Any, str, Any, set[str]]] = {
    "item": (gettext_lazy("議案を足す"), "plus", forms.ItemForm, {Status.DRAFT}),
    "send": (gettext_lazy("案内を出す"), "send", forms.OfMeetingForm, {Status.DRAFT}),
    "proxy": (gettext_lazy("委任状を入れる"), "file-text", forms.ProxyForm, {Status.CALLED}),
    "written": (gettext_lazy("書面表決を入れる"), "pencil", forms.WrittenForm, {Status.CALLED}),
    "hall": (gettext_lazy("来た世帯を入れる"), "users", forms.HallForm, {Status.CALLED}),
    "hands": (gettext_lazy("手の数を入れる"), "hand-helping", forms.HandsForm, {Status.CALLED}),
    "close": (gettext_lazy("総会を終える"), "circle-check", forms.CloseForm, {Status.CALLED}),
    "cancel": (gettext_lazy("中止にする"), "x", forms.CancelForm, {Status.DRAFT, Status.CALLED}),
}


@officer(Power.MEETING)
@never_cache
@require_safe
def show(request: HttpRequest, association: Association, pk: UUID) -> HttpResponse:
    meeting = _meeting(association, pk)
    context = {
        "meeting": meeting,
        "association": association,
        "figures": queries.figures(meeting),
        "deeds": [
            (code, title, icon) for code, (title, icon, _f, states) in DEEDS.items()
            if meeting.status in states
        ],
        "crumbs": [*_crumbs(association), (meeting.title, "")],
    }  # fmt: skip
    return render(request, "neighbourhoods/staff/meeting.html", context)


@officer(Power.MEETING)
@never_cache
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, association: Association, pk: UUID, code: str) -> HttpResponse:
    """One step of the meeting; keying in paper stays on its page, ready for the next slip."""
    meeting = _meeting(association, pk)
    if code not in DEEDS:
        raise Http404(code)
    title, _icon, form_of, _states = DEEDS[code]
    bound = request.POST if request.method == "POST" else None
    form = form_of(bound, meeting=meeting)
    if form.attempt(_deed(code, form, meeting, request.user)):
        messages.success(request, _said(code, form.done, meeting))
        if code in ("proxy", "written", "item"):
            return redirect("neighbourhoods:meeting_act", slug=association.slug, pk=pk, code=code)
        return redirect("neighbourhoods:meeting", slug=association.slug, pk=pk)
    back = reverse("neighbourhoods:meeting", args=[association.slug, pk])
    return form_page(request, form, title, association, back=back, words=_words(code, meeting))


@officer(Power.MEETING)
@never_cache
@require_safe
def notice(request: HttpRequest, association: Association, pk: UUID) -> HttpResponse:
    """The notice on paper, one for each household with its slip; names are on it, so it is logged."""
    meeting = _meeting(association, pk)
    if meeting.status == Status.DRAFT:
        messages.warning(request, _("先に「案内を出す」を押してください。そのあとで印刷できます。"))
        return redirect("neighbourhoods:meeting", slug=association.slug, pk=pk)
    _log(request, association, ["name"])
    return _pdf(papers.notice(meeting), "notice.pdf")


@officer(Power.MEETING)
@never_cache
@require_safe
def minutes(request: HttpRequest, association: Association, pk: UUID) -> HttpResponse:
    meeting = _meeting(association, pk)
    if meeting.status != Status.CLOSED:
        messages.warning(request, _("総会を終えると、議事録を印刷できます。"))
        return redirect("neighbourhoods:meeting", slug=association.slug, pk=pk)
    return _pdf(papers.minutes(queries.figures(meeting)), "minutes.pdf")


def _meeting(association: Association, pk: UUID) -> GeneralMeeting:
    rows = association.meetings.select_related("association__organisation")
    return get_object_or_404(rows, pk=pk)


def _deed(code: str, form: Any, meeting: GeneralMeeting, by: Any) -> Any:
    """The action with what it acts on already in its hands."""
    known: dict[str, Any] = {"meeting": meeting, "by": by, "at": now()}
    plain = {
        "item": actions.add_item, "send": actions.send_notice, "proxy": voting.give_proxy,
        "close": actions.close, "cancel": actions.cancel,
    }  # fmt: skip
    if code in plain:
        return lambda **said: plain[code](**known, **said)
    if code == "written":
        return lambda **said: voting.vote(**known, way=Presence.Way.WRITTEN, **said)
    if code == "hands":
        return lambda **_said: [
            actions.count_hands(item=item, by=by, at=known["at"], **counts)
            for item, counts in form.counts()
        ]
    return lambda **_said: _came(form, known)


def _came(form: Any, known: dict[str, Any]) -> int:
    """Everybody on the door's list; a number that is none stops before anything is written."""
    numbers = form.cleaned_data["numbers"]
    meeting = known["meeting"]
    rows = {row.number: row for row in meeting.association.households.filter(number__in=numbers)}
    if strange := sorted(set(numbers) - set(rows)):
        raise Refused(
            _("この会員番号の世帯はありません：%(numbers)s")
            % {"numbers": "、".join(map(str, strange))},
            field="numbers",
        )
    voting.come_many(households=[rows[number] for number in dict.fromkeys(numbers)], **known)
    return len(set(numbers))


def _said(code: str, done: Any, meeting: GeneralMeeting) -> str:
    if code == "hall":
        return _("%(count)s世帯の参加を記録しました。") % {"count": done}
    if code in ("proxy", "written"):
        return _("%(household)sの分を記録しました。次の紙をどうぞ。") % {
            "household": done.household
        }
    return _("記録しました。")


def _words(code: str, meeting: GeneralMeeting) -> str:
    """What to know before pressing the button."""
    if code == "send":
        return _(
            "案内を出すと、議案と会員の世帯数が決まり、世帯ごとの合言葉ができます。アカウントのある世帯にはすぐに届き、ほかの世帯には印刷して配ります。"
        )
    if code == "hands":
        return _("委任状の分は、任された人の手に足して数えてください。")
    if code == "close":
        return _("終えると、数も議案も変えられなくなります。")
    return ""
