"""The page behind a link: for people without an account, usually on a telephone.

Opening it changes nothing but the note that it was opened; mail scanners open every link.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tomoni.core.access import public
from tomoni.core.errors import Refused
from tomoni.ground.batons import links_pages
from tomoni.ground.batons.actions import attaching, links, showing, through_links
from tomoni.ground.batons.forms.files import UploadForm
from tomoni.ground.batons.forms.links import OfferForm, QuestionForm
from tomoni.ground.batons.models import FileRule, Link
from tomoni.ground.batons.queries import files as queries
from tomoni.ground.batons.views.files import to_save
from tomoni.ground.batons.views.talking import behind_link
from tomoni.ground.people.lockout import sender_mark


def behind(view: Callable[..., HttpResponse]) -> Any:
    """A page that opens with a key: it gets the link, or the visitor gets the reason why not."""

    @public
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def opened(request: HttpRequest, key: str, **known: Any) -> HttpResponse:
        at = timezone.now()
        try:
            found = links.find(key=key, from_hash=sender_mark(request, at, "batons.links"), at=at)
        except Refused as no:
            return _over(request, no.sentence, status=404)
        return _quiet(view(request, found, at, **known))

    return opened


@behind
def link(request: HttpRequest, found: Link, at: datetime) -> HttpResponse:
    """What is asked, by whom, until when; and the form to answer it."""
    key = _key(request)
    if page := links_pages.page_of(found):
        return page(request, found)
    if found.purpose == Link.Purpose.RECEIPT:
        return _receipt(request, found)
    if found.purpose == Link.Purpose.TALK:
        return behind_link(request, found, at, key)
    thing = found.offer or found.question
    if found.used_at:
        return redirect("batons:link_done", key=key)
    if thing is None or thing.status != "open":
        return _over(request, _("この件は、もう終わっています。何もしなくて大丈夫です。"))
    form = (OfferForm if found.offer else QuestionForm)(request.POST or None)
    if form.is_bound and form.is_valid() and _answered(form, found, at):
        return redirect("batons:link_done", key=key)
    context = {
        "link": found,
        "key": key,
        "thing": thing,
        "team": found.baton.team,
        "form": form,
        "shown": queries.shown_behind(found).count(),
        "crumbs": [(_("お返事のページ"), "")],
    }
    return render(request, "batons/link.html", context)


def _answered(form: OfferForm | QuestionForm, found: Link, at: datetime) -> bool:
    """Act on a well-formed answer; what the action refuses is shown on the form."""
    said = form.cleaned_data
    try:
        if isinstance(form, QuestionForm):
            through_links.answer(link=found, name=said["name"], text=said["text"], at=at)
        elif said["answer"] == "accept":
            through_links.accept(link=found, name=said["name"], reply=said["reply"], at=at)
        else:
            through_links.give_back(
                link=found, name=said["name"], reason=said["reason"], reply=said["reply"], at=at
            )
    except Refused as no:
        form.add_error(no.field if no.field in form.fields else None, no.sentence)
        return False
    return True


@behind
def done(request: HttpRequest, found: Link, at: datetime) -> HttpResponse:
    """Thank you, what was answered, and whom to phone to change it."""
    if not found.used_at:
        return redirect("batons:link", key=_key(request))
    context = {
        "link": found,
        "thing": found.offer or found.question,
        "team": found.baton.team,
        "key": _key(request),
        "shown": queries.shown_behind(found).count(),
        "crumbs": [(_("お返事のページ"), "")],
    }
    return render(request, "batons/link_done.html", context)


@behind
def files(request: HttpRequest, found: Link, at: datetime) -> HttpResponse:
    """Photographs and papers from outside, most of them straight from a telephone's camera."""
    key = _key(request)
    if found.purpose == Link.Purpose.RECEIPT or links_pages.page_of(found):
        return _over(request, _("このリンクでは、写真や書類を送れません。お電話ください。"))
    if not found.baton.is_open:
        return _over(request, _("この件は、もう終わっています。何もしなくて大丈夫です。"))
    rule = FileRule.objects.in_force(timezone.localdate(at))
    form = UploadForm(request.POST or None, request.FILES or None, rule=rule)
    if form.attempt(attaching.attach, baton=found.baton, link=found, by=None, at=at):
        messages.success(request, _("受け取りました。ありがとうございます。"))
        return redirect("batons:link_files", key=key)
    context = {
        "link": found,
        "team": found.baton.team,
        "key": key,
        "form": form,
        "shown": queries.shown_behind(found),
        "sent": [row for row in queries.files_of(found.baton) if row.by_name == found.receiver],
        "crumbs": [
            (_("お返事のページ"), reverse("batons:link", args=[key])),
            (_("写真や書類"), ""),
        ],
    }
    return render(request, "batons/link_files.html", context)


@behind
def save(request: HttpRequest, found: Link, at: datetime, pk: UUID) -> HttpResponse:
    """A file meant for this receiver. Only the press of the button gives it: a mail scanner that
    follows every link gets nothing, and what stands in the reading log is a person."""
    if request.method != "POST":
        return redirect("batons:link_files", key=_key(request))
    try:
        row, content = showing.save_behind(link=found, pk=pk, at=at)
    except Refused as no:
        return _over(request, no.sentence, status=404)
    return to_save(row, content)


def _receipt(request: HttpRequest, found: Link) -> HttpResponse:
    context = {
        "baton": found.baton,
        "team": found.baton.team,
        "crumbs": [(_("受付票"), "")],
    }
    return render(request, "batons/receipt.html", context)


def _key(request: HttpRequest) -> str:
    """The key as it stands in this page's own address."""
    match = request.resolver_match
    return str(match.kwargs["key"]) if match else ""


def _over(request: HttpRequest, sentence: str, status: int = 200) -> HttpResponse:
    context = {"sentence": sentence, "crumbs": [(_("お返事のページ"), "")]}
    return _quiet(render(request, "batons/link_over.html", context, status=status))


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address is the key: no other site and no search engine may learn it.

    Not `no-referrer`: browsers then send `Origin: null` with the form, which the guard against
    forged requests refuses.
    """
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
