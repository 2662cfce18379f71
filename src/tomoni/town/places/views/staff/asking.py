"""On the page of a matter: who runs the entry is asked, by the way that reaches them."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.ground.batons.models import Baton
from tomoni.town.places.actions import asking
from tomoni.town.places.forms.states import HeardForm
from tomoni.town.places.models import Listing
from tomoni.town.places.queries.holder import Holder, holder_of
from tomoni.town.places.rules import reaching


class AskForm(Form):
    """What the people who run the entry are asked, and how."""

    question = forms.CharField(
        label=_("運営にたずねること"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("知らせてくれた人の名前や連絡先は書かないでください。"),
    )
    way = forms.ChoiceField(label=_("届け方"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, holder: Holder, **known: Any) -> None:
        super().__init__(*args, **known)
        words = {
            reaching.ACCOUNT: gettext("この仕組みの「わたしの掲載」（%(names)s）")
            % {"names": "、".join(editor.name for editor in holder.editors)},
            reaching.MAIL: gettext("メール（%(to)s）") % {"to": holder.email},
            reaching.PHONE: gettext("電話をかける（%(to)s）") % {"to": holder.phone},
            reaching.LETTER: gettext("手紙（%(to)s）") % {"to": holder.address},
            reaching.HAND: gettext("次の画面のリンクを自分で渡す"),
        }
        self.fields["way"].choices = [(way, words[way]) for way in holder.ways]  # type: ignore[attr-defined]
        self.fields["way"].initial = holder.ways[0]

    def values(self) -> dict[str, Any]:
        # Who sends the form without a choice is shown the link, as before there was one.
        said = self.cleaned_data
        return {"text": said["question"], "way": said["way"] or reaching.HAND}


def asking_panel(
    request: HttpRequest, baton: Baton, listing: Listing | None, *, words: str = ""
) -> dict[str, Any] | HttpResponse:
    """The form to ask, the link just made, what was asked and answered before, and a form for
    what was heard on the telephone.

    Args:
        words: What the question begins with.
    """
    key, at, here = "", timezone.now(), request.get_full_path()
    holder = holder_of(listing, on=timezone.localdate(at)) if listing else None
    form = heard = None
    waiting = baton.questions.open().first()  # type: ignore[attr-defined]
    if holder:
        form = AskForm(
            request.POST if "question" in request.POST else None,
            use_required_attribute=False, holder=holder, initial={"question": words},
        )  # fmt: skip
        heard = HeardForm(request.POST if "heard" in request.POST else None)
    if "renew" in request.POST:
        if waiting and baton.is_open:
            key = asking.new_link(question=waiting, by=request.user, at=at)
    elif heard and "heard" in request.POST:
        asked = get_object_or_404(baton.questions.open())  # type: ignore[attr-defined]
        if heard.attempt(asking.answer_heard, question=asked, by=request.user, at=at):
            messages.success(request, gettext("聞いた返事を記録しました。"))
            return redirect(here)
    elif form and form.attempt(
        asking.ask_holder, baton=baton, listing=listing, by=request.user, at=at
    ):
        key = form.done[1]
        if not key:
            messages.success(request, gettext("運営にたずねました。返事が来ると、ここに出ます。"))
            return redirect(here)
    path = reverse("batons:link", kwargs={"key": key}) if key else ""
    return {
        "ask_form": form if baton.is_open and not waiting else None,
        "heard_form": heard if baton.is_open and waiting else None,
        "holder": holder,
        "link": settings.SITE_URL + path if key else "",
        "questions": list(baton.questions.order_by("asked_at")),  # type: ignore[attr-defined]
    }
