"""Messages: at the desk, and behind a link for people without an account."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tomoni.core import reading_log
from tomoni.core.access import needs
from tomoni.ground.batons.access import Ability
from tomoni.ground.batons.actions import writing
from tomoni.ground.batons.forms.messages import MessageForm, ReplyForm
from tomoni.ground.batons.models import Link, Message
from tomoni.ground.batons.queries import files
from tomoni.ground.batons.queries import messages as queries
from tomoni.ground.batons.views.baton import crumbs, found


@needs(Ability.WORK)
@require_http_methods(["GET", "POST"])
def talk(request: HttpRequest, number: str) -> HttpResponse:
    """What was written to and fro; opening the page is the reader's receipt."""
    baton, at = found(request, number), now()
    on = localdate(at)
    others = queries.others(baton, request.user, on)
    form = MessageForm(request.POST or None, others=others)
    if form.attempt(writing.write, baton=baton, by=request.user, at=at):
        messages.success(request, _("送りました。"))
        return redirect("batons:talk", number=baton.number)
    writing.read(baton=baton, by=request.user, at=at)
    reading_log.opened(
        baton, by=request.user, at=at, fields=["messages"], basis="team",
        about=files.person_of(baton),
    )  # fmt: skip
    return render(
        request,
        "batons/staff/talk.html",
        {"baton": baton, "form": form, "others": others,
         "lines": queries.lines(queries.seen_by(request.user, baton, on)),
         "crumbs": [*crumbs(baton, here=False), (_("やりとり"), "")]},
    )  # fmt: skip


def behind_link(request: HttpRequest, link: Link, at: datetime, key: str) -> HttpResponse:
    """The conversation of one party. The words stand behind a button: mail scanners open every
    link but press nothing, so only a press is a receipt, and no scanner keeps a copy."""
    form = ReplyForm(request.POST if "text" in request.POST else None)
    if link.baton.is_open and form.attempt(writing.write_back, link=link, at=at):
        messages.success(request, _("送りました。"))
        return redirect("batons:link", key=key)
    is_open = request.method == "POST"
    if is_open:
        writing.read_behind(link=link, at=at)
    rows = Message.objects.filter(party=link.party).select_related("party").order_by("-at", "id")
    context = {
        "link": link, "key": key, "team": link.baton.team, "form": form, "is_open": is_open,
        "rows": queries.opened(rows), "count": rows.filter(is_from_holder=True).count(),
        "shown": files.shown_behind(link).count(),
        "crumbs": [(_("お返事のページ"), "")],
    }  # fmt: skip
    return render(request, "batons/link_talk.html", context)
