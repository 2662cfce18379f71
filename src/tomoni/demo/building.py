"""Building the sample town through the rooms' own actions, and only through them.

Running it again adds what is missing and leaves everything else alone: a listing is known by
its address name, an account by its mail address. Each listing is one transaction, so a run
that was cut off goes on where it stopped.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.timezone import localdate

from tomoni.demo import cast, real, samples, writing
from tomoni.demo.ground import Ground
from tomoni.ground.districts import actions as districts
from tomoni.ground.districts.models import Town
from tomoni.ground.people.actions import accounts, memberships, organisations, teams
from tomoni.ground.people.models import Organisation, Team, User
from tomoni.home import actions as home
from tomoni.home.actions import SINCE
from tomoni.town.places.actions import index, suggestions
from tomoni.town.places.models import Category, Listing


def ground(*, at: datetime) -> Ground:
    """Towns, districts, categories, the plan, accounts and organisations."""
    home.prepare(by=None, at=at)
    _commissioner_districts(at)
    people = {person.email: _account(person, at) for person in cast.PEOPLE}
    clerk = people["mori@example.jp"]
    bodies = _organisations(clerk, at)
    for person in cast.PEOPLE:
        if person.edits:
            _editor(people[person.email], bodies[person.edits], clerk, at)
    _teams(people, bodies, clerk, at)
    return Ground(
        clerk=clerk,
        at=at,
        today=localdate(at),
        towns={town.name: town for town in Town.objects.all()},
        bodies=bodies,
        categories={category.code: category for category in Category.objects.all()},
    )


def listings(town: Ground) -> Iterator[Listing]:
    """Every listing of the sample town that is not there yet, one after the other."""
    spots = [
        samples.Spot(t.code, t.name, t.name_kana, t.name_en, t.lat, t.lng, t.postcode)
        for t in town.towns.values()
    ]
    there = set(Listing.objects.values_list("slug", flat=True))
    plans = [
        *real.listings(town),
        *real.stations(town),
        *real.special(town),
        *(writing.from_sample(town, sample) for sample in samples.dealt(spots, rounds=range(1))),
    ]
    for entry in plans:
        if entry.slug not in there:
            with transaction.atomic(), index.together():
                listing = writing.write(town, entry)
            yield listing


def how_many() -> int:
    """The number of listings a finished sample town has."""
    return real.count() + Town.objects.count() * samples.PER_TOWN


def _commissioner_districts(at: datetime) -> None:
    """Sixteen districts as the plan says, with invented borders: the real ones are not public."""
    towns = list(Town.objects.order_by("order", "id"))
    each = len(towns) // 16
    for n in range(16):
        district = districts.keep_district(
            kind="commissioner",
            code=f"sample-{n + 1:02d}",
            name=f"第{n + 1}地区（見本）",
            name_kana=f"だい{n + 1}ちく",
            name_en=f"District {n + 1} (sample)",
            source="見本として作成（実際の地区割りではありません）",
            is_sample=True,
            order=n,
            by=None,
            at=at,
        )
        if not district.towns.exists():
            mine = towns[n * each :] if n == 15 else towns[n * each : (n + 1) * each]
            districts.set_towns(district=district, towns=mine, valid_from=SINCE, by=None, at=at)


def words_from_outside(town: Ground) -> None:
    """A few things people told us, so that the clerk's list is not empty."""
    for kind, slug, about, text in cast.WORDS:
        listing = Listing.objects.filter(slug=slug).first()
        if listing is not None or kind == "missing":
            suggestions.send(
                kind=kind,
                listing=listing,
                about=about,
                text=text,
                token=uuid5(NAMESPACE_URL, f"sample:{kind}:{slug}"),
                by=None,
                at=town.at,
            )


def _account(person: cast.Person, at: datetime) -> User:
    known = EmailAddress.objects.filter(email=person.email).select_related("user").first()
    if known:
        return known.user
    return accounts.create(
        email=person.email,
        name=person.name,
        name_kana=person.kana,
        language=person.language,
        password=cast.PASSWORD,
        is_sample=True,
        role_codes=person.roles,
        by=None,
        at=at,
    )


def _organisations(clerk: User, at: datetime) -> dict[str, Organisation]:
    """The real bodies with their facts, and the sample ones."""
    bodies = {body.slug: body for body in Organisation.objects.all()}
    for body in cast.BODIES:
        if body.slug not in bodies:
            bodies[body.slug] = organisations.create(
                slug=body.slug,
                name=body.name,
                name_kana=body.kana,
                name_en=body.english,
                kind=body.kind,
                is_sample=True,
                by=clerk,
                at=at,
            )
    for row in real.organisations():
        if row["slug"] not in bodies:
            bodies[row["slug"]] = organisations.create(
                slug=row["slug"],
                name=row["name"],
                name_kana=row["kana"],
                name_en=row["en"],
                kind=row["kind"],
                phone=row["phone"],
                corporate_number=row.get("corporate_number", ""),
                by=clerk,
                at=at,
            )
    return bodies


def _editor(user: User, body: Organisation, clerk: User, at: datetime) -> None:
    if not user.memberships.filter(organisation=body).exists():  # type: ignore[attr-defined]
        memberships.add(user=user, organisation=body, by=clerk, at=at)


def _teams(
    people: dict[str, User], bodies: dict[str, Organisation], clerk: User, at: datetime
) -> None:
    """The teams of the town with the sample people in them; the first is the desk for everything."""
    known = {team.slug: team for team in Team.objects.all()}
    for number, entry in enumerate(cast.TEAMS):
        if entry.slug in known:
            continue
        known[entry.slug] = teams.open_team(
            slug=entry.slug,
            organisation=bodies[entry.body],
            name=entry.name,
            name_kana=entry.kana,
            name_en=entry.english,
            phone=entry.phone,
            open_weekdays=entry.open_weekdays,
            is_comprehensive_desk=number == 0,
            is_sample=True,
            by=clerk,
            at=at,
        )
    for person in cast.PEOPLE:
        user = people[person.email]
        for slug, part in person.teams:
            if not user.team_memberships.filter(team=known[slug]).exists():  # type: ignore[attr-defined]
                teams.add_member(team=known[slug], user=user, part=part, by=clerk, at=at)
