"""One date in the organiser's hands: the list, the telephone, the sheet of paper, the door, another time."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.conf import settings
from django.forms import formset_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core.access import login_is_enough
from tomoni.core.errors import Refused
from tomoni.core.phones import read_phone
from tomoni.doing.events import access, sheets
from tomoni.doing.events.actions import attending, changing, joining, parties, planning, waiting
from tomoni.doing.events.actions.told import Told
from tomoni.doing.events.forms.joining import MOST_BY_STAFF, ForSomebodyForm
from tomoni.doing.events.forms.organising import (
    MoveForm,
    PaperRowForm,
    ReasonForm,
    RoleForm,
    WalkInForm,
)
from tomoni.doing.events.models import Attendance, Attendee, Occurrence, SignUp
from tomoni.doing.events.queries import competition, rosters
from tomoni.doing.events.queries import joining as queries
from tomoni.doing.events.rules.joining import Guest
from tomoni.ground.people.contacts import Contact

PAPER_ROWS = 12
PaperRows = formset_factory(PaperRowForm, extra=PAPER_ROWS, max_num=PAPER_ROWS)


@login_is_enough
@require_safe
def roster(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everybody who comes, with what they need and whether they are here; it prints as a list."""
    occurrence = kept_date(request, pk)
    context = {
        **context_of_date(request, occurrence),
        "lines": rosters.roster(occurrence),
        "walk_ins": rosters.walk_ins(occurrence),
        "roles": queries.roles_of(occurrence),
        "is_competition": competition.rule_of(occurrence.series) is not None,
        "mix": rosters.mix(occurrence),
        "said": rosters.said_of(occurrence),
        "states": Attendance.State.choices,
        "walk_in": WalkInForm(initial={"token": uuid4()}),
    }
    return render(request, "events/organise/roster.html", context)


@login_is_enough
@require_http_methods(["GET", "POST"])
def for_somebody(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody telephones or stands at the counter: all questions on one page."""
    occurrence = kept_date(request, pk)
    roles = queries.roles_of(occurrence)
    asked = RoleForm(request.GET, roles=roles)
    said = asked.cleaned_data if asked.is_valid() else {}
    role = next((one for one in roles if one.code == said.get("role")), roles[0])
    seats = min(said.get("n") or 1, MOST_BY_STAFF)
    form = ForSomebodyForm(request.POST or None, series=occurrence.series, seats=seats)
    if form.attempt(joining.sign_up, role=role, by=request.user, at=timezone.now()):
        return redirect(f"{reverse('events:roster', args=[pk])}#s{form.done.number}")
    context = {
        **context_of_date(request, occurrence, _("代わりに申し込む")),
        "form": form,
        "asked": RoleForm(initial={"role": role.code, "n": seats}, roles=roles),
        "role": role,
        "line": queries.queue_of(role) if role.left is not None and role.left < seats else None,
    }
    return render(request, "events/organise/for_somebody.html", context)


@login_is_enough
@require_safe
def blank_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An empty sheet for the counter, with the lines that `paper` types in."""
    occurrence = kept_date(request, pk)
    with translation.override("ja"):
        body = sheets.blank(occurrence, queries.roles_of(occurrence)[0], lines=PAPER_ROWS)
    answer = HttpResponse(body, "application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{occurrence.series.slug}-sheet.pdf"'
    return answer


@login_is_enough
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A sheet that lay on the counter, typed in one sitting: what is taken stays, the rest says why."""
    occurrence = kept_date(request, pk)
    role = queries.roles_of(occurrence)[0]
    sheet = request.POST.get("sheet") or str(uuid4())
    rows = PaperRows(
        request.POST if request.method == "POST" else None,
        form_kwargs={"questions": occurrence.series.questions},
    )
    taken: list[SignUp] = []
    if rows.is_bound and rows.is_valid():
        for n, row in enumerate(rows):
            said = row.cleaned_data
            if not said.get("name"):
                continue
            if row.attempt(
                _from_paper, role=role, by=request.user, row_id=uuid5(NAMESPACE_URL, f"{sheet}:{n}")
            ):
                taken.append(row.done)
        if not any(row.errors for row in rows):
            return redirect("events:roster", pk=pk)
    context = {
        **context_of_date(request, occurrence, _("用紙から書き写す")),
        "rows": rows,
        "sheet": sheet,
        "taken": taken,
    }
    return render(request, "events/organise/paper.html", context)


def _from_paper(
    *, role: Any, by: Any, row_id: UUID, name: str, phone: str, seats: int | None, age: int | None,
    needs: str, answers: dict[str, str],
) -> SignUp:  # fmt: skip
    """One line of the sheet; what is no telephone number is taken as an address."""
    is_number = not read_phone(phone).problem
    contact = Contact(name, phone=phone if is_number else "", address="" if is_number else phone)
    guests = [Guest(name, age), *(Guest("") for _n in range((seats or 1) - 1))]
    return joining.sign_up(
        role=role,
        told=Told(contact, guests, answers=answers, needs=needs, by_letter=not is_number), by=by,
        at=timezone.now(), channel=SignUp.Channel.PAPER, client_id=str(row_id),
    )  # fmt: skip


@login_is_enough
@require_POST
def deed(request: HttpRequest, pk: UUID, word: str) -> HttpResponse:
    """One tick on the list: here, not here, come in from outside, yes or no to who asked."""
    occurrence = kept_date(request, pk)
    at, by = timezone.now(), request.user
    try:
        if word == "mark":
            _mark(request, occurrence)
        elif word == "walk-in":
            form = WalkInForm(request.POST)
            form.attempt(attending.walk_in, occurrence=occurrence, by=by, at=at)
        elif word in ("approve", "decline"):
            parties.decide(sign_up=_party(request, occurrence), yes=word == "approve", by=by, at=at)
        elif word == "cancel":
            parties.cancel(sign_up=_party(request, occurrence), by=by, at=at)
        elif word == "accept":
            waiting.accept(sign_up=_party(request, occurrence), by=by, at=at)
        else:
            raise Http404
    except Refused as no:
        context = {**context_of_date(request, occurrence), "sentence": no.sentence}
        return render(request, "events/organise/refused.html", context, status=409)
    return redirect("events:roster", pk=pk)


def _mark(request: HttpRequest, occurrence: Occurrence) -> None:
    """`person` is one human being; `state` what the organiser saw."""
    person = get_object_or_404(
        Attendee.objects.select_related("sign_up__role__occurrence__series"),
        pk=_uuid(request.POST.get("person", "")), sign_up__role__occurrence=occurrence,
    )  # fmt: skip
    state = request.POST.get("state", "")
    if not state:
        return
    if state not in Attendance.State.values:
        raise Http404
    attending.mark(attendee=person, state=state, by=request.user, at=timezone.now())


@login_is_enough
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another time or place for this date, or for all that follow."""
    occurrence = planned_date(request, pk)
    begins, ends = timezone.localtime(occurrence.starts_at), timezone.localtime(occurrence.ends_at)
    form = MoveForm(
        request.POST or None,
        initial={
            "day": begins.date(), "begins": begins.hour * 60 + begins.minute,
            "ends": ends.hour * 60 + ends.minute,
        },
    )  # fmt: skip
    if not occurrence.series.rrule:
        del form.fields["rest"]
    whole = form.is_bound and form.data.get("rest") == "rest"
    action = changing.move_rest if whole else changing.move_one
    if form.attempt(action, occurrence=occurrence, by=request.user, at=timezone.now()):
        return redirect("events:roster", pk=pk)
    context = {**context_of_date(request, occurrence, _("日時を変える")), "form": form}
    return render(request, "events/organise/move.html", context)


@login_is_enough
@require_http_methods(["GET", "POST"])
def call_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This date, or this and all that follow, do not take place."""
    occurrence = planned_date(request, pk)
    form = ReasonForm(request.POST or None)
    action = changing.call_off_rest if "rest" in request.POST else planning.call_off
    if form.attempt(action, occurrence=occurrence, by=request.user, at=timezone.now()):
        return redirect("events:roster", pk=pk)
    context = {**context_of_date(request, occurrence, _("中止にする")), "form": form}
    return render(request, "events/organise/call_off.html", context)


@login_is_enough
@require_http_methods(["GET", "POST"])
def door_sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sheet for the door with its code; made when first asked for."""
    occurrence = kept_date(request, pk)
    if request.method == "POST":
        attending.open_door(occurrence=occurrence, by=request.user, at=timezone.now())
        return redirect("events:door_sign", pk=pk)
    address = ""
    if occurrence.door_key:
        address = settings.SITE_URL + reverse("events:door", args=[pk, occurrence.door_key])
    context = {**context_of_date(request, occurrence, _("入口の受付")), "address": address}
    return render(request, "events/organise/door_sign.html", context)


def kept_date(request: HttpRequest, pk: UUID) -> Occurrence:
    """A date whose list this person keeps: the organiser, and the clerk at the telephone."""
    rows = access.rosters_of(request.user, timezone.localdate())
    return get_object_or_404(rows.select_related("series__organisation"), pk=pk)


def planned_date(request: HttpRequest, pk: UUID) -> Occurrence:
    """Only who plans the series moves its dates; the telephone clerk does not."""
    series = access.kept_by(request.user, timezone.localdate())
    return get_object_or_404(
        Occurrence.objects.select_related("series__organisation"), pk=pk,
        series__in=series.values("pk"),
    )  # fmt: skip


def _party(request: HttpRequest, occurrence: Occurrence) -> SignUp:
    return get_object_or_404(
        SignUp.objects.select_related("role__occurrence__series"),
        number=request.POST.get("number", ""), role__occurrence=occurrence,
    )  # fmt: skip


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def context_of_date(request: HttpRequest, occurrence: Occurrence, here: str = "") -> dict[str, Any]:
    """What every page of one date in the organiser's hands shows."""
    local = timezone.localtime(occurrence.starts_at)
    today = timezone.localdate()
    may_plan = access.kept_by(request.user, today).filter(pk=occurrence.series_id).exists()
    crumbs = [(_("わたしの催し"), reverse("events:mine"))]
    if may_plan:
        crumbs.append(
            (occurrence.series.title, reverse("events:kept", args=[occurrence.series.slug]))
        )
    page = (f"{local:%m/%d}", reverse("events:roster", args=[occurrence.pk]) if here else "")
    return {
        "occurrence": occurrence,
        "series": occurrence.series,
        "may_plan": may_plan,
        "day": local.date(),
        "minute": local.hour * 60 + local.minute,
        "crumbs": [*crumbs, page, *([(here, "")] if here else [])],
    }
