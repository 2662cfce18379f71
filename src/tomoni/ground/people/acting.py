"""For whom a request acts: chosen by a delegate, kept in the session, and looked at anew each time.

    act = acting.asked(request, Scope.BOOK)      # in a view of any room
    if act and act.why_not: ...                  # refused in words
    ... actions.x(..., ground=act.ground, person=act.person)

The session holds only whom was chosen. Whether the mandate still carries it is read from the
database at each request, and once more under lock by `actions.mandates.acted`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.ground.people import queries
from tomoni.ground.people.models import Mandate, Person, Scope, User
from tomoni.ground.people.queries.mandates import Ground
from tomoni.web.behalf import Behalf

CHOSEN, MAY = "acting_for", "may_act"


@dataclass(frozen=True)
class Acting:
    """Whom somebody has chosen, and what their mandates in force today carry together."""

    person: Person
    mandates: tuple[Mandate, ...]
    why_over: str = ""

    @property
    def scopes(self) -> frozenset[str]:
        return frozenset(scope for one in self.mandates for scope in one.scope_codes)

    @property
    def until_on(self) -> date | None:
        """The last day of the mandate that lasts longest; None for one without an end."""
        days = [one.until_on for one in self.mandates]
        return None if None in days else max((day for day in days if day), default=None)


@dataclass(frozen=True)
class Act:
    """One act that is wanted: for whom, on which ground, or in words why not."""

    person: Person
    ground: Ground | None
    scope: str
    why_not: str = ""

    def hold(self) -> Ground:
        """The ground of the act; raises Refused in words when there is none."""
        if self.ground is None:
            raise Refused(self.why_not)
        return self.ground


def choose(request: HttpRequest, person: Person) -> None:
    request.session[CHOSEN] = str(person.pk)
    request.session[MAY] = True


def stop(request: HttpRequest) -> None:
    request.session.pop(CHOSEN, None)


def acting(request: HttpRequest) -> Acting | None:
    """Whom this request acts for; asked from the database once a request."""
    if not hasattr(request, "_acting"):
        request._acting = _read(request)  # type: ignore[attr-defined]
    return request._acting  # type: ignore[attr-defined, no-any-return]


def asked(request: HttpRequest, scopes: str | Iterable[str]) -> Act | None:
    """The act that is wanted under the chosen mandate; None for one's own.

    Args:
        scopes: One scope, or several of which any is enough.
    """
    one = acting(request)
    if one is None:
        return None
    wanted = [scopes] if isinstance(scopes, str) else list(scopes)
    user: User = request.user  # type: ignore[assignment]
    if one.why_over:
        return Act(one.person, None, wanted[0], one.why_over)
    for scope in wanted:
        if ground := queries.may_act_for(user, one.person, scope, localdate()):
            return Act(one.person, ground, scope)
    why = queries.why_not_act_for(user, one.person, wanted[0], localdate()) or ""
    return Act(one.person, None, wanted[0], why)


def changed_meanwhile(request: HttpRequest) -> str:
    """In words, when the form was shown for somebody else than the session now acts for.

    Two tabs share one session: what was filled in for a mother must not be booked for oneself.
    """
    one = acting(request)
    if request.POST.get("behalf", "") == (str(one.person.pk) if one else ""):
        return ""
    return _(
        "この画面を開いたあとで、だれのために使うかが変わりました。上の表示を確かめて、はじめからやり直してください。"
    )


def refused(request: HttpRequest, why: str) -> HttpResponse:
    """The page that says why this cannot be done for that person, and the two ways on."""
    one = acting(request)
    context = {"person": one.person if one else None, "why": why}
    return render(request, "people/acting_refused.html", context, status=403)


def shown(request: HttpRequest) -> Behalf | None:
    """What the head of the page says; without a session nothing is asked."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    urls = {"url": reverse("people:acting"), "stop_url": reverse("people:act_stop")}
    if one := acting(request):
        return Behalf(name=one.person.name, why_not=one.why_over, **urls)
    return Behalf(name="", **urls) if request.session.get(MAY) else None


def note_on_signing_in(request: HttpRequest | None, user: User) -> None:
    """Note in the session whether somebody may act for anybody, so that no page has to ask."""
    mine = queries.person_of(user)
    if request is not None and mine and queries.mandates_held(mine, localdate()).exists():
        request.session[MAY] = True


def _read(request: HttpRequest) -> Acting | None:
    user = request.user
    chosen = request.session.get(CHOSEN) if user.is_authenticated else None
    if not chosen:
        return None
    person = Person.objects.filter(pk=chosen).first()
    mine = queries.person_of(user)  # type: ignore[arg-type]
    if person is None or mine is None:
        return None
    held = tuple(queries.mandates_held(mine, localdate()).filter(person=person))
    if held:
        return Acting(person, held)
    last = Mandate.objects.filter(person=person, delegate=mine).order_by("-from_on", "pk").first()
    scope = last.scope_codes[0] if last else str(Scope.ASK)
    why = queries.why_not_act_for(user, person, scope, localdate())  # type: ignore[arg-type]
    return Acting(person, (), why or "")
