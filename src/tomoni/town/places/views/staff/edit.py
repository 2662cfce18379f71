"""Changing an entry, part by part."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tomoni.core.access import can
from tomoni.town.places import access
from tomoni.town.places.access import Ability
from tomoni.town.places.actions import listings, lists, parts, texts
from tomoni.town.places.forms.lists import ContactsForm, FeesForm, LanguagesForm
from tomoni.town.places.forms.rows import SectionForm
from tomoni.town.places.forms.sections import (
    AreasForm,
    HazardsForm,
    NamesForm,
    SourceForm,
    TextForm,
    UseForm,
)
from tomoni.town.places.models import Listing, ListingText
from tomoni.town.places.queries.history import said
from tomoni.town.places.rules import languages as spoken
from tomoni.town.places.views.staff.desk import crumbs, of_own


@dataclass(frozen=True)
class Section:
    """One part of an entry: its form, its action, and what the form begins with."""

    title: str | Promise
    form: Callable[[HttpRequest, Listing], SectionForm]
    action: Callable[..., Any]
    template: str = "places/staff/section.html"


def _facts(form: type[SectionForm]) -> Callable[[HttpRequest, Listing], SectionForm]:
    def make(request: HttpRequest, listing: Listing) -> SectionForm:
        initial = {
            name: getattr(listing, name)
            for name in form.base_fields
            if name not in ("version", "more_categories")
        }
        return form(request.POST or None, initial={**initial, "version": listing.version})

    return make


def _names(request: HttpRequest, listing: Listing) -> SectionForm:
    own = None
    if not can(request.user, Ability.EDIT):
        own = access.organisations_of(request.user, timezone.localdate())
    fields = ("name", "name_kana", "name_en", "also", "category", "organisation")
    initial: dict[str, Any] = {name: getattr(listing, name) for name in fields}
    initial["more_categories"] = listing.more_categories.all()
    initial["version"] = listing.version
    return NamesForm(request.POST or None, initial=initial, organisations=own)


def _contacts(request: HttpRequest, listing: Listing) -> SectionForm:
    rows = parts.current(listing.contacts, lists.FIELDS["contacts"])
    return ContactsForm(request.POST or None, rows=rows, initial={"version": listing.version})


def _fees(request: HttpRequest, listing: Listing) -> SectionForm:
    lines = [f"{fee.label} {fee.yen}円" for fee in listing.fees.all()]
    initial = {
        "fee_kind": listing.fee_kind,
        "fee_text": listing.fee_text,
        "rows": "\n".join(lines),
        "version": listing.version,
    }
    return FeesForm(request.POST or None, initial=initial)


def _languages(request: HttpRequest, listing: Listing) -> SectionForm:
    rows = list(listing.languages.all())
    notes = [row.note for row in rows if row.note]
    initial = {
        "codes": [row.code for row in rows],
        "note": notes[0] if notes else "",
        "version": listing.version,
    }
    return LanguagesForm(request.POST or None, listing=listing, initial=initial)


def _hazards(request: HttpRequest, listing: Listing) -> SectionForm:
    codes = list(listing.hazards.order_by("id").values_list("code", flat=True))
    return HazardsForm(request.POST or None, initial={"rows": codes, "version": listing.version})


def _areas(request: HttpRequest, listing: Listing) -> SectionForm:
    keys = list(listing.areas.order_by("id").values_list("district", flat=True))
    return AreasForm(request.POST or None, initial={"rows": keys, "version": listing.version})


SECTIONS: dict[str, Section] = {
    "names": Section(gettext_lazy("名前・分類・運営"), _names, listings.edit),
    "use": Section(gettext_lazy("どなたのため・利用のしかた"), _facts(UseForm), listings.edit),
    "fees": Section(gettext_lazy("料金"), _fees, partial(lists.set, part="fees")),
    "contacts": Section(
        gettext_lazy("連絡先"),
        _contacts,
        partial(lists.set, part="contacts"),
        "places/staff/contacts.html",
    ),
    "languages": Section(
        gettext_lazy("対応することば"), _languages, partial(lists.set, part="languages")
    ),
    "areas": Section(gettext_lazy("担当する地区"), _areas, partial(lists.set, part="areas")),
    "hazards": Section(gettext_lazy("対応する災害"), _hazards, partial(lists.set, part="hazards")),
    "source": Section(gettext_lazy("情報のもと・確かめた日"), _facts(SourceForm), listings.edit),
}

# Where a gap of the gate is filled; hours and places have pages of their own.
SECTION_OF = {
    "name": "names", "name_kana": "names", "category": "names", "summary": "use", "entry": "use",
    "who_for": "use", "fee_kind": "fees", "contacts": "contacts", "source": "source",
    "checked_on": "source", "hours": "hours", "places": "places",
}  # fmt: skip


@of_own
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, listing: Listing, part: str) -> HttpResponse:
    """One part: its form, what somebody else saved meanwhile, and the way back."""
    if part not in SECTIONS:
        raise Http404
    known = SECTIONS[part]
    form = known.form(request, listing)
    if form.attempt(known.action, listing=listing, by=request.user, at=timezone.now()):
        return _saved(request, listing)
    return _form(request, listing, form, str(known.title), known.template)


@of_own
@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, listing: Listing, language: str) -> HttpResponse:
    """The entry in one other language, beside the Japanese."""
    if language not in spoken.NAMES or language == "ja":
        raise Http404
    own = listing.texts.filter(language=language).first()
    initial = {name: getattr(own, name, "") for name in TextForm.FIELDS}
    form = TextForm(request.POST or None, initial={**initial, "version": listing.version})
    if form.attempt(
        texts.set_one, listing=listing, language=language, by=request.user, at=timezone.now()
    ):
        return _saved(request, listing)
    title = _("ほかのことばの文章: %(language)s") % {"language": spoken.name_of(language)}
    beside = [
        (ListingText._meta.get_field(name).verbose_name, getattr(listing, name))
        for name in TextForm.FIELDS
        if getattr(listing, name)
    ]
    return _form(request, listing, form, title, "places/staff/text.html", beside=beside)


def _saved(request: HttpRequest, listing: Listing) -> HttpResponse:
    messages.success(request, _("保存しました。"))
    return redirect("places:edit", slug=listing.slug)


def _form(
    request: HttpRequest,
    listing: Listing,
    form: SectionForm,
    title: str,
    template: str,
    **more: Any,
) -> HttpResponse:
    context = {
        "form": form,
        "listing": listing,
        "title": title,
        "theirs": theirs(form),
        "crumbs": crumbs(listing, (title, "")),
        **more,
    }
    return render(request, template, context)


def theirs(form: SectionForm) -> list[tuple[str, str]]:
    """What the other editor saved in the fields both changed."""
    if not form.clash:
        return []
    return [(d.label, said(d.field, plain(d.theirs))) for d in form.clash.differences]


def plain(value: Any) -> Any:
    from tomoni.core import audit

    return audit.plain(value)
