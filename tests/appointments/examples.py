"""Addresses of this room that lead to something, for the table of roles and pages."""

from datetime import datetime, timedelta

from django.utils import timezone

from tests.factories import NOW, TeamFactory
from tomoni.core import link_keys
from tomoni.doing.appointments.actions import absences, calendars, desks, talks, waiting
from tomoni.doing.appointments.actions import booking as bookings
from tomoni.doing.appointments.actions.told import Told
from tomoni.doing.appointments.models import Absence, Worklist
from tomoni.doing.appointments.queries import slots
from tomoni.ground.people.contacts import Contact


def addresses(user):
    """A small desk at which `user` takes appointments, with one thing behind each address."""
    at = timezone.now()
    today = timezone.localdate(at)
    team = TeamFactory(slug="mihon-yoyaku", phone="0134-00-0000", members=[user])
    desk = desks.open_desk(team=team, slug="mihon-desk", name="見本の窓口", by=None, at=NOW)
    kind = desks.add_kind(
        desk=desk, slug="hour", name="一時間", notice_hours=0, modes=1, by=None, at=NOW
    )
    group = desks.add_kind(desk=desk, slug="class", name="教室", seats=3, by=None, at=NOW)
    talk = desks.add_kind(desk=desk, slug="talk", name="話", modes=8, is_talk=True, by=None, at=NOW)
    worker = desks.add_worker(desk=desk, user=user, from_on=NOW.date(), by=None, at=NOW)
    rows = [{"weekday": n, "opens": 540, "closes": 1020} for n in range(7)]
    desks.set_openings(worker=worker, rows=rows, by=None, at=NOW)
    contact = Contact(name="見本", phone="0134-00-0001")
    time = slots.search(kind=kind, first=today, last=today + timedelta(days=20), at=at).times()[5]
    made = bookings.book(
        kind=kind, starts_at=time.starts_at, mode="desk", told=Told(contact), by=None, at=at
    )
    begin = datetime.combine(time.day, datetime.min.time(), time.local.tzinfo)
    absences.be_away(
        user=user, starts_at=begin, ends_at=begin + timedelta(days=1), reason="duty", by=None, at=at
    )
    entry = waiting.wait(
        kind=kind, mode="desk", contact=contact, from_on=today, until_on=today, by=None, at=at
    )
    theme = talks.add_theme(kind=talk, slug="mihon", title="見本の話", by=None, at=NOW)
    request = talks.ask(
        theme=theme, group="見本の会", contact=contact, place="見本会館", people=5,
        wishes=[(at + timedelta(days=30)).isoformat()], by=None, at=at,
    )  # fmt: skip
    where = {"slug": desk.slug}
    return {
        "appointments:desk": where,
        "appointments:book": {"desk": desk.slug, "kind": kind.slug},
        "appointments:wait": {"desk": desk.slug, "kind": kind.slug},
        "appointments:for_somebody": {"desk": desk.slug, "kind": kind.slug},
        **{
            f"appointments:{name}": {"key": link_keys.key_of("appointments.booking", made.pk)}
            for name in ("receipt", "ics", "move", "cancel")
        },
        "appointments:wait_receipt": {"key": link_keys.key_of("appointments.wait", entry.pk)},
        "appointments:talk_ask": {"slug": theme.slug},
        "appointments:talk_receipt": {"key": link_keys.key_of("appointments.talk", request.pk)},
        "appointments:feed": {"key": calendars.new_feed(user=user, by=None, at=at)},
        "appointments:booking": {"pk": made.pk},
        "appointments:move_booking": {"pk": made.pk},
        "appointments:deed": {"pk": made.pk, "deed": "came"},
        "appointments:be_back": {"pk": Absence.objects.get().pk},
        "appointments:worklist": {"pk": Worklist.objects.get().pk},
        "appointments:talk": {"pk": request.pk},
        "appointments:keep_desk": where,
        "appointments:keep_act": where | {"code": "room"},
        "appointments:keep_kind": where | {"kind": kind.slug},
        "appointments:keep_sessions": where | {"kind": group.slug},
        "appointments:keep_hours": where | {"pk": worker.pk},
    }
