"""What this room holds, for how long it stays (core/retention.py)."""

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tomoni.core.retention import Clock, Held, Term, Way, register
from tomoni.doing.events.actions import forgetting
from tomoni.doing.events.models import Attendance, Invitation, SignUp


def named() -> QuerySet[SignUp]:
    return SignUp.objects.exclude(client_id__startswith=forgetting.GONE)


def walked_in() -> QuerySet[Attendance]:
    return Attendance.objects.filter(attendee=None).filter(
        Q(user__isnull=False) | Q(who__isnull=False)
    )


def unanswered() -> QuerySet[Invitation]:
    return Invitation.objects.filter(sign_up=None).exclude(contact_key__startswith=forgetting.GONE)


def retain() -> None:
    """Called once at start."""
    date = "role__occurrence__ends_at"
    for code, name, rows, begins, destroy, about, shows in (
        ("events.sign_ups", _("催しの申し込み（名前と連絡先）"), named, date,
         forgetting.sign_ups,
         {"people.Person": ("person", "user__person"), "people.User": ("user", "person__user")},
         ("status", "seats")),
        ("events.attendances", _("申し込まずに来た人の名前"), walked_in, "occurrence__ends_at",
         forgetting.attendances, {"people.Person": ("user__person",), "people.User": ("user",)},
         ("state",)),
        ("events.invitations", _("催しの案内（名前と連絡先）"), unanswered, date,
         forgetting.invitations, {"people.Person": ("user__person",), "people.User": ("user",)},
         ("status",)),
    ):  # fmt: skip
        register(
            Held(
                code=code, name=name, rows=rows, begins=F(begins), destroy=destroy,
                way=Way.EMPTIED, about=about, shows=shows,
                suggested=Term(years=1, clock=Clock.FISCAL_YEAR),
            )
        )  # fmt: skip
