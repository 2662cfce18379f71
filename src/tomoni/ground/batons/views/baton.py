"""One matter: who has it, what comes next, by when, what happened; and each act on it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import needs
from tomoni.core.errors import Refused
from tomoni.ground.batons import access, actions, matters
from tomoni.ground.batons.access import Ability
from tomoni.ground.batons.forms import desk as forms
from tomoni.ground.batons.models import Baton
from tomoni.ground.batons.queries import deeds
from tomoni.ground.batons.queries import messages as talks
from tomoni.ground.batons.queries.story import story_of


@dataclass(frozen=True)
class Deed:
    """An act as the desk offers it: what its button says, its form, what it does."""

    title: str | Promise
    icon: str
    form: type[forms.ActForm]
    action: Callable[..., Any]
    of: str = "baton"  # What the action is given: the matter, its open offer, or a question.


DEEDS = {
    "accept": Deed(gettext_lazy("引き受ける"), "handshake", forms.AcceptForm, actions.accept, "offer"),
    "give_back": Deed(gettext_lazy("理由をつけて戻す"), "arrow-right", forms.GiveBackForm, actions.give_back, "offer"),
    "answer": Deed(gettext_lazy("問い合わせに返事をする"), "message-circle", forms.AnswerForm, actions.answer, "question"),
    "note": Deed(gettext_lazy("記録して、次を決める"), "pencil", forms.NoteForm, actions.note),
    "assign": Deed(gettext_lazy("担当を決める"), "user-check", forms.AssignForm, actions.assign),
    "offer": Deed(gettext_lazy("引き継ぐ"), "send", forms.OfferForm, actions.offer),
    "withdraw": Deed(gettext_lazy("引き継ぎを取り下げる"), "x", forms.WithdrawForm, actions.withdraw, "offer"),
    "ask": Deed(gettext_lazy("問い合わせる"), "circle-question-mark", forms.AskForm, actions.ask),
    "unask": Deed(gettext_lazy("問い合わせを取り下げる"), "x", forms.UnaskForm, actions.unask, "question"),
    "extend": Deed(gettext_lazy("終わりの期限を延ばす"), "calendar", forms.ExtendForm, actions.extend),
    "split": Deed(gettext_lazy("分ける"), "layers", forms.SplitForm, actions.split),
    "join": Deed(gettext_lazy("ほかの案件とまとめる"), "link", forms.JoinForm, actions.join),
    "close": Deed(gettext_lazy("終える"), "circle-check", forms.CloseForm, actions.close),
    "reopen": Deed(gettext_lazy("もう一度始める"), "history", forms.ReopenForm, actions.reopen),
    "take": Deed(gettext_lazy("総合窓口で引き取る"), "life-buoy", forms.TakeForm, actions.take),
}  # fmt: skip


HEARD = gettext_lazy("聞いた返事を書き入れる")


@needs(Ability.WORK)
@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    baton, on = found(request, number), localdate()
    offer = deeds.open_offer(baton)
    codes = deeds.possible(request.user, baton, on=on)
    return render(
        request,
        "batons/staff/baton.html",
        {
            "baton": baton,
            "offer": offer,
            "questions": baton.questions.open().select_related("to_team"),  # type: ignore[attr-defined]
            "parts": baton.parts.order_by("opened_at", "id"),  # type: ignore[attr-defined]
            "steps": story_of(baton),
            "deeds": [(code, _deed(code, request.user, baton, on)) for code in codes],
            "who_can": deeds.who_can(baton, offer),
            "files": baton.attachments.filter(gone_at=None).count(),  # type: ignore[attr-defined]
            "messages_here": talks.seen_by(request.user, baton, on).count(),
            "unread": talks.unread_of(request.user).filter(message__baton=baton).count(),
            "links": baton.links.live(now()).count(),  # type: ignore[attr-defined]
            "matter_url": matters.url_of(baton),
            "is_late": baton.is_open and baton.due < on,
            "crumbs": crumbs(baton),
        },
    )


@needs(Ability.WORK)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """The form of one act. An act that is not this person's to do has no page."""
    baton, on, at = found(request, number), localdate(), now()
    if code not in DEEDS:
        raise Http404(code)
    if code not in deeds.possible(request.user, baton, on=on):
        # Often somebody else was quicker, so a sentence helps more than a closed door.
        messages.warning(
            request, _("いまは、このことはできません。いまのようすをお確かめください。")
        )
        return redirect("batons:baton", number=baton.number)
    deed = _deed(code, request.user, baton, on)
    form = deed.form(request.POST if request.method == "POST" else None, baton=baton, on=on)
    if form.attempt(_act(deed, baton, request.user, at)):
        messages.success(request, _("記録しました。"))
        still = access.visible_to(request.user, on).filter(pk=baton.pk).exists()
        return redirect("batons:baton", number=baton.number) if still else redirect("batons:desk")
    return render(
        request,
        "batons/staff/act.html",
        {"baton": baton, "deed": deed, "code": code, "form": form,
         "crumbs": [*crumbs(baton, here=False), (deed.title, "")]},
    )  # fmt: skip


def _deed(code: str, user: Any, baton: Baton, on: date) -> Deed:
    """An act under the name it has for this person: who asked does not answer herself."""
    if code == "answer" and deeds.writes_down(user, baton, on=on):
        return replace(DEEDS[code], title=HEARD)
    return DEEDS[code]


def _act(deed: Deed, baton: Baton, by: Any, at: datetime) -> Callable[..., Any]:
    """The action with what it acts on already in its hands."""

    def run(**values: Any) -> Any:
        if deed.of == "offer":
            offer = deeds.open_offer(baton)
            if offer is None:
                # Somebody answered it between the look and the act.
                raise Refused(_("いまは、このことはできません。いまのようすをお確かめください。"))
            if deed.action is actions.accept and offer.to_team_id:
                values["person"] = offer.to_person or by
            values["offer"] = offer
        elif deed.of == "baton":
            values["baton"] = baton
        return deed.action(by=by, at=at, **values)

    return run


def found(request: HttpRequest, number: str) -> Baton:
    """The matter of this number, if it is of this person's teams."""
    visible = access.visible_to(request.user, localdate())
    return get_object_or_404(
        visible.select_related("kind", "team", "person", "part_of", "joined_into"),
        number=number.upper(),
    )


def crumbs(baton: Baton, *, here: bool = True) -> list[tuple[Any, str]]:
    """The way from the desk to a matter; its pages go on from there."""
    address = "" if here else reverse("batons:baton", args=[baton.number])
    return [(_("受け持ち一覧"), reverse("batons:desk")), (baton.number, address)]
