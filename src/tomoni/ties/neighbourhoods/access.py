"""Who may do what in which association: the posts one holds today decide, nothing else."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate

from tomoni.core.access import login_is_enough
from tomoni.ties.neighbourhoods.models import Association, Group, MemberHousehold, Officer
from tomoni.ties.neighbourhoods.rules.posts import Power, posts_with, powers_of


class Ability(StrEnum):
    SUPPORT = "neighbourhoods.support"  # Make associations and name their first officers.


def associations_of(user: Any, on: date, power: Power = Power.SEE) -> QuerySet[Association]:
    """The associations in which somebody holds a post with this power on a day."""
    if not getattr(user, "is_authenticated", False):
        return Association.objects.none()
    held = Officer.objects.of_user(user, on).filter(
        association=OuterRef("pk"), post__in=posts_with(power)
    )
    return Association.objects.filter(Exists(held)).select_related("organisation")


def powers_in(user: Any, association: Association, on: date) -> frozenset[Power]:
    """Everything somebody may do in one association today."""
    held = Officer.objects.of_user(user, on).filter(association=association)
    return powers_of(list(held.values_list("post", flat=True)))


def groups_of(user: Any, association: Association, on: date) -> QuerySet[Group]:
    """The 班 whose households somebody may see: a group leader only their own."""
    groups = association.groups.order_by("number")  # type: ignore[attr-defined]
    if Power.HOUSEHOLDS in powers_in(user, association, on):
        return groups  # type: ignore[no-any-return]
    held = Officer.objects.of_user(user, on).filter(association=association, group__isnull=False)
    return groups.filter(pk__in=held.values("group"))  # type: ignore[no-any-return]


def own_households(user: Any, on: date) -> QuerySet[MemberHousehold]:
    """The memberships of one's own household."""
    if not getattr(user, "is_authenticated", False):
        return MemberHousehold.objects.none()
    return MemberHousehold.objects.in_force(on).filter(user=user.pk)


def officer(power: Power) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view for officers: it is handed the association, found through the one queryset.

    Who holds no post there gets 404, a post without this power 403.
    """

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_is_enough
        @wraps(view)
        def asked(request: HttpRequest, slug: str, **words: Any) -> HttpResponse:
            on = localdate()
            association = get_object_or_404(associations_of(request.user, on), slug=slug)
            powers = powers_in(request.user, association, on)
            if power not in powers:
                raise PermissionDenied(power)
            request.powers = powers  # type: ignore[attr-defined]
            return view(request, association, **words)

        return asked

    return wrap
