"""What is said in other languages, and whether somebody who grew up with them has read it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import needs
from tomoni.ties.tourism import queries
from tomoni.ties.tourism.access import Ability
from tomoni.ties.tourism.actions import reading
from tomoni.ties.tourism.forms import ReadForm
from tomoni.ties.tourism.models import GuideText, ProgrammeText, TipText
from tomoni.ties.tourism.rules.languages import NAMES, OWN

KINDS: dict[str, tuple[Any, str]] = {
    "walk": (ProgrammeText, "programme"), "guide": (GuideText, "guide"), "tip": (TipText, "tip"),
}  # fmt: skip


@needs(Ability.KEEP)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Each text in the two languages of these pages, and the fixed words of the pages themselves."""
    context = {
        "rows": queries.foreign(now()),
        "pages": queries.page_words(),
        "crumbs": _crumbs(_("ことばの点検")),
    }
    return render(request, "tourism/staff/words.html", context)


@needs(Ability.KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The words it was written in beside the translation, and who has read it."""
    model, owner = KINDS.get(kind, (None, ""))
    if model is None:
        raise Http404(kind)
    row = get_object_or_404(model.objects.filter(language__in=OWN, is_source=False), pk=pk)
    source = model.objects.filter(**{owner: getattr(row, f"{owner}_id")}, is_source=True).first()
    form = ReadForm(request.POST or None)
    if form.attempt(reading.read, row=row, by=request.user, at=now()):
        return _done(request)
    return _form(request, form, f"{_('ことばの点検')} {NAMES[row.language]}", row, source)


@needs(Ability.KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def page_words(request: HttpRequest, lang: str) -> HttpResponse:
    if lang not in OWN:
        raise Http404(lang)
    form = ReadForm(request.POST or None)
    if form.attempt(reading.read_page_words, language=lang, by=request.user, at=now()):
        return _done(request)
    return _form(request, form, f"{_('ページの決まり文句')} {NAMES[lang]}", None, None)


def _done(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("記録しました。"))
    return redirect("tourism:words")


def _form(request: HttpRequest, form: Any, title: str, row: Any, source: Any) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "said": [(one.language, queries.said(one)) for one in (source, row) if one],
        "back": reverse("tourism:words"),
        "button": _("読んで確かめた"),
        "crumbs": _crumbs(title),
    }
    return render(request, "tourism/staff/read.html", context)


def _crumbs(title: Any) -> list[tuple[Any, str]]:
    return [(_("旅行者のページ"), reverse("tourism:desk")), (title, "")]
