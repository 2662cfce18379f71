"""What the pages of accounts, organisations and the audit need."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from tomoni.core import acts
from tomoni.core.models import AuditRow
from tomoni.ground.people.models import Membership, Organisation, Person, RoleHeld, User
from tomoni.ground.people.queries.persons import all_entries_of, person_of
from tomoni.ground.people.role_names import role_name


def accounts(*, words: str = "", role: str = "", on: date) -> QuerySet[User]:
    """Accounts whose name, reading or address holds the words; with this role today."""
    found = User.objects.order_by("name_kana", "name", "pk")
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word) | Q(name_kana__icontains=word) | Q(email__icontains=word)
        )
    if role:
        held = RoleHeld.objects.filter(user=OuterRef("pk"), role=role).in_force(on)
        found = found.filter(Exists(held))
    return found.prefetch_related("roles_held")


def organisations(*, words: str = "") -> QuerySet[Organisation]:
    found = Organisation.objects.order_by("name_kana", "name", "pk")
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(name_kana__icontains=word))
    return found


def role_names_held(user: User, on: date) -> list[str]:
    """The names of today's roles, from rows already fetched with the list."""
    return [
        role_name(held.role)
        for held in user.roles_held.all()  # type: ignore[attr-defined]
        if held.from_on <= on and (held.until_on is None or held.until_on >= on)
    ]


@dataclass(frozen=True)
class Held:
    """One role as the page shows it."""

    row: RoleHeld
    name: str
    is_over: bool


def roles_of(user: User, on: date) -> list[Held]:
    rows = user.roles_held.select_related("given_by").order_by("-from_on", "-pk")  # type: ignore[attr-defined]
    return [
        Held(row, role_name(row.role), bool(row.until_on and row.until_on < on)) for row in rows
    ]


def memberships_of(user: User) -> QuerySet[Membership]:
    found: QuerySet[Membership] = user.memberships.select_related("organisation").order_by(  # type: ignore[attr-defined]
        "organisation__name_kana", "organisation__name", "-from_on", "pk"
    )
    return found


def everything_about(user: User) -> dict[str, Any]:
    """All that this room keeps about a person, as they may take it home."""
    return {
        "account": {
            "id": str(user.pk),
            "email": user.email,
            "name": user.name,
            "name_kana": user.name_kana,
            "phone": user.phone,
            "language": user.language,
            "joined_at": user.joined_at.isoformat(),
            "last_login": user.last_login.isoformat() if user.last_login else None,
        },
        "person": [_entry(entry) for entry in _entries(user)],
        "roles": [
            {
                "role": r.role,
                "name": role_name(r.role),
                "from": _day(r.from_on),
                "until": _day(r.until_on),
            }
            for r in user.roles_held.order_by("from_on", "pk")  # type: ignore[attr-defined]
        ],
        "organisations": [
            {
                "organisation": m.organisation.name,
                "part": m.part,
                "from": _day(m.from_on),
                "until": _day(m.until_on),
            }
            for m in memberships_of(user)
        ],
        "sign_in_methods": [
            {"kind": a.type, "added_at": a.created_at.isoformat()}
            for a in user.authenticator_set.order_by("pk")  # type: ignore[attr-defined]
        ],
        "outside_identities": [
            {"issuer": i.issuer, "subject": i.subject, "linked_at": i.linked_at.isoformat()}
            for i in user.outside_identities.order_by("linked_at", "pk")  # type: ignore[attr-defined]
        ],
        "record": [
            {"at": row.at.isoformat(), "act": row.act, "note": row.note}
            for row in AuditRow.objects.filter(
                thing=User._meta.label, thing_id=str(user.pk)
            ).order_by("pk")
        ],
    }


def _entries(user: User) -> list[Person]:
    """What is known about the person behind the account, merged entries too."""
    person = person_of(user)
    return all_entries_of(person) if person else []


def _entry(person: Person) -> dict[str, Any]:
    plain = (
        "name", "name_kana", "phone", "email", "postcode", "address", "language", "source", "note",
    )  # fmt: skip
    return {
        **{field: getattr(person, field) for field in plain},
        "birth_on": _day(person.birth_on),
        "town": person.town.name if person.town else None,
        "kept_since": person.created_at.isoformat(),
        "households": [
            {"part": row.part, "from": _day(row.from_on), "until": _day(row.until_on)}
            for row in person.households.order_by("pk")  # type: ignore[attr-defined]
        ],
        # The names of others are their own data and are not handed out with mine.
        "relations": [
            {"kind": row.kind, "from": _day(row.from_on), "until": _day(row.until_on)}
            for row in person.relations.order_by("pk")  # type: ignore[attr-defined]
        ],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def audit_rows(
    *,
    act: str = "",
    by: str = "",
    thing: str = "",
    thing_id: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
) -> QuerySet[AuditRow]:
    """The record of what was done, newest first.

    Args:
        act: The beginning of the act, such as ``places.`` or ``people.role_given``, or words of
            its name.
        by: A name or address of who did it.
    """
    rows = AuditRow.objects.select_related("by").order_by("-id")
    if act:
        rows = rows.filter(Q(act__startswith=act) | Q(act__in=acts.named_like(act)))
    if thing:
        rows = rows.filter(thing=thing)
    if thing_id:
        rows = rows.filter(thing_id=thing_id)
    if by:
        who = User.objects.filter(Q(name__icontains=by) | Q(email__iexact=by))
        rows = rows.filter(by__in=who)
    if from_on:
        rows = rows.filter(at__gte=_start(from_on))
    if until_on:
        rows = rows.filter(at__lt=_start(date.fromordinal(until_on.toordinal() + 1)))
    return rows


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def kinds_of_thing() -> list[tuple[str, str]]:
    """The tables an audit row can be about, with the names people know."""
    labels = AuditRow.objects.order_by("thing").values_list("thing", flat=True).distinct()
    found = []
    for label in labels:
        try:
            found.append((label, str(apps.get_model(label)._meta.verbose_name)))
        except (LookupError, ValueError):
            found.append((label, label))
    return found


@dataclass(frozen=True)
class SignInMethods:
    """How this person signs in."""

    has_password: bool
    has_app: bool
    passkeys: int
    recovery_codes: int


def sign_in_methods(user: User) -> SignInMethods:
    app, keys, codes = False, 0, 0
    for authenticator in user.authenticator_set.order_by("pk"):  # type: ignore[attr-defined]
        if authenticator.type == authenticator.Type.TOTP:
            app = True
        elif authenticator.type == authenticator.Type.WEBAUTHN:
            keys += 1
        else:
            codes = len(authenticator.wrap().get_unused_codes())
    return SignInMethods(user.has_usable_password(), app, keys, codes)
