"""The visitors' page, a walk with its free times, and the receipt, in four languages.

Two of the languages belong to these pages only: the content is said in them, while the shell around
it speaks English, because a site in a language it has hardly any page of would lead nowhere.
"""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import formats, translation
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core import link_keys
from tomoni.core.access import public
from tomoni.core.city import city
from tomoni.core.dates import read_date
from tomoni.ground.people.lockout import sender_mark
from tomoni.ties.tourism import queries
from tomoni.ties.tourism.actions import visits
from tomoni.ties.tourism.forms import BookForm
from tomoni.ties.tourism.models import Visit
from tomoni.ties.tourism.rules.languages import DJANGO, NAMES


@public
@require_safe
def here(request: HttpRequest, lang: str = "") -> HttpResponse:
    """How it is now, walks, guides, and what somebody needs who is here for a day."""
    context = {
        "tips": queries.tips(now()),
        "programmes": queries.programmes(),
        "guides": queries.guides(localdate()),
        "useful": queries.useful(),
    }
    return _show(request, "here", lang, context)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def walk(request: HttpRequest, pk: int, lang: str = "") -> HttpResponse:
    """One walk, its free times, and the form; no account."""
    programme = get_object_or_404(queries.programmes(), pk=pk)
    first = read_date(request.GET.get("from", "")[:20]).value or localdate()
    at = now()
    free, later = queries.free(programme, first, at)
    with translation.override(_speech(request, lang)):
        form = BookForm(
            request.POST or None, times=[(str(one.time.key), _time(one)) for one in free]
        )
        booked = form.attempt(
            visits.book, programme=programme, language=lang or request.display.language,  # type: ignore[attr-defined]
            by=request.user if request.user.is_authenticated else None, at=at,
            from_hash=sender_mark(request, at, "tourism.visit"),
        )  # fmt: skip
    if booked:
        return redirect(
            address(
                "receipt", lang, key=link_keys.key_of("appointments.booking", form.done.booking_id)
            )
        )
    context = {"programme": programme, "form": form, "free": free, "later": later}
    return _show(request, "walk", lang, context, pk=pk)


@public
@never_cache
@require_safe
def receipt(request: HttpRequest, key: str, lang: str = "") -> HttpResponse:
    """The number, when, where and with whom; moving and cancelling are the appointment's own pages."""
    rows = Visit.objects.select_related("booking__worker__user", "programme__kind__desk")
    visit = get_object_or_404(
        rows.prefetch_related("programme__texts"), booking__digest=link_keys.digest_of(key)
    )
    context = {"visit": visit, "booking": visit.booking, "key": key, "print_qr": True}
    answer = _show(request, "receipt", lang, context, key=key)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _show(
    request: HttpRequest, page: str, lang: str, context: dict[str, Any], **parts: Any
) -> HttpResponse:
    """The page in the language of its address, or else of the site's switch."""
    display = request.display  # type: ignore[attr-defined]
    reading = lang or ("en" if display.language == "en" else "ja")
    if lang:
        display = request.display = replace(display, language="en")  # type: ignore[attr-defined]
    others = [
        (code, name, address(page, code, **parts), code == reading) for code, name in NAMES.items()
    ]
    context |= {
        "lang": lang,
        "reading": reading,
        "speech": _speech(request, lang),
        "others": others,
        "home": address("here", lang),
        "desk_phone": city().phone_for("tourism"),
    }
    with translation.override(display.language):
        context["crumbs"] = [(_("小樽に来た方へ"), "" if page == "here" else context["home"])]
        if page != "here":
            context["crumbs"].append((_("ガイドと歩く"), ""))
        answer = render(request, f"tourism/visit/{page}.html", context)
    if lang:
        answer["Content-Language"] = lang
    return answer


def address(page: str, lang: str, **parts: Any) -> str:
    """The address of a page: in its path for the languages of these pages, else `?lang=`."""
    if lang in DJANGO and lang not in ("ja", "en"):
        return reverse(f"tourism:{page}_in", kwargs={**parts, "lang": lang})
    found = reverse(f"tourism:{page}", kwargs=parts)
    return f"{found}?lang={lang}" if lang else found


def _speech(request: HttpRequest, lang: str) -> str:
    """What Django calls the language of the content."""
    return DJANGO[lang] if lang else request.display.language  # type: ignore[attr-defined]


def _time(one: queries.Free) -> str:
    """2026年11月28日 (土) 10:00 – 日本語, English: as the active language writes a day."""
    local = localtime(one.time.starts_at)
    day = f"{formats.date_format(local, 'DATE_FORMAT')} ({formats.date_format(local, 'D')})"
    return f"{day} {local:%H:%M} – {', '.join(NAMES[code] for code in one.languages)}"
