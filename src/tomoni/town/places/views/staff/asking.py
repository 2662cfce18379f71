"""On the page of a matter: who runs the entry is asked, by a link that is shown once."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.ground.batons.models import Baton
from tomoni.town.places.actions import asking
from tomoni.town.places.models import Listing


class AskForm(Form):
    """What the people who run the entry are asked."""

    question = forms.CharField(
        label=_("運営にたずねること"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("知らせてくれた人の名前や連絡先は書かないでください。"),
    )

    def values(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["question"]}


def asking_panel(
    request: HttpRequest, baton: Baton, listing: Listing | None
) -> dict[str, Any] | HttpResponse:
    """The form to ask, the link just made, and what was asked and answered before."""
    form = AskForm(
        request.POST if "question" in request.POST else None, use_required_attribute=False
    )
    key, at = "", timezone.now()
    if "renew" in request.POST:
        open_one = baton.questions.open().first()  # type: ignore[attr-defined]
        if open_one and baton.is_open:
            key = asking.new_link(question=open_one, by=request.user, at=at)
    elif form.attempt(asking.ask_holder, baton=baton, listing=listing, by=request.user, at=at):
        key = form.done[1]
    path = reverse("batons:link", kwargs={"key": key}) if key else ""
    return {
        "ask_form": form if baton.is_open and listing else None,
        "holder": asking.holder_of(listing) if listing else None,
        "link": settings.SITE_URL + path if key else "",
        "questions": list(baton.questions.order_by("asked_at")),  # type: ignore[attr-defined]
    }
