"""What must not happen unheard holds a baton too: a job that failed for good, a glass that broke."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tomoni.core.break_glass import Release
from tomoni.core.models import DeadLetter
from tomoni.ground.batons.actions.opening import open_baton
from tomoni.ground.batons.models import Baton
from tomoni.ground.notices.actions.telling import tell
from tomoni.ground.notices.recipients import Recipient
from tomoni.ground.people.models import RoleHeld, User
from tomoni.ground.people.queries.teams import comprehensive_desk, leads_of

FAILED_JOB, GLASS = "core.dead_letter", "core.emergency"
READERS = ("auditor", "admin")  # Those who are told when somebody opens a file in an emergency.


class NoDesk(Exception):
    """The town has not named its comprehensive desk yet; `tomoni doctor` says so."""


@transaction.atomic
def failed_job(letter: DeadLetter) -> Baton:
    """Somebody looks at a job that was tried for the last time.

    Raises:
        NoDesk: the timetable then offers the letter again, so it is not lost.
    """
    desk = comprehensive_desk()
    if desk is None:
        raise NoDesk
    return open_baton(
        kind=FAILED_JOB,
        title=_("できなかった自動の仕事: %(name)s") % {"name": letter.name},
        team=desk,
        next_step=gettext_noop("運用の担当に伝えて、わけを直し、仕事をやり直す"),
        is_urgent=True,
        by=None,
        at=timezone.now(),
        note=f"{letter.job}\n{letter.problem[-1000:]}",
    )


@transaction.atomic
def glass_broken(release: Release) -> None:
    """Those who watch over the records are told at once, and looking at it becomes a matter.

    The matter names neither the file nor the person: who looks at it opens the list of
    emergencies, which is itself read by few.
    """
    at = release.begun_at
    on = timezone.localdate(at)
    desk = comprehensive_desk()
    if desk is not None:
        open_baton(
            kind=GLASS,
            title=_("緊急の閲覧の点検"),
            team=desk,
            next_step=gettext_noop(
                "緊急の閲覧の一覧を開き、本人でない人が点検して、分かったことを書く"
            ),
            is_urgent=True,
            by=None,
            at=at,
            note=str(release.id),
        )
    watching = RoleHeld.objects.in_force(on).filter(role__in=READERS).values("user")
    people = {user.pk: user for user in User.objects.filter(pk__in=watching, is_active=True)}
    if desk is not None:
        people |= {user.pk: user for user in leads_of(desk, on)}
    people.pop(release.by.pk, None)
    for user in people.values():
        tell(
            kind="batons.emergency",
            to=Recipient.of(user),
            key=f"glass:{release.id}",
            at=at,
            values={
                "until": release.until,
                "url": f"{settings.SITE_URL}/staff/audit/emergencies/",
            },
        )
