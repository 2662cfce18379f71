"""Which team keeps the directory: what people tell us about entries is in its hands at once."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core.access import can
from tomoni.core.city import city
from tomoni.core.errors import Refused
from tomoni.ground.batons.models import Baton
from tomoni.ground.people.actions import organisations, teams
from tomoni.ground.people.models import Organisation, Team
from tomoni.ground.people.queries.teams import comprehensive_desk, teams_of
from tomoni.town.places.access import Ability

OWN = "listings"  # The team we make ourselves where a town has set up none.


def named() -> Team | None:
    """The team named in city.toml, else the directory's own, else the comprehensive desk."""
    words = dict.fromkeys(word for word in (city().directory_team, OWN) if word)
    found = {team.slug: team for team in Team.objects.open().filter(slug__in=words)}
    return next((found[word] for word in words if word in found), None) or comprehensive_desk()


@transaction.atomic
def keeper(*, at: datetime) -> Team:
    """The team that takes in what people tell us; made when the town has none.

    A resident is never refused because staff have not set up their teams.
    """
    if known := named():
        return known
    try:
        return teams.open_team(
            slug=OWN if not Team.objects.filter(slug=OWN).exists() else f"{OWN}-{at:%y%m%d%H%M}",
            organisation=_body(at),
            name=_("掲載の担当"),
            name_en="Directory keepers",
            phone=city().phone,
            by=None,
            at=at,
        )
    except Refused:  # Somebody else made it at this moment.
        if known := named():
            return known
        raise


def _body(at: datetime) -> Organisation:
    number = city().corporate_number
    known = Organisation.objects.filter(corporate_number=number).order_by("created_at").first()
    return known or organisations.create(
        name=city().name, name_kana=city().name_kana, name_en=city().name_en,
        kind=Organisation.Kind.CITY, phone=city().phone, corporate_number=number, by=None, at=at,
    )  # fmt: skip


def join_own(baton: Baton, *, by: Any, at: datetime) -> None:
    """Whoever may moderate belongs to the directory's own team from the first time they act.

    Only to that one: membership of any other team opens matters that are not the directory's.
    """
    team = baton.team
    on = timezone.localdate(at)
    if team is None or team.slug != OWN or not can(by, Ability.MODERATE):
        return
    if not teams_of(by, on).filter(pk=team.pk).exists():
        teams.add_member(team=team, user=by, by=by, at=at, from_on=on)
