"""Addresses of this room that lead to something, for the table of who may open what."""

from datetime import timedelta

from django.utils.timezone import localdate, now

from tests.volunteering.towns import need, post, shift, volunteer
from tomoni.core import link_keys
from tomoni.doing.volunteering.actions import afterwards, certificates, hours, shifts, turns


def examples():
    """One need with a shift, a turn, told hours, a certificate and an incident, of nobody who signs in."""
    at = now()
    asked, who = need(at=at), volunteer(at=at)
    where = shift(asked, at=at)
    turn = turns.join(post=post(where), volunteer=who, by=None, at=at)
    key = shifts.open_door(shift=where, by=None, at=at)
    day = localdate() - timedelta(days=1)
    row = hours.report(volunteer=who, need=asked, on=day, minutes=60, by=None, at=at)
    old = hours.report(
        volunteer=who, need=asked, on=day - timedelta(days=1), minutes=60, by=None, at=at
    )
    hours.approve(attendance=old, by=None, at=at)
    paper = certificates.issue(
        volunteer=who, first_on=day - timedelta(days=9), last_on=day, by=None, at=at
    )
    bad = afterwards.tell_incident(
        kind="near", happened_on=day, words="見本", volunteer=who, by=None, at=at
    )
    of = {"pk": asked.pk}
    return {
        **{f"volunteering:{name}": of for name in ("need", "need_edit", "need_end", "plan", "grid")},
        "volunteering:need_deed": {**of, "deed": "show"},
        "volunteering:receipt": {
            "number": asked.number, "key": link_keys.key_of("volunteering.need", asked.pk)
        },
        **{
            f"volunteering:{name}": {"pk": where.pk}
            for name in ("shift", "join", "shift_desk", "shift_cancel", "sheet", "sign")
        },
        "volunteering:door": {"pk": where.pk, "key": key},
        "volunteering:answer": {"pk": row.pk, "key": link_keys.key_of("volunteering.hours", row.pk)},
        "volunteering:join_for": {"pk": where.pk, "volunteer": who.pk},
        "volunteering:turn_deed": {"pk": turn.pk, "deed": "missed"},
        "volunteering:my_turn": {"pk": turn.pk, "deed": "sure"},
        "volunteering:hours_deed": {"pk": row.pk, "deed": "yes"},
        "volunteering:feedback": {"pk": row.pk},
        **{f"volunteering:{name}": {"pk": who.pk} for name in ("person", "certify_for", "enter")},
        "volunteering:certificate": {"pk": paper.pk},
        "volunteering:incident": {"pk": bad.pk},
    }  # fmt: skip
