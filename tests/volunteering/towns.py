"""Needs, shifts and volunteers as the tests need them."""

from datetime import timedelta

from tests.factories import NOW, PersonFactory, TeamFactory
from tomoni.doing.volunteering.actions import needs, shifts, volunteers
from tomoni.ground.people.models import Team

SOON = timedelta(days=3)


def team():
    return Team.objects.filter(slug="mihon-centre").first() or TeamFactory(
        slug="mihon-centre", phone="0134-00-0000"
    )


def need(*, at=NOW, shown=True, **said):
    """A wish for snow to be cleared, on the board."""
    known = {"kind": "snow", "title": "玄関前の雪かき", "team": team(), **said}
    if not {"person", "organisation", "contact"} & set(known):
        known["person"] = PersonFactory(name="見本 キク", phone="0134-11-1111")
    made = needs.ask(by=None, at=at, **known)
    return needs.show(need=made, by=None, at=at) if shown else made


def shift(of=None, *, at=NOW, starts=SOON, hours=2, seats=2, **said):
    """Two hours, three days ahead, with two seats."""
    begins = at + starts
    return shifts.plan(
        need=of or need(at=at), starts_at=begins, ends_at=begins + timedelta(hours=hours),
        seats=seats if isinstance(seats, dict) else {"helper": seats}, by=None, at=at, **said,
    )  # fmt: skip


def volunteer(*, at=NOW, person=None, skills=(), **said):
    """Somebody who helps; fields of the person begin with `p_`."""
    mine = {name[2:]: said.pop(name) for name in list(said) if name.startswith("p_")}
    return volunteers.register(
        person=person or PersonFactory(**mine), by=None, at=at, skills=skills, **said
    )


def post(of, code="helper"):
    return of.posts.get(code=code)
