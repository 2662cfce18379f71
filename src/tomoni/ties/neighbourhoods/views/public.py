"""What everybody may read and do: the associations, and a task for an afternoon."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import public
from tomoni.core.errors import Refused
from tomoni.ground.people.lockout import sender_mark
from tomoni.ties.neighbourhoods.actions import tasks as actions
from tomoni.ties.neighbourhoods.forms.meetings import TakeForm
from tomoni.ties.neighbourhoods.models import Taking, Task
from tomoni.ties.neighbourhoods.queries import public as queries
from tomoni.web.templatetags.shell import local

MOST = 300


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Find one's association by a town or a name."""
    words = request.GET.get("q", "")[:60]
    found = queries.associations(words, request.GET.get("town", "")[:20])[:MOST]
    context = {
        "rows": found,
        "words": words,
        "tasks": queries.tasks(now())[:6],
        "crumbs": [(_("町内会"), "")],
    }
    return render(request, "neighbourhoods/index.html", context)


@public
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    association = get_object_or_404(queries.associations(), slug=slug)
    page = queries.page(association, now(), localdate())
    context = {
        "page": page,
        "association": association,
        "crumbs": [
            (_("町内会"), reverse("neighbourhoods:index")),
            (local(association.organisation, "name"), ""),
        ],
    }
    return render(request, "neighbourhoods/association.html", context)


@public
@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    """Everything one could help with for an afternoon; `?for=student` narrows it."""
    rows = queries.tasks(now())
    wanted = request.GET.get("for", "")
    if wanted:
        rows = rows.filter(for_whom=wanted[:10])
    context = {
        "rows": rows[:MOST],
        "wanted": wanted,
        "kinds": Task.ForWhom.choices,
        "crumbs": [(_("町内会"), reverse("neighbourhoods:index")), (_("ひとときの役"), "")],
    }
    return render(request, "neighbourhoods/tasks.html", context)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One task, and the short form to take a place."""
    found = get_object_or_404(queries.tasks(now()), pk=pk)
    initial = {"token": uuid4(), "name": getattr(request.user, "name", "")}
    form = TakeForm(request.POST or None, initial=initial)
    mark = sender_mark(request, now(), "neighbourhoods.tasks")
    if form.attempt(actions.take, task=found, by=request.user, at=now(), from_hash=mark):
        return redirect("neighbourhoods:taken", token=form.done.token)
    context = {
        "task": found,
        "form": form,
        "crumbs": [
            (_("ひとときの役"), reverse("neighbourhoods:tasks")),
            (found.title, ""),
        ],
    }
    return render(request, "neighbourhoods/task.html", context)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def taken(request: HttpRequest, token: UUID) -> HttpResponse:
    """The receipt: when, where, whom to phone, and a button to give the place up."""
    taking = get_object_or_404(
        Taking.objects.select_related("task__association__organisation"), token=token
    )
    if request.method == "POST":
        try:
            actions.give_up(taking=taking, by=request.user, at=now())
            messages.success(
                request, _("取りやめました。知らせてくださって、ありがとうございます。")
            )
        except Refused as no:
            messages.warning(request, no.sentence)
        return redirect("neighbourhoods:taken", token=token)
    context = {"taking": taking, "task": taking.task, "crumbs": [(_("申し込みの控え"), "")]}
    answer = render(request, "neighbourhoods/taken.html", context)
    answer["Referrer-Policy"] = "same-origin"  # Else the form has no origin and is refused.
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
