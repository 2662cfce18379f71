"""The program with one guard taken out, as somebody in a hurry might have written it."""

import os
import time

from django.conf import settings

from config.wsgi import application
from tests.races import loose
from tests.races.hasty import TAKE_OUT
from tests.races.pace import PAUSE, SLOW


def _publish_by_looking_first(*, listing, by, at, source=None, checked_on=None):
    """Look at the status, then write: what `states.move` replaces."""
    from tomoni.core import audit
    from tomoni.core.errors import Refused

    if listing.status != "draft":
        raise Refused("already")
    time.sleep(PAUSE)
    type(listing).objects.filter(pk=listing.pk).update(status="published", published_at=at)
    audit.record("places.published", listing, by=by, at=at)
    return listing


def _suspend_by_looking_first(*, listing, by, at, reason, from_on=None, until_on=None):
    from tomoni.core import audit
    from tomoni.core.errors import Refused

    if listing.status != "published":
        raise Refused("already")
    time.sleep(PAUSE)
    type(listing).objects.filter(pk=listing.pk).update(
        status="suspended", suspended_reason=reason, suspended_from=at.date()
    )
    audit.record("places.suspended", listing, by=by, at=at)
    return listing


# Many requests come from one address here; how many one address may send is tested elsewhere.
settings.ACCOUNT_RATE_LIMITS = {
    **settings.ACCOUNT_RATE_LIMITS, "letter_code": "9999/m/ip", "text_code": "9999/m/ip",
}  # fmt: skip


def _all_at_once():
    """Nobody is given a turn, so that all fifty are in the action at the same moment."""
    from contextlib import contextmanager

    from tomoni.doing.events.views import joining

    class OpenDoor:
        @contextmanager
        def through(self, *, patience=0):
            yield True

    joining.turnstile = OpenDoor()


without = os.environ.get("RACE_WITHOUT", "")
if without == "move":
    from dataclasses import replace

    from tomoni.town.places.views.staff import states

    for word, naive in (
        ("publish", _publish_by_looking_first),
        ("suspend", _suspend_by_looking_first),
    ):
        states.DEEDS[word] = replace(states.DEEDS[word], action=naive)
if without == "files":
    from django.db import transaction

    from tomoni.ground.batons.actions import attaching

    def _attach_by_counting_first(row, *, most, link):
        """Count, then write: what the lock of the real action replaces."""
        from tomoni.core.errors import Refused
        from tomoni.ground.batons.models import Attachment

        if Attachment.objects.filter(baton=row.baton, gone_at=None).count() >= most:
            raise Refused("full")
        time.sleep(PAUSE)
        with transaction.atomic():
            row.save(force_insert=True)
        return row

    attaching._attach = _attach_by_counting_first
if without == "version":
    from tomoni.town.places.actions import writing

    writing.settle = lambda thing, expected, new, now: dict(new)
if without == "answer":
    from tomoni.ground.batons.actions import through_links

    def _accept_by_looking_first(*, link, name, at, reply=""):
        """Look whether it is open, then write: what the locks of the real action replace."""
        from django.db.models import Max

        from tomoni.core.errors import Refused
        from tomoni.ground.batons.models import Offer, Step

        offer = Offer.objects.get(pk=link.offer_id)
        if offer.status != "open" or link.used_at:
            raise Refused("already")
        time.sleep(PAUSE)
        Offer.objects.filter(pk=offer.pk).update(
            status="accepted", answered_name=name, answered_at=at
        )
        link.used_at = at
        link.save(update_fields=["used_at"])
        last = Step.objects.filter(baton=offer.baton).aggregate(last=Max("nth"))["last"]
        Step.objects.create(
            baton=offer.baton, nth=last + 1, at=at, act="accepted", by_name=name, way="link"
        )

    through_links.accept = _accept_by_looking_first
if without == "admins":
    from tomoni.ground.people.actions import roles

    def _end_by_looking_first(*, held, on, by, at):
        """Count the others, then write: no row held, no transaction around both."""
        from tomoni.core import audit
        from tomoni.core.errors import Refused

        others = type(held).objects.filter(role="admin", until_on=None).exclude(user=held.user)
        if not others.exists():
            raise Refused("last")
        time.sleep(PAUSE)
        type(held).objects.filter(pk=held.pk).update(until_on=on)
        audit.record("people.role_ended", held.user, by=by, at=at)
        return held

    roles.end = _end_by_looking_first
if without.startswith("quick page"):
    from django.conf import settings

    from tomoni.web import cache

    def _page_after_a_while(*told, make=cache._page):
        time.sleep(SLOW)
        return make(*told)

    settings.PAGE_CACHE_SECONDS = 30
    cache._page = _page_after_a_while
    # Three seconds may be over too soon on a busy machine; how long it is has a test of its own.
    cache.OLD_FOR = 0.0 if without == "quick page, old page" else 30.0
if without == "approval":
    from tomoni.ground.retention.actions import proposing

    def _approve_by_looking_first(*, proposal, by, at):
        """Look whether somebody has approved, then write: what the lock replaces."""
        time.sleep(PAUSE)
        which = "second" if proposal.first_by_id else "first"
        values = {f"{which}_by": by, f"{which}_at": at}
        if which == "second":
            values["status"] = "approved"
        type(proposal).objects.filter(pk=proposal.pk).update(**values)

    proposing.approve = _approve_by_looking_first

if without == "me_too":
    from tomoni.ties.gathering_places.actions import sending

    def _me_too_by_looking_first(*, wish, device, by, at, **more):
        """Look whether the device is there, then write: what the UNIQUE of the table replaces."""
        from tomoni.core.errors import Refused
        from tomoni.ties.gathering_places.models import MeToo

        if MeToo.objects.filter(wish=wish, device__startswith=device).exists():
            raise Refused("already")
        time.sleep(PAUSE)
        return MeToo.objects.create(wish=wish, device=f"{device}-{time.time_ns()}", created_at=at)

    sending.me_too = _me_too_by_looking_first

if without == "guide":
    from tomoni.doing.appointments.actions import writing
    from tomoni.ties.tourism.actions import visits

    _book = visits.book
    writing.take_time = lambda made: None

    def _book_by_looking_first(*, programme, starts_at, **said):
        """Look whether the guide is booked, then book: what the guard of the holds replaces."""
        from tomoni.core.errors import Refused
        from tomoni.doing.appointments.models import Booking

        if Booking.objects.filter(kind=programme.kind, starts_at=starts_at).exists():
            raise Refused("already")
        time.sleep(PAUSE)
        return _book(programme=programme, starts_at=starts_at, **said)

    visits.book = _book_by_looking_first

if without == "letter_code":
    from tomoni.core.errors import Refused
    from tomoni.ground.people.actions import codes

    def _use_by_looking_first(*, code, birth_on, at, password=None):
        """Look whether the code was used, then use it: what `lock` replaces."""
        row = codes.LetterCode.objects.get(digest=codes._digest("letter", codes.rules.typed(code)))
        if row.used_at:
            raise Refused("already")
        time.sleep(PAUSE)
        return codes._used(row, row.person, password, at)

    codes.use_letter_code = _use_by_looking_first
if without == "text_limit":
    from tomoni.ground.people.actions import codes

    def _make_by_counting_first(*, number, at):
        """Count what went to this number, then send: what `lock_word` replaces."""
        mark = codes._digest("number", codes.keys.phone_key(number))
        if codes.TextCode.objects.filter(number_digest=mark).count() >= codes.rules.TEXTS_AN_HOUR:
            raise codes.Refused("enough", field="number")
        time.sleep(PAUSE)
        row = codes.TextCode.objects.create(
            number_digest=mark, digest="0", sent_at=at, expires_at=at + codes.rules.TEXT_HOLDS
        )
        return row, "000000"

    codes.make_text_code = _make_by_counting_first
if without == "seats":
    from tomoni.doing.events.actions import joining, parties

    def _sign_up_by_looking_first(*, role, told, at, **more):
        """Count who has a seat, then write: what the lock and the triggers replace."""
        from tomoni.core.errors import Refused
        from tomoni.core.link_keys import number
        from tomoni.doing.events.actions.told import contact_key
        from tomoni.doing.events.models import SignUp

        if SignUp.objects.filter(role=role).seated().count() >= role.capacity:
            raise Refused("full")
        time.sleep(PAUSE)
        return SignUp.objects.create(
            role=role, number=number("E", at), status="confirmed", queued_at=at, created_at=at,
            updated_at=at, contact={"name": told.contact.name},
            contact_key=contact_key(told.contact) if more.get("invitation") else "",
        )  # fmt: skip

    def _cancel_by_looking_first(*, sign_up, by, at):
        """See that the seat is theirs, free it, and offer it to the first in line."""
        from datetime import timedelta

        from tomoni.doing.events.models import Offer, SignUp

        rows = SignUp.objects.filter(role=sign_up.role)
        if rows.get(pk=sign_up.pk).status == "cancelled":
            return sign_up
        time.sleep(PAUSE)
        rows.filter(pk=sign_up.pk).update(status="cancelled")
        first = rows.waiting().first()
        rows.filter(pk=first.pk).update(status="offered", held_until=at + timedelta(hours=1))
        Offer.objects.create(sign_up=first, offered_at=at, until_at=at + timedelta(hours=1))
        return sign_up

    joining.sign_up = _sign_up_by_looking_first
    _all_at_once()
    parties.cancel = _cancel_by_looking_first

if without == "locks":
    loose.loosen()
if without == "turnstile":
    _all_at_once()


if without == "volunteering":
    from tests.races.hasty_volunteering import volunteering

    volunteering()

if without in TAKE_OUT:
    TAKE_OUT[without]()

__all__ = ["application"]
